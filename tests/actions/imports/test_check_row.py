"""One row of a file judged again while its cells are corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crm_app.actions.imports.check import check
from crm_app.actions.imports.check_row import check_row
from crm_app.actions.imports.propose import propose
from crm_app.data.database import Database
from crm_app.rules.import_plan import ImportPlan, OnMatch
from crm_app.rules.import_problems import MissingCell, Outcome, ProblemRow, SameAsCustomer
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import NotPermitted
from tests.support.cast import Cast, add_customer
from tests.support.roles import take_from_staff
from tests.support.sheets import sheet


def in_question(database: Database, actor: Actor, path: Path) -> tuple[ImportPlan, ProblemRow]:
    plan = propose(database, actor, path).plan
    return plan, check(database, actor, path, plan).problem_rows[0]


def test_a_corrected_cell_is_taken(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'one.xlsx', ('客户名称', '手机'), (None, '13800000001'))
    plan, row = in_question(database, cast.li, path)
    outcome, still = check_row(database, cast.li, plan, row)
    assert outcome is Outcome.FAILED
    assert still is not None
    assert still.cells == row.cells
    plan = replace(plan, corrections={(2, 0): '甲公司'})
    assert check_row(database, cast.li, plan, row) == (Outcome.CREATED, None)


def test_another_fault_is_told_in_its_place(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'one.xlsx', ('客户名称', '手机'), ('甲公司', '1.38E+10'))
    plan, row = in_question(database, cast.li, path)
    plan = replace(plan, corrections={(2, 1): '13800000001', (2, 0): ''})
    _, still = check_row(database, cast.li, plan, row)
    assert still is not None
    assert [(problem.column, type(problem.refusal)) for problem in still.problems] == [(0, MissingCell)]


def test_stored_customers_count_others_rows_do_not(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.li, '甲公司', {'mobile': '13800000001'})
    path = sheet(tmp_path / 'one.xlsx', ('客户名称', '手机', '备注'), (None, '13900000002', '老客户'))
    plan, row = in_question(database, cast.li, path)
    outcome, still = check_row(database, cast.li, replace(plan, corrections={(2, 0): '甲公司'}), row)
    assert outcome is Outcome.SKIPPED
    assert still is not None
    assert isinstance(still.problems[0].refusal, SameAsCustomer)
    fill = replace(plan, corrections={(2, 0): '甲公司'}, duplicates=OnMatch.FILL)
    assert check_row(database, cast.li, fill, row) == (Outcome.UPDATED, None)


def test_a_row_that_is_blank_now_is_left_out(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'one.xlsx', ('客户名称', '手机'), (None, '13800000001'))
    plan, row = in_question(database, cast.li, path)
    assert check_row(database, cast.li, replace(plan, corrections={(2, 1): ''}), row) == (Outcome.SKIPPED, None)


def test_it_refuses_who_may_not_import(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'one.xlsx', ('客户名称', '手机'), (None, '13800000001'))
    plan, row = in_question(database, cast.zhao, path)
    take_from_staff(database, Permission.IMPORT)
    with pytest.raises(NotPermitted):
        check_row(database, cast.zhao, plan, row)
