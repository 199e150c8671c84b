"""The one way of a file through an import: read a batch, judge it, keep what went wrong. Dry runs go it too."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, Protocol

from crm_app.actions.imports.judging import Memory, ReadRow, Verdict, with_keys
from crm_app.actions.imports.report import Counts, Problems, Progress, Report
from crm_app.actions.imports.retrying import LostRace, SceneChanged
from crm_app.actions.imports.surroundings import Scene, scene_of
from crm_app.data.database import Database
from crm_app.data.spreadsheets.reading import Workbook
from crm_app.rules.checking import UnknownOption
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import NewOptionNotPermitted, Outcome, ProblemRow
from crm_app.rules.members import Actor
from crm_app.rules.refusals import Refusal
from crm_app.rules.spreadsheets import Cell
from crm_app.rules.texts import clean_text

BATCH: Final = 1000
"""Rows a transaction: other people's saves wait at most for one."""
_ATTEMPTS: Final = 50
_MOST_OPTIONS: Final = 500

OnProgress = Callable[[Progress], None]
IsCancelled = Callable[[], bool]


class ImportCancelled(Refusal):
    """The person stopped the import."""

    message = 'The import was cancelled. Nothing of it was kept.'


class ImportOvertaken(Refusal):
    """Others changed the same customers or settings again and again."""

    message = 'Too many other changes happened at the same time. Please try again.'


class Handler(Protocol):
    """What is done with the rows of a batch: judged only, or judged and written."""

    def __call__(self, scene: Scene, memory: Memory, rows: Sequence[ReadRow]) -> tuple[list[Verdict], Memory]:
        """Return a verdict for each row, and what the batch claims."""
        ...


class Pipeline:
    """Runs the rows of one sheet through a handler and keeps the score."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        plan: ImportPlan,
        *,
        progress: OnProgress = lambda _: None,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        """Read the scene; raises ``NotPermitted`` where the actor may not import."""
        self._database = database
        self._actor = actor
        self._plan = plan
        self._progress = progress
        self._cancelled = cancelled
        self._memory = Memory()
        self._unknown: dict[int, dict[str, None]] = {}
        self._started = time.monotonic()
        self.counts = Counts()
        self.problems = Problems()
        self.scene = self._look()

    def refresh(self) -> None:
        """Look at fields, options and rights anew."""
        self.scene = self._look()

    def run(self, workbook: Workbook, handle: Handler) -> None:
        """Take all rows; raises ``ImportCancelled``, or whatever refuses the file."""
        total = workbook.row_count(self._plan.sheet)
        rows = workbook.rows(self._plan.sheet, after=self._plan.header_row)
        self._progress(Progress(self._plan.header_row, total))
        while batch := list(islice(rows, BATCH)):
            self._take(batch, handle)
            self._progress(Progress(batch[-1][0], total))
            if self._cancelled():
                raise ImportCancelled

    def report(self, import_id: int | None) -> Report:
        """Return what it came to."""
        by_outcome = self.counts.by_outcome
        headings = self._plan.headings
        return Report(
            rows=self.counts.rows,
            created=by_outcome[Outcome.CREATED],
            updated=by_outcome[Outcome.UPDATED],
            skipped=by_outcome[Outcome.SKIPPED],
            failed=by_outcome[Outcome.FAILED],
            seconds=round(time.monotonic() - self._started, 3),
            import_id=import_id,
            headings=headings,
            ignored=tuple(headings[place] for place in self.scene.ignored if headings[place]),
            problems=self.problems,
            unknown_options={field_id: tuple(names) for field_id, names in self._unknown.items()},
        )

    def _look(self) -> Scene:
        with self._database.reading() as session:
            return scene_of(session, self._actor, self._plan)

    def _take(self, batch: Sequence[tuple[int, list[Cell]]], handle: Handler) -> None:
        for _ in range(_ATTEMPTS):
            try:
                rows = [row for number, cells in batch if (row := self.scene.reader.read(number, cells))]
                verdicts, claims = handle(self.scene, self._memory, with_keys(self.scene, rows))
            except LostRace:
                continue
            except SceneChanged:
                self.refresh()
                continue
            self._memory.merge(claims)
            self._keep(verdicts)
            return
        raise ImportOvertaken

    def _keep(self, verdicts: Sequence[Verdict]) -> None:
        for verdict in verdicts:
            self.counts.add(verdict.outcome)
            if verdict.outcome in (Outcome.SKIPPED, Outcome.FAILED):
                row = verdict.row
                self.problems.add(ProblemRow(row.number, verdict.outcome, tuple(verdict.problems), tuple(row.cells)))
                self._note_unknown_options(verdict)

    def _note_unknown_options(self, verdict: Verdict) -> None:
        for problem in verdict.problems:
            if isinstance(problem.refusal, UnknownOption | NewOptionNotPermitted) and problem.column is not None:
                field_id = self._plan.columns[problem.column].field_id or 0
                names = self._unknown.setdefault(field_id, {})
                if len(names) < _MOST_OPTIONS:
                    names[clean_text(verdict.row.cells[problem.column])] = None
