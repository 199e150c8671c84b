"""Long work of a wizard as its page sees it: how far it is, how fast, and whether it shall stop."""

from __future__ import annotations

import time
from enum import StrEnum
from threading import Event


class Phase(StrEnum):
    """What is going on."""

    READING = 'reading'
    CHECKING = 'checking'
    IMPORTING = 'importing'
    UNDOING = 'undoing'


class Task:
    """One piece of work in a thread. The thread tells how far it is; pages look now and then.

    Only plain numbers cross between them, so neither waits for the other.
    """

    def __init__(self, phase: Phase) -> None:
        """Begin to count."""
        self.phase = phase
        self.done = 0
        self.total = 0
        """How many rows there are; 0 as long as nobody knows."""
        self._began = time.monotonic()
        self._stop = Event()

    def tell(self, done: int, total: int) -> None:
        """Take the number of rows done so far, and of all; called from the thread."""
        self.done, self.total = done, total

    def stop(self) -> None:
        """Ask the work to end without leftovers."""
        self._stop.set()

    def is_stopping(self) -> bool:
        """Whether the work shall end; asked from the thread."""
        return self._stop.is_set()

    @property
    def fraction(self) -> float | None:
        """How much is done, from 0 to 1; None where the total is not known."""
        return min(self.done / self.total, 1.0) if self.total else None

    @property
    def rows_per_second(self) -> int:
        """The speed since the beginning; 0 in the first moments."""
        seconds = time.monotonic() - self._began
        return round(self.done / seconds) if seconds > 0.5 else 0
