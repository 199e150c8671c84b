"""Taking back what an import wrote: after a cancel, a crash, or because somebody wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from crm_app.actions.customers.values import put, settle
from crm_app.actions.imports.leftovers import take_back_settings
from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.imports.runs import RunState, change_run
from crm_app.data.imports.traces import remove_customers, revisions_of, touched_since
from crm_app.data.models.customer import Customer
from crm_app.data.models.record import Revision
from crm_app.data.news import touch
from crm_app.rules.collisions import Collision
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor, DataScope, Rights

BATCH: Final = 500
_EVERYTHING: Final = Rights(0, 0, frozenset(), DataScope.ALL, frozenset())
"""Findings of collisions are only counted here, never shown."""


@dataclass(slots=True)
class Taken:
    """What was taken back, and the customers that stayed as they are."""

    removed: int = 0
    restored: int = 0
    kept: list[tuple[int, str]] = field(default_factory=list)
    """(id, name) of customers that were changed since."""


def take_back(database: Database, run_id: int, actor: Actor | None, *, end: RunState) -> Taken:
    """Remove what the import created and set back what it changed; customers changed since stay as they are.

    The caller holds the import's lock. May be called again after it was cut off.
    """
    taken = Taken()

    def write(unit: Any) -> Any:
        return database.write(unit, actor, route=Route.UNDO, import_id=run_id)

    write(lambda session: change_run(session, run_id, state=RunState.UNDOING))
    for action, step in (('update', _set_back), ('create', _remove)):
        after = 0
        while (reached := write(lambda s, a=action, f=step, n=after: _batch(s, run_id, a, n, f))) is not None:
            after, removed, restored, kept = reached
            taken.removed += removed
            taken.restored += restored
            taken.kept += kept
    write(lambda session: take_back_settings(session, run_id))
    write(lambda session: change_run(session, run_id, state=end, removed=taken.removed, restored=taken.restored))
    return taken


Step = Any
_Result = tuple[int, int, int, list[tuple[int, str]]]


def _batch(session: Session, run_id: int, action: str, after: int, step: Step) -> _Result | None:
    revisions = revisions_of(session, run_id, Entity.CUSTOMER, action, after=after, most=BATCH)
    if not revisions:
        return None
    last = revisions[-1].id
    ids = [revision.entity_id for revision in revisions]
    query = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).options(undefer_group('slots'))
    customers = {customer.id: customer for customer in session.scalars(query.with_for_update())}
    changed = touched_since(session, run_id, ids)
    kept = [(ident, customers[ident].name) for ident in dict.fromkeys(ids) if ident in changed and ident in customers]
    free = [revision for revision in revisions if revision.entity_id in customers and revision.entity_id not in changed]
    removed, restored, refused = step(session, free, customers)
    touch(session, Entity.CUSTOMER, {revision.entity_id for revision in free})
    return last, removed, restored, kept + refused


def _remove(
    session: Session, revisions: Sequence[Revision], _customers: dict[int, Customer]
) -> tuple[int, int, list[tuple[int, str]]]:
    ids = [revision.entity_id for revision in revisions]
    session.expunge_all()
    if ids:
        remove_customers(session, ids)
    return len(ids), 0, []


def _set_back(
    session: Session, revisions: Sequence[Revision], customers: dict[int, Customer]
) -> tuple[int, int, list[tuple[int, str]]]:
    catalog = catalog_of(session)
    restored, refused = 0, []
    for revision in revisions:
        customer = customers[revision.entity_id]
        try:
            with session.begin_nested():
                for change in revision.changes:
                    _put_back(session, catalog, customer, change[0], change[1])
                settle(session, catalog, _EVERYTHING, customer)
            restored += 1
        except Collision:
            refused.append((customer.id, customer.name))
    return 0, restored, refused


def _put_back(session: Session, catalog: Catalog, customer: Customer, name: int | str, before: Any) -> None:
    if isinstance(name, int):
        put(session, customer, catalog.by_id[name], before)
    elif name == 'owner_id':
        customer.owner_id = before
