"""Make anew what follows from other rows: keys, search documents, sort keys, the name of the primary contact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_app.data import search, uniqueness
from crm_app.data.catalog import catalog_of
from crm_app.data.checks.everything import stray_customers
from crm_app.data.customer_rows import loaded, reindex, take_keys
from crm_app.data.database import Database
from crm_app.data.models.customer import Contact, Customer, FollowUp
from crm_app.rules.customers import Route
from crm_app.rules.pinyin import sort_key

BATCH: Final = 200


def repair_customers(database: Database, ids: Sequence[int]) -> None:
    """Make anew all that follows from these customers' values; values stay (联系人 follows its contact)."""
    for start in range(0, len(ids), BATCH):
        database.write(partial(_repair, ids=ids[start : start + BATCH]), None, route=Route.SYSTEM)


def forget_deleted(database: Database) -> None:
    """Remove keys and search documents of customers that are in the recycle bin or gone."""

    def unit(session: Session) -> None:
        stray = stray_customers(session)
        for start in range(0, len(stray), BATCH):
            part = stray[start : start + BATCH]
            uniqueness.release(session, part)
            search.remove(session, part)

    database.write(unit, None, route=Route.SYSTEM)


def rebuild_search_index(database: Database) -> None:
    """Fill the full-text index anew from the documents; saves wait as long as it takes."""
    database.write(search.rebuild, None, route=Route.SYSTEM)


def _repair(session: Session, *, ids: Sequence[int]) -> None:
    catalog = catalog_of(session)
    for customer in loaded(session, ids):
        if customer.deleted_at is not None:
            continue
        customer.name_pinyin = sort_key(customer.name)
        _repair_contacts(session, customer)
        query = select(func.max(FollowUp.at)).where(FollowUp.customer_id == customer.id)
        customer.last_follow_up_at = session.scalar(query)
        session.flush()
        take_keys(session, catalog, customer)
        reindex(session, catalog, customer)


def _repair_contacts(session: Session, customer: Customer) -> None:
    query = select(Contact).where(Contact.customer_id == customer.id, Contact.is_primary)
    primaries = session.scalars(query.order_by(Contact.position, Contact.id)).all()
    for other in primaries[1:]:
        other.is_primary = False
    if primaries:
        customer.contact_name = primaries[0].name
    elif customer.contact_name:
        session.add(Contact(customer_id=customer.id, name=customer.contact_name, is_primary=True))
