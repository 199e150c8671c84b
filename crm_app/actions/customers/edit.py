"""Change values of one customer: different fields merge silently, the same field asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from crm_app.actions.customers.values import checked_owner, checked_value, put, require, settle, writable_field
from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.customer_rows import slot_values
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.rights import allowed, visible_customer
from crm_app.rules.conflicts import undisputed
from crm_app.rules.customers import CustomerKind, Route
from crm_app.rules.list_query import Column
from crm_app.rules.members import Actor, Permission, Rights


def edit_customer(
    database: Database,
    actor: Actor,
    customer_id: int,
    *,
    base: Mapping[Column, Any],
    mine: Mapping[Column, Any],
    route: Route = Route.FORM,
    because: str = '',
) -> frozenset[Column]:
    """Write the values of ``mine`` that differ from ``base`` (what the actor saw) and return which were written.

    Columns are field ids or ``'owner'``. Raises ``Conflict`` where a colleague changed the same field meanwhile,
    ``Collision``, ``MissingValues``, ``InvalidValue``, ``NotPermitted`` or ``NotFound``; then nothing is written.
    """

    def unit(session: Session) -> frozenset[Column]:
        rights = allowed(session, actor, Permission.EDIT_CUSTOMER)
        customer = visible_customer(session, rights, customer_id, lock=True)
        return change(session, rights, customer, base=base, mine=mine, whole=route is Route.FORM)

    return database.write(unit, actor, route=route, because=because)


def change(
    session: Session,
    rights: Rights,
    customer: Customer,
    *,
    base: Mapping[Column, Any],
    mine: Mapping[Column, Any],
    whole: bool,
) -> frozenset[Column]:
    """Inner step of every edit; the customer is visible and locked. ``whole`` asks for all required fields."""
    catalog = catalog_of(session)
    wanted = {c: _checked(session, catalog, rights, customer, c, raw) for c, raw in mine.items() if raw != base.get(c)}
    theirs = {column: current(catalog, customer, column) for column in wanted}
    changes = undisputed(base, wanted, theirs)
    if not changes:
        return frozenset()
    by_slot = slot_values(catalog, customer)
    by_slot |= {catalog.by_id[column].slot: value for column, value in changes.items() if isinstance(column, int)}
    only = None if whole else {column for column in changes if isinstance(column, int)}
    require(catalog, rights, CustomerKind(customer.kind), by_slot, only)
    for column, value in changes.items():
        if column == 'owner':
            customer.owner_id = value
        else:
            put(session, customer, catalog.by_id[int(column)], value)
    settle(session, catalog, rights, customer)
    return frozenset(changes)


def current(catalog: Catalog, customer: Customer, column: Column) -> Any:
    """Return the stored raw value of a column."""
    return customer.owner_id if column == 'owner' else getattr(customer, catalog.by_id[int(column)].slot)


def _checked(session: Session, catalog: Catalog, rights: Rights, customer: Customer, column: Column, raw: Any) -> Any:
    if column == 'owner':
        return raw if raw == customer.owner_id else checked_owner(session, rights, raw)
    field = writable_field(catalog, rights, CustomerKind(customer.kind), column)
    return checked_value(catalog, field, raw, before=getattr(customer, field.slot))
