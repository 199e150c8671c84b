"""首页: who is due for whom, as list queries; the number on a badge and the list behind it are one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from crm_app.rules.list_query import Filter, ListQuery, Operator

UPCOMING_DAYS: Final = 7
_MOMENT: Final = timedelta(microseconds=1)


class Inbox(StrEnum):
    """The lists of the home page."""

    TODAY = 'today'
    OVERDUE = 'overdue'
    UPCOMING = 'upcoming'


@dataclass(frozen=True, slots=True)
class Days:
    """Today as the office counts it, as moments."""

    start: datetime
    end: datetime
    last: datetime
    """The end of the last upcoming day."""


def days_around(now: datetime, zone: tzinfo) -> Days:
    """Return the bounds of today and of the upcoming days in a time zone; ``now`` is an aware moment."""
    today = now.astimezone(zone).date()

    def midnight(days: int) -> datetime:
        return datetime.combine(today + timedelta(days=days), time(), zone).astimezone(UTC)

    return Days(midnight(0), midnight(1), midnight(1 + UPCOMING_DAYS))


def inbox_query(inbox: Inbox, now: datetime, zone: tzinfo, *, team: bool = False) -> ListQuery:
    """Return the query of one list: next contact earlier today or later today, before today, or in the next 7 days.

    ``team`` = of everybody whose customers one may see, instead of one's own.
    """
    days = days_around(now, zone)
    match inbox:
        case Inbox.TODAY:
            due = _between(days.start, days.end)
        case Inbox.OVERDUE:
            due = Filter('next_follow_up_at', Operator.AT_MOST, ((days.start - _MOMENT).isoformat(),))
        case Inbox.UPCOMING:
            due = _between(days.end, days.last)
    mine = () if team else (Filter('owner', Operator.IS, ('me',)),)
    return ListQuery(filters=(due, *mine), sort='next_follow_up_at', descending=False)


def _between(start: datetime, end: datetime) -> Filter:
    return Filter('next_follow_up_at', Operator.BETWEEN, (start.isoformat(), (end - _MOMENT).isoformat()))
