from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.backups import kept_days

DAYS = st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1)))


def test_a_year_of_days_leaves_days_weeks_and_months() -> None:
    last = date(2026, 11, 22)  # a Sunday
    kept = kept_days([last - timedelta(days=back) for back in range(400)])
    assert {last - timedelta(days=back) for back in range(7)} <= kept
    assert {last - timedelta(weeks=back) for back in range(4)} <= kept
    assert {date(2026, 10, 31), date(2026, 9, 30), date(2026, 8, 31), date(2026, 7, 31), date(2026, 6, 30)} <= kept
    assert len(kept) == 7 + 3 + 5


@given(DAYS)
def test_the_newest_always_stays(days: set[date]) -> None:
    kept = kept_days(days)
    assert kept <= days
    assert len(kept) <= 17
    assert set(sorted(days)[-7:]) <= kept


@given(DAYS, st.dates(date(2030, 1, 2), date(2031, 1, 1)))
def test_what_once_went_is_never_missed_later(days: set[date], tomorrow: date) -> None:
    assert kept_days(kept_days(days) | {tomorrow}) == kept_days(days | {tomorrow})
