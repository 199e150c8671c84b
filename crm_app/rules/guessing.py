"""How failed log-ins slow down further ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

MEMORY: Final = timedelta(minutes=30)
"""Failures older than this are forgotten."""

FREE_PER_ACCOUNT: Final = 5
FREE_PER_ADDRESS: Final = 20
_LONGEST_WAIT: Final = 900


def seconds_to_wait(failures: Sequence[datetime], free: int, now: datetime) -> int:
    """Return for how many seconds the next try is not even looked at; 0 = now.

    The first ``free`` failures cost nothing; from then on each doubles the pause after it, up to a quarter of an hour.
    """
    recent = [at for at in failures if now - at < MEMORY]
    if len(recent) < free:
        return 0
    pause = min(2 ** min(len(recent) - free, 20) * 2, _LONGEST_WAIT)
    left = (max(recent) + timedelta(seconds=pause) - now).total_seconds()
    return max(math.ceil(left), 0)
