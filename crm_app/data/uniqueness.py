"""Keys of customers: which values may not occur twice, who holds them, and what only resembles.

The primary key of ``unique_value`` decides between simultaneous saves; everything else is courtesy.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog
from crm_app.data.models.base import table_of
from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.rules.cities import places_of
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import OnDuplicate
from crm_app.rules.names import loose_name_key
from crm_app.rules.values import keys_of

Key = tuple[int, str]
"""A field's id and a normalised value."""
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one customer: blocking ones, and hints with whether they are loose."""

    blocking: tuple[Key, ...]
    hints: tuple[tuple[int, str, bool], ...]


@cache
def divisions() -> Any:
    """Return the shipped divisions of China (provinces, cities, districts)."""
    return json.loads(files('crm_app.data').joinpath('static/china-divisions.json').read_text('utf-8'))


@cache
def place_names() -> Collection[str]:
    """Return the place names that a loose name key leaves out."""
    return places_of(divisions())


def keys_for(catalog: Catalog, kind: CustomerKind, values: Mapping[str, Any]) -> Keys:
    """Return the keys of a customer whose raw values are given by slot."""
    blocking: list[Key] = []
    hints: list[tuple[int, str, bool]] = []
    for field in catalog.unique_fields:
        raw = values.get(field.slot)
        if raw is None or not field.applies_to.includes(kind):
            continue
        keys = keys_of(field, raw)
        if field.on_duplicate(kind) is OnDuplicate.BLOCK:
            blocking.extend((field.id, key) for key in keys if key)
        else:
            hints.extend((field.id, key, False) for key in keys if key)
    name = catalog.name_field
    loose = loose_name_key(values['name'], place_names())[:_LONGEST] if values.get('name') else ''
    if loose:
        hints.append((name.id, loose, True))
    return Keys(tuple(dict.fromkeys(blocking)), tuple(dict.fromkeys(hints)))


def claim(session: Session, wanted: Sequence[tuple[int, Key]]) -> list[tuple[int, Key]]:
    """Take keys for customers, in a fixed order against deadlocks; returns those that others hold.

    Waits for a simultaneous save of the same key to commit or roll back.
    """
    rows = [
        {'field_id': field_id, 'value': value, 'customer_id': customer_id}
        for customer_id, (field_id, value) in sorted(wanted, key=lambda row: row[1])
    ]
    if not rows:
        return []
    make = postgresql.insert if session.get_bind().dialect.name == 'postgresql' else sqlite.insert
    won: set[Key] = set()
    for start in range(0, len(rows), 2000):
        part = rows[start : start + 2000]
        statement = make(UniqueValue).values(part).on_conflict_do_nothing()
        returned = session.execute(
            statement.returning(UniqueValue.field_id, UniqueValue.value, UniqueValue.customer_id)
        )
        won.update((field_id, value) for field_id, value, _ in returned)
    return [(customer_id, key) for customer_id, key in wanted if key not in won]


def holders(session: Session, keys: Iterable[Key]) -> dict[Key, int]:
    """Return which customers hold blocking keys."""
    wanted = list(dict.fromkeys(keys))
    found: dict[Key, int] = {}
    for start in range(0, len(wanted), 400):
        part = wanted[start : start + 400]
        query = select(UniqueValue.field_id, UniqueValue.value, UniqueValue.customer_id)
        for field_id, value, customer_id in session.execute(
            query.where(tuple_(UniqueValue.field_id, UniqueValue.value).in_(part))
        ):
            found[field_id, value] = customer_id
    return found


def resembling(
    session: Session, hints: Iterable[tuple[int, str, bool]], limit: int = 20
) -> list[tuple[int, bool, int]]:
    """Return ``(field id, loose, customer id)`` of customers with the same hints, at most ``limit``."""
    wanted = list(hints)
    if not wanted:
        return []
    columns = tuple_(DuplicateHint.field_id, DuplicateHint.value, DuplicateHint.loose)
    query = select(DuplicateHint.field_id, DuplicateHint.loose, DuplicateHint.customer_id)
    return [tuple(row) for row in session.execute(query.where(columns.in_(wanted)).limit(limit))]  # type: ignore[misc]


def release(session: Session, customer_ids: Sequence[int]) -> None:
    """Free all keys and hints of customers."""
    session.execute(delete(UniqueValue).where(UniqueValue.customer_id.in_(customer_ids)))
    session.execute(delete(DuplicateHint).where(DuplicateHint.customer_id.in_(customer_ids)))


def add_hints(session: Session, rows: Iterable[tuple[int, tuple[int, str, bool]]]) -> None:
    """Write the hints of customers that have none yet."""
    values = [
        {'field_id': field_id, 'value': value, 'loose': loose, 'customer_id': customer_id}
        for customer_id, (field_id, value, loose) in rows
    ]
    if values:
        session.connection().execute(table_of(DuplicateHint).insert(), values)
