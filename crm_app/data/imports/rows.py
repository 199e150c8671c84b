"""New customers by the thousand: rows, contacts, history and search index in a few statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from crm_app.data import search
from crm_app.data.catalog import Catalog
from crm_app.data.database import Occasion, occasion_of
from crm_app.data.display import text_of
from crm_app.data.imports.bulk import insert_rows, moment
from crm_app.data.imports.keys import add_hints, take_keys
from crm_app.data.models.base import now
from crm_app.data.models.customer import Customer
from crm_app.data.uniqueness import Keys
from crm_app.rules.fields import Entity, FieldKind

_AS_STORED: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.DATE, FieldKind.EMAIL, FieldKind.WEB})
_CUSTOMERS: Final = (
    *('id', 'kind', 'name', 'name_pinyin', 'owner_id', 'created_at', 'created_by', 'updated_at', 'import_id', 'demo'),
)
_CONTACTS: Final = ('customer_id', 'name', 'is_primary', 'position')
_REVISIONS: Final = (
    *('entity_kind', 'entity_id', 'action', 'at', 'member_id', 'route', 'because', 'import_id', 'changes'),
)


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


def create_rows(
    session: Session,
    catalog: Catalog,
    rows: Sequence[NewRow],
    *,
    member_id: int,
    created_at: datetime | None = None,
    demo: bool = False,
) -> list[int] | None:
    """Insert customers with all that hangs on them; returns their ids in order.

    None where somebody else took one of the keys meanwhile: then roll back and look again.
    """
    if not rows:
        return []
    ids = reserve_ids(session, len(rows))
    pairs = list(zip(ids, rows, strict=True))
    connection = session.connection()
    occasion = occasion_of(session)
    at = moment(connection, created_at or now())
    slots = sorted({slot for row in rows for slot in row.values} - {'name'})
    customers = (
        (
            *(ident, row.kind, row.values['name'], row.name_pinyin, row.owner_id),
            *(at, member_id, at, occasion.import_id, demo),
            *map(row.values.get, slots),
        )
        for ident, row in pairs
    )
    insert_rows(connection, 'customer', (*_CUSTOMERS, *slots), customers)
    if not take_keys(session, [(ident, key) for ident, row in pairs for key in row.keys.blocking]):
        return None
    add_hints(session, ((ident, hint) for ident, row in pairs for hint in row.keys.hints))
    contacts = ((ident, name, True, 0) for ident, row in pairs if (name := row.values.get('contact_name')))
    insert_rows(connection, 'contact', _CONTACTS, contacts)
    telling = Telling(catalog)
    what = (Entity.CUSTOMER.value, 'create', at, occasion)
    insert_rows(connection, 'revision', _REVISIONS, (_revision(telling, *what, ident, row) for ident, row in pairs))
    search.add(session, ((ident, row.texts) for ident, row in pairs))
    return ids


def reserve_ids(session: Session, count: int) -> list[int]:
    """Return fresh ids of customers; on SQLite they are free as long as this transaction holds the write lock."""
    connection = session.connection()
    if connection.dialect.name == 'postgresql':
        query = text("SELECT nextval(pg_get_serial_sequence('customer', 'id')) FROM generate_series(1, :count)")
        return list(connection.scalars(query, {'count': count}))
    first = (connection.scalar(select(func.max(Customer.id))) or 0) + 1
    return list(range(first, first + count))


class Telling:
    """Writes the first revision of customers, as ``data/history.py`` does for single ones."""

    def __init__(self, catalog: Catalog) -> None:
        """Prepare the fields: most values read as they are stored."""
        self._catalog = catalog
        self._slots: dict[str, tuple[int | str, Callable[[Any], str] | None]] = {}

    def changes(self, row: NewRow) -> str:
        """Return the changes as JSON."""
        owner = self._catalog.member_names.get(row.owner_id, '')
        told: list[list[Any]] = [['kind', None, row.kind], ['owner_id', None, row.owner_id, '', owner]]
        for slot, raw in row.values.items():
            name, show = self._slots.get(slot) or self._slot(slot)
            if show is None or (shown := show(raw)) == raw:
                told.append([name, None, raw])
            else:
                told.append([name, None, raw, '', shown])
        return json.dumps(told, separators=(',', ':'), ensure_ascii=False)

    def _slot(self, slot: str) -> tuple[int | str, Callable[[Any], str] | None]:
        field = self._catalog.field_at(Entity.CUSTOMER, slot)
        show: Callable[[Any], str] | None = None
        if field and field.kind not in _AS_STORED:
            show = partial(text_of, self._catalog, field, slot)
            show = lru_cache(10_000)(show) if field.kind.has_options else show
        self._slots[slot] = found = (field.id if field else slot, show)
        return found


def _revision(
    telling: Telling, entity: str, action: str, at: Any, occasion: Occasion, ident: int, row: NewRow
) -> tuple[Any, ...]:
    return (
        *(entity, ident, action, at, occasion.member_id, occasion.route.value, occasion.because, occasion.import_id),
        telling.changes(row),
    )
