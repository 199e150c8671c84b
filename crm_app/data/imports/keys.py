"""Unique keys by the thousand: who holds them, and taking them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm_app.data.imports.bulk import insert_rows
from crm_app.data.models.duplicate import UniqueValue
from crm_app.data.uniqueness import Key

_PART: Final = 1000
_TAKE: Final = text(
    'INSERT INTO unique_value (field_id, value, customer_id) '
    'SELECT * FROM unnest(CAST(:fields AS integer[]), CAST(:values AS text[]), CAST(:customers AS bigint[])) '
    'ON CONFLICT DO NOTHING'
)


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
            query = select(UniqueValue.value, UniqueValue.customer_id).where(
                UniqueValue.field_id == field_id, UniqueValue.value.in_(wanted[start : start + _PART])
            )
            found.update({(field_id, value): customer_id for value, customer_id in connection.execute(query)})
    return found


def take_keys(session: Session, wanted: Sequence[tuple[int, Key]]) -> bool:
    """Take blocking keys for new customers, in a fixed order against deadlocks.

    Returns whether all could be had; if not, the transaction must be rolled back and tried again: by then whoever was
    faster is visible. Waits for simultaneous saves of the same key.
    """
    rows = sorted((field_id, value, customer_id) for customer_id, (field_id, value) in wanted)
    connection = session.connection()
    if connection.dialect.name != 'postgresql':
        insert_rows(connection, 'unique_value', ('field_id', 'value', 'customer_id'), rows)
        return True  # under the write lock nobody can be faster
    fields, values, customers = zip(*rows, strict=True) if rows else ((), (), ())
    taken = connection.execute(_TAKE, {'fields': list(fields), 'values': list(values), 'customers': list(customers)})
    return taken.rowcount == len(rows)


def add_hints(session: Session, rows: Iterable[tuple[int, tuple[int, str, bool]]]) -> None:
    """Write the hints of new customers."""
    columns = ('field_id', 'value', 'loose', 'customer_id')
    hints = sorted((field_id, value, loose, customer_id) for customer_id, (field_id, value, loose) in rows)
    insert_rows(session.connection(), 'duplicate_hint', columns, hints)
