"""Live customers by the thousand, with all that hangs on them, as plain rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog
from crm_app.data.customer_rows import search_texts, with_contacts
from crm_app.data.models.customer import Contact, Customer, FollowUp
from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.data.models.record import Revision
from crm_app.data.search import DOCUMENT
from crm_app.data.uniqueness import Keys, keys_for
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.search_text import document_of

BATCH: Final = 2000
_CUSTOMERS: Final = Customer.__table__


@dataclass
class Batch:
    """Some live customers in the order of their ids; everything else is read when a check first asks for it."""

    session: Session
    catalog: Catalog
    rows: Sequence[dict[str, Any]]
    _first: int = field(init=False)
    _last: int = field(init=False)

    def __post_init__(self) -> None:
        """Note the range of ids."""
        self._first, self._last = self.rows[0]['id'], self.rows[-1]['id']

    @cached_property
    def expected_keys(self) -> dict[int, Keys]:
        """What the customers' values give as keys."""
        return {row['id']: keys_for(self.catalog, CustomerKind(row['kind']), row) for row in self.rows}

    @cached_property
    def blocking_keys(self) -> dict[int, set[tuple[int, str]]]:
        """The blocking keys that are stored, by customer."""
        found: dict[int, set[tuple[int, str]]] = {}
        columns = select(UniqueValue.customer_id, UniqueValue.field_id, UniqueValue.value)
        for ident, field_id, value in self._ranged(columns, UniqueValue.customer_id):
            found.setdefault(ident, set()).add((field_id, value))
        return found

    @cached_property
    def hints(self) -> dict[int, set[tuple[int, str, bool]]]:
        """The warning keys that are stored, by customer."""
        hint = DuplicateHint
        found: dict[int, set[tuple[int, str, bool]]] = {}
        columns = select(hint.customer_id, hint.field_id, hint.value, hint.loose)
        for ident, field_id, value, loose in self._ranged(columns, hint.customer_id):
            found.setdefault(ident, set()).add((field_id, value, bool(loose)))
        return found

    @cached_property
    def contacts(self) -> dict[int, list[Row[Any]]]:
        """The contacts, by customer."""
        found: dict[int, list[Row[Any]]] = {}
        table = Contact.__table__.c
        columns = select(table.customer_id, table.id, table.name, table.is_primary, table.t01, table.t02)
        for row in self._ranged(columns.order_by(table.customer_id, table.position, table.id), table.customer_id):
            found.setdefault(row.customer_id, []).append(row)
        return found

    @cached_property
    def documents(self) -> dict[int, str]:
        """The search documents that are stored, by customer."""
        return dict(self._pairs(select(DOCUMENT.c.id, DOCUMENT.c.doc), DOCUMENT.c.id))

    @cached_property
    def expected_documents(self) -> dict[int, str]:
        """What the customers' values and contacts give as search documents."""
        return {
            row['id']: document_of(
                with_contacts(
                    search_texts(self.catalog, row),
                    [(one.name, one.t01, one.t02) for one in self.contacts.get(row['id'], ())],
                )
            )
            for row in self.rows
        }

    @cached_property
    def newest_follow_ups(self) -> dict[int, datetime]:
        """The time of the newest follow-up, by customer."""
        columns = select(FollowUp.customer_id, func.max(FollowUp.at)).group_by(FollowUp.customer_id)
        return dict(self._pairs(columns, FollowUp.customer_id))

    @cached_property
    def told(self) -> dict[int, dict[int | str, Any]]:
        """What the history says of each customer now: the newest value by field id or attribute."""
        found: dict[int, dict[int | str, Any]] = {}
        query = select(Revision.entity_id, Revision.changes).where(Revision.entity_kind == Entity.CUSTOMER.value)
        for ident, changes in self._ranged(query.order_by(Revision.entity_id, Revision.id), Revision.entity_id):
            values = found.setdefault(ident, {})
            for change in changes:
                values[change[0]] = change[2]
        return found

    def _pairs(self, query: Any, column: Any) -> list[tuple[int, Any]]:
        return [(ident, value) for ident, value in self._ranged(query, column)]

    def _ranged(self, query: Any, column: Any) -> Any:
        return self.session.execute(query.where(column.between(self._first, self._last)))


def live_batches(session: Session, catalog: Catalog) -> Iterator[Batch]:
    """Yield all customers that are not in the recycle bin."""
    slots = {found.slot for found in catalog.customer_fields}
    named = ('id', 'kind', 'name', 'name_pinyin', 'contact_name', 'owner_id', 'next_follow_up_at', 'last_follow_up_at')
    columns = [_CUSTOMERS.c[name] for name in dict.fromkeys((*named, *sorted(slots)))]
    last = 0
    while True:
        query = select(*columns).where(_CUSTOMERS.c.deleted_at.is_(None), _CUSTOMERS.c.id > last)
        found = session.execute(query.order_by(_CUSTOMERS.c.id).limit(BATCH)).mappings()
        rows = [dict(row) for row in found]
        if not rows:
            return
        last = rows[-1]['id']
        yield Batch(session, catalog, rows)


def live_count(session: Session) -> int:
    """Return how many customers there are, the recycle bin apart."""
    return session.scalar(select(func.count()).select_from(Customer).where(Customer.deleted_at.is_(None))) or 0
