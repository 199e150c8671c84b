"""Help for SQLite's planner, which has no statistics: conditions that leave many rows are told to be likely.

PostgreSQL decides well by itself. See the measurements in ``docs/decisions``.
"""

from __future__ import annotations

import time
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from crm_app.data.database import database_of
from crm_app.data.models.customer import Customer

CAP: Final = 10_001
"""Counting stops here: the list says "10000+"."""
_SHARE: Final = 6
"""An index that leaves more than one row in so many is a worse start than the table itself."""
_SECONDS: Final = 60
"""How long a probe is believed: it decides only how fast the answer comes, never what it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a list. ``indexed``: an index answers it, so the planner may start from it.

    ``key`` stands for the condition where it is compared with others. ``walked`` is the same condition in the form for
    rows that are read in the order of the list.
    """

    condition: ColumnElement[bool]
    key: Hashable
    indexed: bool = False
    walked: ColumnElement[bool] | None = None


def capped(session: Session, conditions: Sequence[ColumnElement[bool]], cap: int = CAP) -> int:
    """Return how many customers meet the conditions, counting no further than ``cap``."""
    rows = select(literal_column('1')).select_from(Customer).where(*conditions).limit(cap).subquery()
    return session.connection().scalar(select(func.count()).select_from(rows)) or 0


def hinted(
    session: Session, place: ColumnElement[bool], parts: Sequence[Part], *, sorted_by_index: bool
) -> list[ColumnElement[bool]]:
    """Return the conditions with hints: the planner starts from the most selective index, or walks the sort's.

    ``place`` (not in the recycle bin) is what the indexes are limited to. ``sorted_by_index``: an index has the order
    of the list; then even the most selective condition is a bad start when it leaves many rows.
    """
    indexed = [part for part in parts if part.indexed]
    if not is_sqlite(session) or not indexed or (len(parts) == 1 and not sorted_by_index):
        return [_form(part, walks=sorted_by_index) for part in parts]
    most = CAP if sorted_by_index else max(CAP, _highest_id(session) // _SHARE)
    by_indexes = len(indexed) == len(parts) and not sorted_by_index
    counts = {id(part): _probed(session, place, part, most) for part in indexed}
    best = min(indexed, key=lambda part: counts[id(part)])
    start = None if counts[id(best)] >= most and not by_indexes else best
    walks = sorted_by_index and start is None
    return [
        func.likely(part.condition) if part.indexed and part is not start else _form(part, walks=walks)
        for part in parts
    ]


def is_sqlite(session: Session) -> bool:
    """Whether this session's database is SQLite."""
    return session.get_bind().dialect.name == 'sqlite'


def _form(part: Part, *, walks: bool) -> ColumnElement[bool]:
    return part.walked if walks and part.walked is not None else part.condition


def _highest_id(session: Session) -> int:
    return session.connection().scalar(select(func.max(Customer.id))) or 0


def _probed(session: Session, place: ColumnElement[bool], part: Part, most: int) -> int:
    """Return how many rows an indexed condition leaves, not counting beyond ``most``."""
    cache = database_of(session).cache
    minute = int(time.monotonic() // _SECONDS)
    held = cache.get('list_probes')
    known: dict[Hashable, int] = held[1] if held and held[0] == minute and isinstance(held[1], dict) else {}
    key = (part.key, most)
    if key not in known:
        cache['list_probes'] = (minute, known)
        known[key] = capped(session, [place, part.condition], most)
    return known[key]
