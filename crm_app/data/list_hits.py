"""The few customers that a narrow query leaves, found once: their count and their page need no second search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, any_, bindparam, false, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from crm_app.data.list_hints import CAP, Part, hinted, is_sqlite
from crm_app.data.models.customer import Customer


@dataclass(frozen=True, slots=True)
class Hits:
    """How many customers a query leaves (no further than the cap), and which, where they are fewer than that."""

    count: int
    condition: ColumnElement[bool] | None
    """That a customer is one of them; None where they are too many."""


def worth_finding(parts: Sequence[Part]) -> bool:
    """Whether finding the customers first may save a second search; one condition with an index is quick anyway."""
    return len(parts) > 1 or any(not part.indexed for part in parts)


def hits_of(session: Session, place: ColumnElement[bool], parts: Sequence[Part]) -> Hits:
    """Return what the parts leave; within a reading session the same parts are looked up once."""
    memo: dict[Any, Hits] = session.info.setdefault('list_hits', {})
    key = (str(place), tuple(part.key for part in parts))
    if key not in memo or 'occasion' in session.info:  # a writer's own changes count at once
        memo[key] = _found(session, place, parts)
    return memo[key]


def _found(session: Session, place: ColumnElement[bool], parts: Sequence[Part]) -> Hits:
    conditions = hinted(session, place, parts, sorted_by_index=False)
    ids = select(Customer.id).where(place, *conditions).limit(CAP).subquery()
    sqlite = is_sqlite(session)
    gather = func.json_group_array(ids.c.id) if sqlite else func.array_agg(ids.c.id)
    count, found = session.connection().execute(select(func.count(), gather).select_from(ids)).one()
    if count >= CAP:
        return Hits(count, None)
    if not count:
        return Hits(0, false())
    if sqlite:
        values = func.json_each(found).table_valued('value')
        return Hits(count, Customer.id.in_(select(values.c.value)))
    return Hits(count, Customer.id == any_(bindparam(None, found, ARRAY(BigInteger))))
