"""Help for SQLite's planner, which has no statistics: conditions that leave many rows are told to be likely.

PostgreSQL decides well by itself. See the measurements in ``docs/decisions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from crm_app.data.models.customer import Customer

CAP: Final = 10_001
"""Counting stops here: the list says "10000+"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One condition of a list. ``indexed``: an index answers it, so the planner may start from it."""

    condition: ColumnElement[bool]
    indexed: bool = False


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
    if session.get_bind().dialect.name != 'sqlite' or not indexed or (len(indexed) == 1 and not sorted_by_index):
        return [part.condition for part in parts]
    counts = {id(part): capped(session, [place, part.condition]) for part in indexed}
    best = min(indexed, key=lambda part: counts[id(part)])
    start = None if sorted_by_index and counts[id(best)] >= CAP else best
    return [func.likely(part.condition) if part.indexed and part is not start else part.condition for part in parts]
