"""What an import came to, or would come to: counts, and every row that was not taken."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from crm_app.data.spreadsheets.template import ErrorRow, write_error_workbook
from crm_app.rules.import_problems import Outcome, ProblemRow
from crm_app.rules.refusals import Refusal

SHOWN: Final = 1000
"""Problem rows that a report keeps in memory; the error workbook has all of them."""

Say = Callable[[Refusal], str]
"""Turns a refusal into a sentence of the reader's language."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: ``done`` of ``total`` rows of the sheet (blank ones and the header included)."""

    done: int
    total: int


class Problems:
    """All problem rows of one import, the first in memory, all of them in a file without a name."""

    def __init__(self) -> None:
        """Start with none."""
        self.first: list[ProblemRow] = []
        self.count = 0
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the report
        self.close = weakref.finalize(self, self._file.close)
        """Frees the file; the workbook cannot be written afterwards."""

    def add(self, row: ProblemRow) -> None:
        """Keep one more."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(row)
        entries = [(problem.column, type(problem.refusal), problem.refusal.params) for problem in row.problems]
        pickle.dump((row.number, row.outcome, entries, row.cells), self._file, pickle.HIGHEST_PROTOCOL)

    def write_workbook(self, path: Path, headings: tuple[str, ...], say: Say, *, row: str, problem: str) -> int:
        """Write the error workbook; see ``Report.write_errors``."""
        return write_error_workbook(path, headings, self._rows(say), row_heading=row, problem_heading=problem)

    def _rows(self, say: Say) -> Iterator[ErrorRow]:
        self._file.seek(0)
        for _ in range(self.count):
            number, _, entries, cells = pickle.load(self._file)  # noqa: S301 - written by this very object
            sentences, columns = [], set()
            for column, kind, params in entries:
                refusal = kind.__new__(kind)
                refusal.params = params
                sentences.append(say(refusal))
                if column is not None:
                    columns.add(column)
            yield ErrorRow(number, cells, list(dict.fromkeys(sentences)), columns)
        self._file.seek(0, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of ``check`` or ``run_import``. ``rows`` = created + updated + skipped + failed."""

    rows: int
    created: int
    updated: int
    skipped: int
    failed: int
    seconds: float
    import_id: int | None
    """None for a dry run."""
    headings: tuple[str, ...]
    ignored: tuple[str, ...]
    """Headings of the columns that were not taken; columns without a heading are left out."""
    problems: Problems
    unknown_options: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By field id: dropdown values of the file that are not among the options, to be mapped, added or corrected."""

    @property
    def problem_rows(self) -> list[ProblemRow]:
        """The first 1,000 skipped and failed rows; ``problems.count`` says how many there are."""
        return self.problems.first

    def write_errors(self, path: Path, say: Say, *, row: str = '行号', problem: str = '问题') -> int:
        """Write the skipped and failed rows as they were, bad cells marked, with their numbers and reasons.

        The workbook can be corrected and imported. Returns the number of rows.
        """
        return self.problems.write_workbook(path, self.headings, say, row=row, problem=problem)


@dataclass(slots=True)
class Counts:
    """Rows so far, by what became of them."""

    rows: int = 0
    by_outcome: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))

    def add(self, outcome: Outcome) -> None:
        """Count one row."""
        self.rows += 1
        self.by_outcome[outcome] += 1

    def as_dict(self) -> dict[str, int]:
        """Return all counts by name."""
        return {'rows': self.rows, **{outcome.value: count for outcome, count in self.by_outcome.items()}}
