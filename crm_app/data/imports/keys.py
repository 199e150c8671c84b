"""Unique keys by the thousand: who holds them, and taking them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.data.uniqueness import Key

_KEYS: Final = cast('Table', UniqueValue.__table__)
_HINTS: Final = cast('Table', DuplicateHint.__table__)
_PART: Final = 1000


def holders_of(session: Session, keys: Iterable[Key]) -> dict[Key, int]:
    """Return which customers (not in the recycle bin) hold blocking keys."""
    by_field: dict[int, set[str]] = {}
    for field_id, value in keys:
        by_field.setdefault(field_id, set()).add(value)
    connection = session.connection()
    found: dict[Key, int] = {}
    for field_id, values in by_field.items():
        wanted = sorted(values)
        for start in range(0, len(wanted), _PART):
            rows = connection.execute(
                select(_KEYS.c.value, _KEYS.c.customer_id).where(
                    _KEYS.c.field_id == field_id, _KEYS.c.value.in_(wanted[start : start + _PART])
                )
            )
            found.update({(field_id, value): customer_id for value, customer_id in rows})
    return found


def take_keys(session: Session, wanted: Sequence[tuple[int, Key]]) -> bool:
    """Take blocking keys for new customers, in a fixed order against deadlocks.

    Returns whether all could be had; if not, the transaction must be rolled back and tried again: by then whoever was
    faster is visible. Waits for simultaneous saves of the same key.
    """
    rows = [
        {'field_id': field_id, 'value': value, 'customer_id': customer_id}
        for customer_id, (field_id, value) in sorted(wanted, key=lambda row: row[1])
    ]
    if not rows:
        return True
    connection = session.connection()
    if connection.dialect.name != 'postgresql':
        connection.execute(insert(_KEYS), rows)  # under the write lock nobody can be faster
        return True
    taken = connection.execute(postgresql.insert(_KEYS).on_conflict_do_nothing(), rows)
    return taken.rowcount == len(rows)


def add_hints(session: Session, rows: Iterable[tuple[int, tuple[int, str, bool]]]) -> None:
    """Write the hints of new customers."""
    values = [
        {'field_id': field_id, 'value': value, 'loose': loose, 'customer_id': customer_id}
        for customer_id, (field_id, value, loose) in rows
    ]
    if values:
        session.connection().execute(insert(_HINTS), values)
