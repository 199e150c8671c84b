"""Change the same values of many customers, as one whole per batch and with a result per row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from crm_app.actions.customers.edit import change, current
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.lists import selected_ids
from crm_app.data.models.customer import Customer
from crm_app.data.rights import allowed, visible_to
from crm_app.rules.customers import Route
from crm_app.rules.list_query import Column, Selection
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.refusals import NotFound, Refusal
from crm_app.rules.results import BulkResult

BATCH: Final = 200
"""Rows a transaction: other people's saves wait at most for one."""


def edit_many(database: Database, actor: Actor, selection: Selection, changes: Mapping[Column, Any]) -> BulkResult:
    """Give all selected customers the same values; rows that refuse are reported and left as they were.

    Columns are field ids or ``'owner'``. Raises ``NotPermitted`` as a whole without the permission to edit.
    """

    def one(session: Session, rights: Rights, customer: Customer) -> bool:
        catalog = catalog_of(session)
        wanted = {c: raw for c, raw in changes.items() if c == 'owner' or c in catalog.by_id}
        base = {column: current(catalog, customer, column) for column in wanted}
        return bool(change(session, rights, customer, base=base, mine=wanted, whole=False))

    return for_each(database, actor, Permission.EDIT_CUSTOMER, selection, one)


def for_each(
    database: Database,
    actor: Actor,
    permission: Permission,
    selection: Selection,
    one: Callable[[Session, Rights, Customer], bool],
    *,
    deleted: bool = False,
    route: Route = Route.BULK,
) -> BulkResult:
    """Run ``one`` on each selected customer, in batches; a row's refusal undoes that row only.

    ``one`` returns whether it changed anything. Ids that are not visible count as refused with ``NotFound``.
    """
    with database.reading() as session:
        rights = allowed(session, actor, permission)
        ids = sorted(set(selection.ids)) if selection.query is None else selected_ids(session, rights, selection)
    changed = unchanged = 0
    refused: list[tuple[int, Refusal]] = []

    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        unit = partial(_batch, actor=actor, permission=permission, ids=part, one=one, deleted=deleted)
        result = database.write(unit, actor, route=route)
        changed, unchanged = changed + result.changed, unchanged + result.unchanged
        refused.extend(result.refused)
    return BulkResult(changed, unchanged, tuple(refused))


def _batch(
    session: Session,
    *,
    actor: Actor,
    permission: Permission,
    ids: Sequence[int],
    one: Callable[[Session, Rights, Customer], bool],
    deleted: bool,
) -> BulkResult:
    rights = allowed(session, actor, permission)
    place = Customer.deleted_at.is_not(None) if deleted else Customer.deleted_at.is_(None)
    query = select(Customer).where(Customer.id.in_(ids), place, visible_to(rights)).order_by(Customer.id)
    customers = session.scalars(query.options(undefer_group('slots')).with_for_update()).all()
    changed = unchanged = 0
    refused: list[tuple[int, Refusal]] = []
    for customer in customers:
        try:
            with session.begin_nested():
                if one(session, rights, customer):
                    changed += 1
                else:
                    unchanged += 1
        except Refusal as refusal:
            refused.append((customer.id, refusal))
    there = {customer.id for customer in customers}
    refused.extend((ident, NotFound()) for ident in ids if ident not in there)
    return BulkResult(changed, unchanged, tuple(refused))
