from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.guessing import FREE_PER_ACCOUNT, MEMORY, seconds_to_wait

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)


def failures(count: int, ago: float = 0) -> list[datetime]:
    return [NOW - timedelta(seconds=ago)] * count


def test_the_first_failures_cost_nothing() -> None:
    assert seconds_to_wait(failures(FREE_PER_ACCOUNT - 1), FREE_PER_ACCOUNT, NOW) == 0


def test_each_further_failure_doubles_the_pause() -> None:
    waits = [seconds_to_wait(failures(FREE_PER_ACCOUNT + more), FREE_PER_ACCOUNT, NOW) for more in range(4)]
    assert waits == [2, 4, 8, 16]


def test_the_pause_ends() -> None:
    assert seconds_to_wait(failures(FREE_PER_ACCOUNT, ago=1.5), FREE_PER_ACCOUNT, NOW) == 1
    assert seconds_to_wait(failures(FREE_PER_ACCOUNT, ago=2), FREE_PER_ACCOUNT, NOW) == 0


def test_old_failures_are_forgotten() -> None:
    assert seconds_to_wait(failures(100, ago=MEMORY.total_seconds()), FREE_PER_ACCOUNT, NOW) == 0


@given(st.lists(st.floats(0, 4000), max_size=200))
def test_nobody_waits_longer_than_a_quarter_of_an_hour(ago: list[float]) -> None:
    found = seconds_to_wait([NOW - timedelta(seconds=one) for one in ago], FREE_PER_ACCOUNT, NOW)
    assert 0 <= found <= 900
