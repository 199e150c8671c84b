from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_app.rules.inbox import Inbox, days_around, inbox_query

SHANGHAI = ZoneInfo('Asia/Shanghai')
NOW = datetime(2025, 3, 5, 17, 30, tzinfo=UTC)  # half past one at night of the 6th in Shanghai


def bounds(inbox: Inbox) -> tuple[str, ...]:
    return tuple(str(value) for value in inbox_query(inbox, NOW, SHANGHAI).filters[0].values)


def test_today_is_the_day_of_the_office_and_not_of_utc() -> None:
    days = days_around(NOW, SHANGHAI)
    assert days.start == datetime(2025, 3, 6, tzinfo=SHANGHAI)
    assert days.end == datetime(2025, 3, 7, tzinfo=SHANGHAI)


def test_every_moment_is_in_one_list_only() -> None:
    first, last = bounds(Inbox.TODAY)
    assert bounds(Inbox.OVERDUE) < (first,)
    assert bounds(Inbox.UPCOMING)[0] > last
    assert (datetime.fromisoformat(first) - datetime.fromisoformat(bounds(Inbox.OVERDUE)[0])).total_seconds() < 0.001
    assert (datetime.fromisoformat(bounds(Inbox.UPCOMING)[0]) - datetime.fromisoformat(last)).total_seconds() < 0.001


def test_upcoming_are_seven_days() -> None:
    first, last = map(datetime.fromisoformat, bounds(Inbox.UPCOMING))
    assert round((last - first).total_seconds() / 86400) == 7


def test_a_day_of_25_hours_is_one_day() -> None:
    berlin = ZoneInfo('Europe/Berlin')
    days = days_around(datetime(2025, 10, 26, 10, tzinfo=UTC), berlin)
    assert (days.end - days.start).total_seconds() == 25 * 3600


@pytest.mark.parametrize('inbox', Inbox)
def test_mine_asks_for_the_owner_and_the_team_does_not(inbox: Inbox) -> None:
    assert [f.column for f in inbox_query(inbox, NOW, SHANGHAI).filters] == ['next_follow_up_at', 'owner']
    assert [f.column for f in inbox_query(inbox, NOW, SHANGHAI, team=True).filters] == ['next_follow_up_at']
