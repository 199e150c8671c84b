"""Lists sorted by choices or people: one stretch of an index per value, in the order of the values.

Sorting a million customers by the place of an option in the team's order would look at all of them; the few values
that occur are found by jumping through the index, and a page lies in one or two of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crm_app.data.list_hints import capped
from crm_app.data.models.customer import Customer

MOST: Final = 200
"""With more values than this, sorting is as good."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order of a column: its values from first to last; others come before all of these, empty ones before those.

    ``values`` are as the column holds them.
    """

    attribute: Any
    values: Sequence[Any]
    descending: bool


def segments_of(session: Session, ranking: Ranking) -> list[ColumnElement[bool]] | None:
    """Return the conditions of the stretches in the order of the list; None where there are too many values.

    Rows of one stretch are ordered by id alone.
    """
    column = ranking.attribute
    there = _distinct(session, column)
    if len(there) > MOST:
        return None
    ranked = [value for value in ranking.values if value in there]
    strange = sorted(there.difference(ranked))
    found = [column.is_(None)]
    if strange:
        found.append(or_(*(column == value for value in strange)))
    found += [column == value for value in ranked]
    return found[::-1] if ranking.descending else found


def ids_in_segments(
    session: Session,
    segments: Sequence[ColumnElement[bool]],
    conditions: Sequence[ColumnElement[bool]],
    *,
    descending: bool,
    offset: int,
    limit: int,
) -> list[int]:
    """Return the ids of a page; stretches before it are only counted."""
    order = Customer.id.desc() if descending else Customer.id.asc()
    ids: list[int] = []
    for segment in segments:
        if offset:
            passed = capped(session, [*conditions, segment], offset + 1)
            if passed <= offset:
                offset -= passed
                continue
        part = select(Customer.id).where(*conditions, segment).order_by(order).limit(limit - len(ids)).offset(offset)
        ids += session.connection().scalars(part)
        offset = 0
        if len(ids) == limit:
            break
    return ids


def _distinct(session: Session, column: Any) -> set[Any]:
    """Return the values that occur among customers outside the recycle bin, by jumping from one to the next."""
    alive = Customer.deleted_at.is_(None)
    jump = select(func.min(column).label('value')).where(alive).cte('jump', recursive=True)
    following = select(func.min(column)).where(alive, column > jump.c.value).correlate(jump).scalar_subquery()
    jump = jump.union_all(select(following).where(jump.c.value.is_not(None)))
    query = select(jump.c.value).where(jump.c.value.is_not(None)).limit(MOST + 1)
    return set(session.connection().scalars(query))
