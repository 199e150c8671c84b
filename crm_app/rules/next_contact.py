"""When to get in touch again: the usual answers."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Soon(StrEnum):
    """The chips of the follow-up form."""

    TOMORROW = 'tomorrow'
    THREE_DAYS = 'three_days'
    NEXT_MONDAY = 'next_monday'
    ONE_WEEK = 'one_week'


def day_of(soon: Soon, today: date) -> date:
    """Return the day that a chip means; next Monday is never today."""
    if soon is Soon.NEXT_MONDAY:
        return today + timedelta(days=7 - today.weekday())
    return today + timedelta(days={Soon.TOMORROW: 1, Soon.THREE_DAYS: 3}.get(soon, 7))
