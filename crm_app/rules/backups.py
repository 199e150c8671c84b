"""Which backups are kept: the last days, some weeks, some months."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from datetime import date
from typing import Final

DAYS: Final = 7
WEEKS: Final = 4
MONTHS: Final = 6


def kept_days(days: Collection[date]) -> frozenset[date]:
    """Return which daily backups stay: the newest 7, and the newest of each of the last 4 weeks and 6 months.

    Counted over the backups there are, not over the calendar: an office that was closed for a year loses nothing.
    """
    newest_first = sorted(set(days), reverse=True)
    kept = set(newest_first[:DAYS])
    kept.update(_newest_of_each(newest_first, lambda day: day.isocalendar()[:2], WEEKS))
    kept.update(_newest_of_each(newest_first, lambda day: (day.year, day.month), MONTHS))
    return frozenset(kept)


def _newest_of_each(newest_first: Collection[date], period: Callable[[date], Hashable], count: int) -> list[date]:
    found: dict[Hashable, date] = {}
    for day in newest_first:
        found.setdefault(period(day), day)
    return list(found.values())[:count]
