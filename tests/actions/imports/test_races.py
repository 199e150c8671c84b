"""Imports at the same time, and imports of dead processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.report import Report
from crm_app.actions.imports.run import run_import
from crm_app.actions.imports.undo import AlreadyUndone, undo_dead_imports, undo_import
from crm_app.data.database import Database
from crm_app.data.imports.runs import RunState, change_run, new_lock, start_run, writing
from crm_app.data.models.customer import Customer
from crm_app.data.models.duplicate import UniqueValue
from crm_app.data.models.work import ImportRun
from crm_app.rules.customers import Route
from crm_app.rules.import_plan import ImportPlan, NewOptions
from crm_app.rules.refusals import NotFound
from tests.support.cast import Cast, catalog_in, field_id
from tests.support.sheets import bring, sheet, stored


def test_eight_imports_of_one_file_create_each_customer_once(database: Database, cast: Cast, tmp_path: Path) -> None:
    rows = [(f'第{i}公司', 13800000000 + i, f'行业{i % 5}') for i in range(60)]
    path = sheet(tmp_path / 'race.xlsx', ('名称', '手机', '行业'), *rows)
    plan = propose(database, cast.admin, path).plan
    plan = ImportPlan(sheet='Sheet1', header_row=1, columns=plan.columns, new_options=NewOptions.ADD)

    def run(_: int) -> Report:
        return run_import(database, cast.admin, path, plan)

    with ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(run, range(8)))
    assert sum(report.created for report in reports) == 60
    assert sum(report.skipped for report in reports) == 7 * 60
    assert len(stored(database, 'name')) == 60
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(UniqueValue)) == 120
    names = [option.name for option in catalog_in(database).options_of(field_id(database, 'industry'))]
    assert sorted(names) == [f'行业{i}' for i in range(5)]


def _left_by(database: Database, cast: Cast, tmp_path: Path, lock: str) -> int:
    """An import that is still marked as running, with customers in place."""
    report = bring(database, cast.li, sheet(tmp_path / 'left.xlsx', ('名称', '手机'), ('甲公司', 13800000001)))

    def unit(session: object) -> None:
        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        run = session.get_one(ImportRun, report.import_id)
        run.state, run.liveness = RunState.RUNNING.value, lock

    database.write(unit, None, route=Route.SYSTEM)
    assert report.import_id
    return report.import_id


def test_what_a_dead_import_left_is_undone_and_a_living_one_is_not(
    database: Database, cast: Cast, tmp_path: Path
) -> None:
    lock = new_lock()
    run_id = _left_by(database, cast, tmp_path, lock)
    with writing(database, lock):
        assert undo_dead_imports(database) == []
        assert stored(database, 'name') == [('甲公司',)]
    assert undo_dead_imports(database) == [run_id]
    assert stored(database, 'name') == []
    assert undo_dead_imports(database) == []
    assert not list(tmp_path.glob('*.lock'))


def test_an_undo_that_was_cut_off_goes_on(database: Database, cast: Cast, tmp_path: Path) -> None:
    run_id = _left_by(database, cast, tmp_path, new_lock())
    database.write(lambda session: change_run(session, run_id, state=RunState.UNDOING), None)
    assert undo_dead_imports(database) == [run_id]
    assert stored(database, 'name') == []


def test_undo_is_for_ones_own_imports_and_works_once(database: Database, cast: Cast, tmp_path: Path) -> None:
    report = bring(database, cast.li, sheet(tmp_path / 'own.xlsx', ('名称', '手机'), ('甲公司', 13800000001)))
    assert report.import_id
    for stranger in (cast.zhao, cast.wang):
        with pytest.raises(NotFound):
            undo_import(database, stranger, report.import_id)
    with pytest.raises(NotFound):
        undo_import(database, cast.li, 999)
    assert undo_import(database, cast.admin, report.import_id).removed == 1
    with pytest.raises(AlreadyUndone):
        undo_import(database, cast.li, report.import_id)


def test_a_failure_in_the_middle_leaves_nothing(
    database: Database, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f'第{i}公司', 13800000000 + i) for i in range(1500)]
    path = sheet(tmp_path / 'fail.xlsx', ('名称', '手机'), *rows)
    plan = propose(database, cast.li, path).plan

    def progress(progress: object) -> None:
        if '1001' in str(progress):
            raise MemoryError

    with pytest.raises(MemoryError):
        run_import(database, cast.li, path, plan, progress=progress)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 0
        assert session.scalars(select(ImportRun.state)).all() == ['failed']


def test_a_run_has_a_record_from_its_beginning(database: Database, cast: Cast) -> None:
    def unit(session: object) -> int:
        from sqlalchemy.orm import Session

        assert isinstance(session, Session)
        return start_run(session, cast.li.member_id, 'f.xlsx', {}, 'import-x')

    run_id = database.write(unit, cast.li)
    with database.reading() as session:
        run = session.get_one(ImportRun, run_id)
        assert (run.state, run.file_name, run.liveness) == ('running', 'f.xlsx', 'import-x')
