"""One customer as the page shows it: everything the actor may see, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.display import text_of
from crm_app.data.models.base import Base
from crm_app.data.models.customer import Contact
from crm_app.data.rights import visible_customer
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity, Field
from crm_app.rules.members import Rights


@dataclass(frozen=True, slots=True)
class ContactDetail:
    """A person at the customer: raw values and displayed texts by field id."""

    id: int
    name: str
    primary: bool
    values: Mapping[int, Any]
    texts: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """A customer with its contacts: raw values and displayed texts by field id, readable fields only."""

    id: int
    kind: CustomerKind
    name: str
    owner_id: int | None
    owner_name: str
    next_follow_up_at: datetime | None
    created_at: datetime
    updated_at: datetime
    fields: tuple[Field, ...]
    """The readable fields of such a customer, in the team's order."""
    values: Mapping[int, Any]
    texts: Mapping[int, str]
    contacts: tuple[ContactDetail, ...]


def customer_detail(session: Session, rights: Rights, customer_id: int) -> CustomerDetail:
    """Return a visible customer, or raise ``NotFound``."""
    customer = visible_customer(session, rights, customer_id)
    catalog = catalog_of(session)
    kind = CustomerKind(customer.kind)
    fields = tuple(field for field in catalog.readable(rights) if field.applies_to.includes(kind))
    values, texts = _read(catalog, fields, customer)
    return CustomerDetail(
        id=customer.id,
        kind=kind,
        name=customer.name,
        owner_id=customer.owner_id,
        owner_name=catalog.member_names.get(customer.owner_id or 0, ''),
        next_follow_up_at=customer.next_follow_up_at,
        created_at=customer.created_at,
        updated_at=customer.updated_at,
        fields=fields,
        values=values,
        texts=texts,
        contacts=_contacts(session, catalog, rights, customer_id),
    )


def _contacts(session: Session, catalog: Catalog, rights: Rights, customer_id: int) -> tuple[ContactDetail, ...]:
    fields = catalog.readable(rights, Entity.CONTACT)
    query = (
        select(Contact)
        .where(Contact.customer_id == customer_id)
        .order_by(Contact.is_primary.desc(), Contact.position, Contact.id)
        .options(undefer_group('slots'))
    )
    return tuple(
        ContactDetail(row.id, row.name, row.is_primary, *_read(catalog, fields, row)) for row in session.scalars(query)
    )


def _read(catalog: Catalog, fields: tuple[Field, ...], row: Base) -> tuple[dict[int, Any], dict[int, str]]:
    values = {field.id: getattr(row, field.slot) for field in fields}
    texts = {field.id: text_of(catalog, field, field.slot, values[field.id]) for field in fields}
    return values, texts
