"""The wizard behind the import page: it survives the page, one thing runs at a time, refusals lose nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crm_app.rules.import_plan import ColumnChoice, ImportPlan
from crm_app.rules.import_problems import MissingCell, Outcome, Problem, ProblemRow
from crm_app.rules.refusals import Refusal
from crm_app.rules.spreadsheets import EmptyFile
from crm_app.view_models.import_files import UploadFolder, sweep_uploads
from crm_app.view_models.import_jobs import ImportJobs, Look, Tally, Undone, Upload
from crm_app.view_models.import_task import Phase, Task
from crm_app.view_models.import_wizard import ImportWizard, Step

PLAN = ImportPlan(sheet='S', header_row=1, columns=(ColumnChoice('客户名称', field_id=1),))
BAD = ProblemRow(3, Outcome.FAILED, (Problem(0, MissingCell(field='客户名称')),), (None,))
CHECKED = Tally(created=2, updated=0, skipped=0, failed=1, problems=(BAD,), problem_count=1)
DONE = Tally(created=2, updated=0, skipped=0, failed=1, problem_count=1, import_id=7)


class Cancelled(Refusal):
    message = 'cancelled'


class Doubles:
    """Jobs whose answers a test decides."""

    def __init__(self) -> None:
        self.look: Callable[[Upload, str | None, int | None], Look] = lambda *_: Look(('S', 'T'), PLAN, (('甲',),))
        self.run: Callable[[Upload, ImportPlan, Task], Tally] = lambda *_: DONE
        self.judged: tuple[Outcome, ProblemRow | None] = (Outcome.CREATED, None)
        self.seen: list[ImportPlan] = []

    def jobs(self) -> ImportJobs:
        def check(_upload: Upload, plan: ImportPlan, task: Task) -> Tally:
            task.tell(3, 3)
            self.seen.append(plan)
            return CHECKED

        return ImportJobs(
            look=self._look,
            check=check,
            check_row=lambda *_: self.judged,
            run=self._run,
            undo=lambda ident: Undone(removed=ident),
            write_template=lambda _path: None,
        )

    def _look(self, upload: Upload, sheet: str | None, row: int | None) -> Look:
        return self.look(upload, sheet, row)

    def _run(self, upload: Upload, plan: ImportPlan, task: Task) -> Tally:
        return self.run(upload, plan, task)


@pytest.fixture
def doubles() -> Doubles:
    return Doubles()


@pytest.fixture
def wizard(doubles: Doubles, tmp_path: Path) -> ImportWizard:
    return ImportWizard(UploadFolder(tmp_path, 1), doubles.jobs())


def uploaded(wizard: ImportWizard, name: str = '客户.xlsx') -> Upload:
    upload = wizard.new_upload(name)
    upload.path.write_bytes(b'x')
    return upload


async def checked(wizard: ImportWizard) -> ImportWizard:
    await wizard.take(uploaded(wizard))
    await wizard.check()
    return wizard


async def test_a_file_leads_to_its_columns_and_the_check_to_the_counts(wizard: ImportWizard) -> None:
    await wizard.take(uploaded(wizard))
    assert (wizard.step, wizard.plan) == (Step.COLUMNS, PLAN)
    await wizard.check()
    assert (wizard.step, wizard.tally, wizard.rows_in_question) == (Step.CHECK, CHECKED, [BAD])


async def test_a_refused_file_is_removed_and_the_earlier_one_stays(wizard: ImportWizard, doubles: Doubles) -> None:
    await wizard.take(first := uploaded(wizard))

    def refuse(*_: object) -> Look:
        raise EmptyFile(name='leer.csv')

    doubles.look = refuse
    await wizard.take(second := uploaded(wizard, 'leer.csv'))
    assert isinstance(wizard.refusal, EmptyFile)
    assert (wizard.upload, wizard.step) == (first, Step.COLUMNS)
    assert first.path.exists()
    assert not second.path.exists()


async def test_a_better_file_takes_the_place_of_the_earlier_one(wizard: ImportWizard) -> None:
    await wizard.take(first := uploaded(wizard))
    await wizard.take(second := uploaded(wizard))
    assert wizard.upload == second
    assert not first.path.exists()


async def test_another_sheet_keeps_the_choices_that_do_not_hang_on_columns(
    wizard: ImportWizard, doubles: Doubles
) -> None:
    await wizard.take(uploaded(wizard))
    wizard.choose(replace(PLAN, owner_id=5, corrections={(2, 0): 'x'}))
    other = replace(PLAN, sheet='T', header_row=9)
    doubles.look = lambda *_: Look(('S', 'T'), other, ())
    await wizard.look_again('T', None)
    assert wizard.plan == replace(other, owner_id=5)


async def test_a_correction_is_kept_and_counted(wizard: ImportWizard, doubles: Doubles) -> None:
    await checked(wizard)
    assert await wizard.correct(3, 0, '丙公司') is None
    assert wizard.plan is not None
    assert wizard.plan.corrections == {(3, 0): '丙公司'}
    assert wizard.tally is not None
    assert (wizard.tally.created, wizard.tally.failed) == (3, 0)
    doubles.judged = (Outcome.FAILED, BAD)
    assert await wizard.correct(3, 0, '') == BAD
    assert (wizard.tally.created, wizard.tally.failed) == (2, 1)
    await wizard.check()
    assert doubles.seen[-1].corrections == {(3, 0): ''}


async def test_an_import_goes_on_without_a_page_and_ends_with_its_result(
    wizard: ImportWizard, doubles: Doubles
) -> None:
    await checked(wizard)
    go_on = threading.Event()

    def run(_upload: Upload, _plan: ImportPlan, task: Task) -> Tally:
        task.tell(1, 3)
        go_on.wait(5)
        return DONE

    doubles.run = run
    running = asyncio.create_task(wizard.run())
    await asyncio.sleep(0.05)
    assert wizard.step is Step.RUN
    assert wizard.task is not None
    assert (wizard.task.phase, wizard.task.fraction) == (Phase.IMPORTING, 1 / 3)
    await wizard.start_over()
    assert wizard.step is Step.RUN, 'what runs is not forgotten'
    go_on.set()
    await running
    assert (wizard.step, wizard.tally, wizard.task) == (Step.RESULT, DONE, None)
    assert wizard.upload is not None
    assert not wizard.upload.path.exists()


async def test_a_stopped_import_leads_back_to_the_check(wizard: ImportWizard, doubles: Doubles) -> None:
    await checked(wizard)

    def run(_upload: Upload, _plan: ImportPlan, task: Task) -> Tally:
        while not task.is_stopping():
            threading.Event().wait(0.005)
        raise Cancelled

    doubles.run = run
    running = asyncio.create_task(wizard.run())
    await asyncio.sleep(0.02)
    wizard.stop()
    await running
    assert wizard.step is Step.CHECK
    assert isinstance(wizard.refusal, Cancelled)
    assert wizard.tally == CHECKED


async def test_a_fault_of_the_program_leads_back_as_well(wizard: ImportWizard, doubles: Doubles) -> None:
    await checked(wizard)

    def run(*_: object) -> Tally:
        raise ZeroDivisionError

    doubles.run = run
    with pytest.raises(ZeroDivisionError):
        await wizard.run()
    assert (wizard.step, wizard.failed, wizard.task) == (Step.CHECK, True, None)


async def test_only_the_undo_of_this_import_changes_its_result(wizard: ImportWizard) -> None:
    await checked(wizard)
    await wizard.run()
    assert await wizard.undo(3) == Undone(removed=3)
    assert wizard.undone is None
    await wizard.undo(7)
    assert wizard.undone == Undone(removed=7)


async def test_one_goes_back_but_never_ahead(wizard: ImportWizard) -> None:
    await checked(wizard)
    wizard.go(Step.RESULT)
    assert wizard.step is Step.CHECK
    wizard.go(Step.COLUMNS)
    assert wizard.step is Step.COLUMNS
    await wizard.check()
    await wizard.run()
    wizard.go(Step.CHECK)
    assert wizard.step is Step.RESULT, 'the same rows are not imported twice'


def test_what_an_earlier_process_left_is_swept_away(tmp_path: Path) -> None:
    left = UploadFolder(tmp_path, 1).new_file()
    left.write_bytes(b'x')
    sweep_uploads(tmp_path)
    assert not left.exists()
