"""The people at a customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer_group

from crm_app.actions.customers.values import checked_value, settle
from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.rights import allowed, visible_customer
from crm_app.rules.collisions import MissingValues
from crm_app.rules.conflicts import undisputed
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.refusals import NotFound


def save_contact(
    database: Database,
    actor: Actor,
    customer_id: int,
    contact_id: int | None,
    *,
    base: Mapping[int, Any],
    mine: Mapping[int, Any],
    primary: bool = False,
) -> int:
    """Add (``contact_id`` None) or change a contact and return its id; values are raw, by contact field id.

    ``primary`` makes it the customer's 联系人. Raises ``Conflict``, ``MissingValues``, ``InvalidValue``, ``NotFound``.
    """

    def unit(session: Session) -> int:
        rights = allowed(session, actor, Permission.EDIT_CUSTOMER)
        customer = visible_customer(session, rights, customer_id, lock=True)
        catalog = catalog_of(session)
        contact = put_contact(session, catalog, rights, customer, contact_id, base=base, mine=mine)
        if primary and not contact.is_primary:
            old = session.scalar(select(Contact).where(Contact.customer_id == customer_id, Contact.is_primary))
            if old:
                old.is_primary = False
            contact.is_primary = True
        if contact.is_primary:
            customer.contact_name = contact.name
        settle(session, catalog, rights, customer)
        return contact.id

    return database.write(unit, actor)


def delete_contact(database: Database, actor: Actor, contact_id: int) -> None:
    """Remove a contact; the history keeps it. Raises ``NotFound``."""

    def unit(session: Session) -> None:
        rights = allowed(session, actor, Permission.EDIT_CUSTOMER)
        contact = session.scalar(select(Contact).where(Contact.id == contact_id).options(undefer_group('slots')))
        if contact is None:
            raise NotFound
        customer = visible_customer(session, rights, contact.customer_id, lock=True)
        if contact.is_primary:
            customer.contact_name = None
        session.delete(contact)
        settle(session, catalog_of(session), rights, customer)

    database.write(unit, actor)


def put_contact(
    session: Session,
    catalog: Catalog,
    rights: Rights,
    customer: Customer,
    contact_id: int | None,
    *,
    base: Mapping[int, Any],
    mine: Mapping[int, Any],
) -> Contact:
    """Inner step: write one contact's values into the open transaction."""
    contact = _contact(session, customer, contact_id)
    fields = {field.id: field for field in catalog.writable(rights, Entity.CONTACT)}
    if not mine.keys() <= fields.keys():
        raise NotFound
    touched = {ident: raw for ident, raw in mine.items() if raw != base.get(ident)}
    wanted = {ident: checked_value(catalog, fields[ident], raw) for ident, raw in touched.items()}
    theirs = {ident: getattr(contact, fields[ident].slot) for ident in wanted}
    for ident, value in undisputed(base, wanted, theirs).items():
        setattr(contact, fields[ident].slot, value)
    missing = [(f.id, f.name) for f in fields.values() if f.required and getattr(contact, f.slot) is None]
    if missing:
        raise MissingValues(missing)
    session.add(contact)
    session.flush()
    return contact


def _contact(session: Session, customer: Customer, contact_id: int | None) -> Contact:
    if contact_id is None:
        last = session.scalar(select(func.max(Contact.position)).where(Contact.customer_id == customer.id)) or 0
        return Contact(customer_id=customer.id, is_primary=False, position=last + 1)
    query = select(Contact).where(Contact.id == contact_id, Contact.customer_id == customer.id)
    contact = session.scalar(query.options(undefer_group('slots')))
    if contact is None:
        raise NotFound
    return contact
