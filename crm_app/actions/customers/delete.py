"""The recycle bin: in, out again, and emptied after its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm_app.actions.customers.bulk import BATCH, for_each
from crm_app.actions.customers.values import settle
from crm_app.data import search, uniqueness
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.models.customer import Customer
from crm_app.rules.customers import Route
from crm_app.rules.list_query import Selection
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.results import BulkResult

RECYCLED_FOR: Final = timedelta(days=30)
"""So long a deleted customer can be restored."""


def delete_customers(database: Database, actor: Actor, selection: Selection) -> BulkResult:
    """Put customers into the recycle bin; their keys are free from now on."""

    def one(session: Session, rights: Rights, customer: Customer) -> bool:
        customer.deleted_at, customer.deleted_by = now(), rights.member_id
        session.flush()
        uniqueness.release(session, [customer.id])
        search.remove(session, [customer.id])
        return True

    return for_each(database, actor, Permission.DELETE_CUSTOMER, selection, one)


def restore_customers(database: Database, actor: Actor, ids: Sequence[int]) -> BulkResult:
    """Take customers out of the recycle bin; where a key has a new holder the row is refused with ``Collision``."""

    def one(session: Session, rights: Rights, customer: Customer) -> bool:
        customer.deleted_at = customer.deleted_by = None
        settle(session, catalog_of(session), rights, customer)
        return True

    selection = Selection(ids=tuple(ids), query=None)
    return for_each(database, actor, Permission.RESTORE_CUSTOMER, selection, one, deleted=True, route=Route.RESTORE)


def purge_recycle_bin(database: Database, before: datetime) -> int:
    """Remove for good what was deleted before this moment, in batches; returns how many customers."""
    purged = 0
    while True:
        count = database.write(lambda session: _purge(session, before), None, route=Route.SYSTEM)
        purged += count
        if count < BATCH:
            return purged


def _purge(session: Session, before: datetime) -> int:
    ids = session.scalars(
        select(Customer.id).where(Customer.deleted_at < before).order_by(Customer.id).limit(BATCH)
    ).all()
    session.execute(delete(Customer).where(Customer.id.in_(ids)).execution_options(synchronize_session=False))
    return len(ids)
