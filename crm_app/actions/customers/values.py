"""Inner steps of saving a customer: check what was sent, write it, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog
from crm_app.data.customer_rows import reindex, take_keys
from crm_app.data.findings import findings_of
from crm_app.data.models.base import now
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.member import Member
from crm_app.data.news import touch
from crm_app.rules.checking import UnknownMember, checked
from crm_app.rules.collisions import Collision, MissingValues
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity, Field
from crm_app.rules.list_query import Column
from crm_app.rules.members import Permission, Rights
from crm_app.rules.pinyin import sort_key
from crm_app.rules.refusals import NotFound, NotPermitted


def writable_field(catalog: Catalog, rights: Rights, kind: CustomerKind, column: Column) -> Field:
    """Return the field if these rights may write it on such a customer, or raise as for a field that is not there."""
    field = catalog.by_id.get(column) if isinstance(column, int) else None
    if field is None or field not in catalog.readable(rights) or not field.applies_to.includes(kind):
        raise NotFound
    if field not in catalog.writable(rights):
        raise NotPermitted(what=field.name)
    return field


def checked_value(catalog: Catalog, field: Field, raw: Any, before: Any = None) -> Any:
    """Return the value as stored, or raise ``InvalidValue``."""
    return checked(field, raw, options=catalog.options, members=catalog.member_names.keys(), before=before)


def checked_owner(session: Session, rights: Rights, owner_id: Any) -> int:
    """Return an owner whom these rights may choose: oneself, or with permission any active member."""
    if owner_id == rights.member_id:
        return rights.member_id
    if not rights.may(Permission.CHANGE_OWNER):
        raise NotPermitted(what=Permission.CHANGE_OWNER.value)
    if not isinstance(owner_id, int) or not session.scalar(select(Member.active).where(Member.id == owner_id)):
        raise UnknownMember(value='')
    return owner_id


def require(
    catalog: Catalog, rights: Rights, kind: CustomerKind, values: Mapping[str, Any], only: set[int] | None = None
) -> None:
    """Raise ``MissingValues`` where a required field that the actor could fill is empty.

    ``values`` are raw values by slot; ``only`` limits the check to some fields (an edit in a cell of the list).
    """
    missing = [
        (field.id, field.name)
        for field in catalog.writable(rights)
        if field.required
        and field.applies_to.includes(kind)
        and (only is None or field.id in only)
        and values.get(field.slot) is None
    ]
    if missing:
        raise MissingValues(missing)


def put(session: Session, customer: Customer, field: Field, value: Any) -> None:
    """Write one value and what hangs on it: the name's sort key, the primary contact."""
    setattr(customer, field.slot, value)
    if field.key == 'name':
        customer.name_pinyin = sort_key(value)
    elif field.key == 'contact':
        _put_primary_contact(session, customer, value)


def settle(session: Session, catalog: Catalog, rights: Rights, customer: Customer) -> None:
    """Take the customer's keys and index it; raises ``Collision`` where another customer holds one of them."""
    customer.updated_at = now()
    session.flush()
    _, lost = take_keys(session, catalog, customer)
    if lost:
        raise Collision(findings_of(session, catalog, rights, blocking=lost, customer_id=customer.id))
    reindex(session, catalog, customer)
    touch(session, Entity.CUSTOMER, (customer.id,))


def _put_primary_contact(session: Session, customer: Customer, name: str | None) -> None:
    primary = session.scalar(select(Contact).where(Contact.customer_id == customer.id, Contact.is_primary))
    if primary and name:
        primary.name = name
    elif primary:
        session.delete(primary)
    elif name:
        session.add(Contact(customer_id=customer.id, name=name, is_primary=True))
