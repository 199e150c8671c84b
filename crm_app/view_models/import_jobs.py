"""What an import wizard asks the actions to do: the page hands them over, so that both layers stay strangers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import Outcome, ProblemRow
from crm_app.view_models.import_task import Task


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded: where it lies, and what the person calls it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Look:
    """What the program makes of a file."""

    sheets: tuple[str, ...]
    plan: ImportPlan
    samples: tuple[tuple[str, ...], ...]
    """By column: up to three values from below the header, as text."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows, or would become of them."""

    created: int
    updated: int
    skipped: int
    failed: int
    problems: Sequence[ProblemRow] = ()
    """The first skipped and failed rows."""
    problem_count: int = 0
    """How many there are in all."""
    unknown_options: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By field id: values of the file that are not among the options."""
    seconds: float = 0.0
    import_id: int | None = None
    write_errors: Callable[[Path, str], int] | None = None
    """Writes the workbook of all skipped and failed rows to a path, in a language; blocks."""

    @property
    def rows(self) -> int:
        """The rows that are not blank."""
        return self.created + self.updated + self.skipped + self.failed


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo came to. ``kept`` are ids and names of customers that were changed since and stay as they are."""

    removed: int = 0
    restored: int = 0
    kept: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class ImportJobs:
    """The verbs of a wizard; each blocks and runs in a thread. Refusals are raised, also that of a stopped task."""

    look: Callable[[Upload, str | None, int | None], Look]
    """(file, sheet or None for the first with data, header's row or None to find it)."""
    check: Callable[[Upload, ImportPlan, Task], Tally]
    check_row: Callable[[ImportPlan, ProblemRow], tuple[Outcome, ProblemRow | None]]
    """Judge one row again with the plan's corrections; None where it would be taken now."""
    run: Callable[[Upload, ImportPlan, Task], Tally]
    undo: Callable[[int], Undone]
    write_template: Callable[[Path], None]
