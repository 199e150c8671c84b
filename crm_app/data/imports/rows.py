"""New customers by the thousand: rows, contacts, history and search index in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from crm_app.data import search
from crm_app.data.catalog import Catalog
from crm_app.data.database import Occasion, occasion_of
from crm_app.data.display import text_of
from crm_app.data.history import revision_of
from crm_app.data.imports.keys import add_hints, take_keys
from crm_app.data.models.base import now
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.record import Revision
from crm_app.data.uniqueness import Keys
from crm_app.rules.fields import Entity

_CUSTOMERS: Final = cast('Table', Customer.__table__)
_CONTACTS: Final = cast('Table', Contact.__table__)
_REVISIONS: Final = cast('Table', Revision.__table__)


@dataclass(slots=True)
class NewRow:
    """A customer to be created, with everything that could be worked out before the transaction."""

    kind: str
    owner_id: int
    values: dict[str, Any]
    """Raw values by slot."""
    name_pinyin: str
    texts: Sequence[str]
    """By which it is found."""
    keys: Keys


def create_rows(session: Session, catalog: Catalog, rows: Sequence[NewRow], *, member_id: int) -> list[int] | None:
    """Insert customers with all that hangs on them; returns their ids in order.

    None where somebody else took one of the keys meanwhile: then roll back and look again.
    """
    if not rows:
        return []
    ids = reserve_ids(session, len(rows))
    at = now()
    occasion = occasion_of(session)
    connection = session.connection()
    slots = sorted({slot for row in rows for slot in row.values} - {'name'})
    connection.execute(
        insert(_CUSTOMERS), [_customer(ident, row, slots, member_id, occasion, at) for ident, row in _pairs(ids, rows)]
    )
    if not take_keys(session, [(ident, key) for ident, row in _pairs(ids, rows) for key in row.keys.blocking]):
        return None
    add_hints(session, ((ident, hint) for ident, row in _pairs(ids, rows) for hint in row.keys.hints))
    contacts = [
        {'customer_id': ident, 'name': row.values['contact_name'], 'is_primary': True, 'position': 0}
        for ident, row in _pairs(ids, rows)
        if row.values.get('contact_name')
    ]
    if contacts:
        connection.execute(insert(_CONTACTS), contacts)
    connection.execute(insert(_REVISIONS), [_revision(catalog, occasion, i, row, at) for i, row in _pairs(ids, rows)])
    search.add(session, ((ident, row.texts) for ident, row in _pairs(ids, rows)))
    return ids


def reserve_ids(session: Session, count: int) -> list[int]:
    """Return fresh ids of customers; on SQLite they are free as long as this transaction holds the write lock."""
    connection = session.connection()
    if connection.dialect.name == 'postgresql':
        query = text("SELECT nextval(pg_get_serial_sequence('customer', 'id')) FROM generate_series(1, :count)")
        return list(connection.scalars(query, {'count': count}))
    first = (connection.scalar(select(func.max(_CUSTOMERS.c.id))) or 0) + 1
    return list(range(first, first + count))


def _pairs(ids: Sequence[int], rows: Sequence[NewRow]) -> zip[tuple[int, NewRow]]:
    return zip(ids, rows, strict=True)


def _customer(
    ident: int, row: NewRow, slots: Sequence[str], member_id: int, occasion: Occasion, at: datetime
) -> Mapping[str, Any]:
    values = row.values
    return {
        'id': ident,
        'kind': row.kind,
        'name': values['name'],
        'name_pinyin': row.name_pinyin,
        'owner_id': row.owner_id,
        'created_at': at,
        'created_by': member_id,
        'updated_at': at,
        'import_id': occasion.import_id,
        'demo': False,
        **{slot: values.get(slot) for slot in slots},
    }


def _revision(catalog: Catalog, occasion: Occasion, ident: int, row: NewRow, at: datetime) -> dict[str, Any]:
    changes: list[list[Any]] = [
        ['kind', None, row.kind],
        ['owner_id', None, row.owner_id, '', catalog.member_names.get(row.owner_id, '')],
    ]
    for slot, raw in row.values.items():
        field = catalog.field_at(Entity.CUSTOMER, slot)
        shown = text_of(catalog, field, slot, raw)
        name: int | str = field.id if field else slot
        changes.append([name, None, raw] if shown == raw else [name, None, raw, '', shown])
    return revision_of(occasion, Entity.CUSTOMER.value, ident, 'create', changes, at)
