"""The import of one member: which step he is at, what he chose, and what is running.

It outlives the page: whoever reloads it, or closes it and comes back, finds his import where it was.
Everything here belongs to the event loop; the work itself runs in threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import IntEnum
from typing import Final, TypeVar

from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import Outcome, ProblemRow
from crm_app.rules.refusals import Refusal
from crm_app.view_models.desk import Desk
from crm_app.view_models.import_files import UploadFolder
from crm_app.view_models.import_jobs import ImportJobs, Look, Tally, Undone, Upload
from crm_app.view_models.import_task import Phase, Task
from crm_app.view_models.work import in_long_thread, in_thread

T = TypeVar('T')


class Step(IntEnum):
    """Where the person is."""

    FILE = 1
    COLUMNS = 2
    CHECK = 3
    RUN = 4
    RESULT = 5


class ImportWizard:
    """The state behind the pages of one member."""

    def __init__(self, folder: UploadFolder, jobs: ImportJobs) -> None:
        """Begin at the first step."""
        self._folder = folder
        self.jobs = jobs
        self.version = 0
        """Grows with every change that pages have to be built anew for."""
        self.task: Task | None = None
        """What is running now."""
        self._reset()

    def _reset(self) -> None:
        self.step = Step.FILE
        self.upload: Upload | None = None
        self.look: Look | None = None
        self.plan: ImportPlan | None = None
        self.tally: Tally | None = None
        self.refusal: Refusal | None = None
        """Why the last thing was not done; shown until the next one."""
        self.failed = False
        """Whether the last thing ended by a fault of the program."""
        self.undone: Undone | None = None
        self.fixed: dict[int, Outcome] = {}
        """What would become of rows that were in question and are corrected, by number."""
        self._shown: dict[int, ProblemRow] = {}
        self.version += 1

    # File and columns

    async def take(self, upload: Upload) -> None:
        """Read an uploaded file; where it is refused, everything stays as it was."""
        before = self.upload
        look = await self._work(Phase.READING, lambda _task: self.jobs.look(upload, None, None))
        if look is None:
            await in_thread(upload.path.unlink, missing_ok=True)
            return
        if before:
            await in_thread(before.path.unlink, missing_ok=True)
        self._reset()
        self.upload = upload
        self._take_look(look)

    async def look_again(self, sheet: str, header_row: int | None) -> None:
        """Read another sheet of the file, or another row as its header; choices of columns begin anew."""
        upload, plan = self.upload, self.plan
        if upload is None or plan is None:
            return
        look = await self._work(Phase.READING, lambda _task: self.jobs.look(upload, sheet, header_row))
        if look is not None:
            chosen = replace(plan, sheet=look.plan.sheet, header_row=look.plan.header_row, columns=look.plan.columns)
            self._take_look(replace(look, plan=replace(chosen, corrections={})))

    def _take_look(self, look: Look) -> None:
        self.look, self.plan, self.tally = look, look.plan, None
        self.step = Step.COLUMNS
        self.version += 1

    def choose(self, plan: ImportPlan) -> None:
        """Take other choices; what was checked by the old ones does not count any more."""
        self.plan = plan

    def go(self, step: Step) -> None:
        """Go back to an earlier step, as long as nothing is running or done."""
        if self.task is None and self.step is not Step.RESULT and step < self.step:
            self.step = step
            self.refusal = None
            self.version += 1

    # Checking

    async def check(self) -> None:
        """Dry run: find out what would become of every row."""
        upload, plan = self.upload, self.plan
        if upload is None or plan is None:
            return
        tally = await self._work(Phase.CHECKING, lambda task: self.jobs.check(upload, plan, task))
        if tally is not None:
            self.tally = tally
            self.fixed = {}
            self._shown = {row.number: row for row in tally.problems}
            self.step = Step.CHECK
            self.version += 1

    @property
    def rows_in_question(self) -> list[ProblemRow]:
        """The rows to look at, corrected ones included, as they are now."""
        return list(self._shown.values())

    async def correct(self, number: int, column: int, text: str) -> ProblemRow | None:
        """Type something in place of a cell and judge its row again; None where it would be taken now."""
        row, plan = self._shown.get(number), self.plan
        if row is None or plan is None:
            return row
        self.plan = replace(plan, corrections={**plan.corrections, (number, column): text})
        outcome, judged = await in_thread(self.jobs.check_row, self.plan, row)
        self._count(self.fixed.get(number, row.outcome), outcome)
        if judged is None:
            self.fixed[number] = outcome
            return None
        self.fixed.pop(number, None)
        self._shown[number] = replace(judged, cells=row.cells)
        return self._shown[number]

    def _count(self, before: Outcome, after: Outcome) -> None:
        """Move one row from one count to another."""
        if self.tally is not None and before is not after:
            old, new = _COUNTED[before], _COUNTED[after]
            counts = {old: getattr(self.tally, old) - 1, new: getattr(self.tally, new) + 1}
            self.tally = replace(self.tally, **counts)

    # Importing

    async def run(self) -> None:
        """Import. The page may be closed meanwhile."""
        upload, plan = self.upload, self.plan
        if upload is None or plan is None or self.step is not Step.CHECK:
            return
        self.step = Step.RUN
        tally = None
        try:
            tally = await self._work(Phase.IMPORTING, lambda task: self.jobs.run(upload, plan, task))
        finally:
            self.tally = tally or self.tally
            self.step = Step.CHECK if tally is None else Step.RESULT
            self.version += 1
        if tally is not None:
            await in_thread(self._folder.clear)

    async def undo(self, import_id: int) -> Undone | None:
        """Undo an import, this one or an earlier one; returns what it came to, None where it was refused."""
        undone = await self._work(Phase.UNDOING, lambda _task: self.jobs.undo(import_id))
        if undone is not None and self.tally is not None and self.tally.import_id == import_id:
            self.undone = undone
            self.version += 1
        return undone

    def stop(self) -> None:
        """End what is running, without leftovers."""
        if self.task is not None:
            self.task.stop()
            self.version += 1

    async def start_over(self) -> None:
        """Forget everything and begin at the first step."""
        if self.task is None:
            self._reset()
            await in_thread(self._folder.clear)

    async def _work(self, phase: Phase, work: Callable[[Task], T]) -> T | None:
        """Run one thing at a time in a thread; None where it was refused, stopped or failed."""
        if self.task is not None:
            return None
        task = self.task = Task(phase)
        self.refusal, self.failed = None, False
        self.version += 1
        try:
            return await in_long_thread(work, task)
        except Refusal as refusal:
            self.refusal = refusal
        except Exception:
            self.failed = True
            raise
        finally:
            self.task = None
            self.version += 1
        return None

    def new_upload(self, name: str) -> Upload:
        """Return where to write a file that is being uploaded."""
        return Upload(self._folder.new_file(), name)


_COUNTED: Final = {
    Outcome.CREATED: 'created',
    Outcome.UPDATED: 'updated',
    Outcome.SKIPPED: 'skipped',
    Outcome.FAILED: 'failed',
}
_wizards: Final[dict[tuple[str, int], ImportWizard]] = {}


def wizard_of(desk: Desk, jobs: ImportJobs) -> ImportWizard:
    """Return the wizard of the member at this desk, as he left it; from now on it works by these jobs."""
    key = (desk.database.origin, desk.actor.member_id)
    found = _wizards.get(key)
    if found is None:
        found = _wizards[key] = ImportWizard(UploadFolder(desk.data_dir, desk.actor.member_id), jobs)
    found.jobs = jobs
    return found


def stop_all() -> None:
    """Ask everything that is running to end; for the end of the program."""
    for wizard in _wizards.values():
        wizard.stop()
