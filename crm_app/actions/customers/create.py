"""Enter a new customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from crm_app.actions.customers.contacts import put_contact
from crm_app.actions.customers.values import checked_owner, checked_value, put, require, settle, writable_field
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.rights import allowed
from crm_app.rules.customers import CustomerKind, Route
from crm_app.rules.members import Actor, Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """What was entered: raw values by field id; ``owner_id`` None means the actor; contacts beside the primary one."""

    kind: CustomerKind
    values: Mapping[int, Any]
    owner_id: int | None = None
    contacts: tuple[Mapping[int, Any], ...] = field(default=())


def create_customer(database: Database, actor: Actor, form: NewCustomer, *, route: Route = Route.FORM) -> int:
    """Save a new customer and return its id.

    Raises ``Collision`` (with masked findings), ``MissingValues``, ``InvalidValue`` or ``NotPermitted``; then
    nothing is saved.
    """

    def unit(session: Session) -> int:
        rights = allowed(session, actor, Permission.CREATE_CUSTOMER)
        catalog = catalog_of(session)
        values = {}
        for column, raw in form.values.items():
            if raw is not None and raw != '':
                found = writable_field(catalog, rights, form.kind, column)
                values[found] = checked_value(catalog, found, raw)
        by_slot = {found.slot: value for found, value in values.items()}
        require(catalog, rights, form.kind, by_slot)
        owner_id = actor.member_id if form.owner_id is None else checked_owner(session, rights, form.owner_id)
        customer = Customer(kind=form.kind.value, name_pinyin='', owner_id=owner_id, created_by=actor.member_id)
        for found, value in values.items():
            if found.key != 'contact':
                put(session, customer, found, value)
        customer.contact_name = by_slot.get('contact_name')
        session.add(customer)
        session.flush()
        if customer.contact_name:
            put(session, customer, catalog.by_key('contact'), customer.contact_name)
        for contact in form.contacts:
            put_contact(session, catalog, rights, customer, None, base={}, mine=contact)
        settle(session, catalog, rights, customer)
        return customer.id

    return database.write(unit, actor, route=route)
