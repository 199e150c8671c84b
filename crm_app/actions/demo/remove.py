"""Take all demo data away again."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm_app.data import search
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member
from crm_app.data.models.record import Revision
from crm_app.data.news import touch_many
from crm_app.data.rights import allowed
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor, Permission

_BATCH: Final = 500


def remove_demo(database: Database, actor: Actor) -> int:
    """Remove every demo customer with its history, and the demo members; return how many customers.

    Members who meanwhile own or wrote something real stay, deactivated. Raises ``NotPermitted``.
    """
    removed = 0
    while count := database.write(lambda session: _remove_customers(session, actor), actor, route=Route.DEMO):
        removed += count
    database.write(lambda session: _remove_members(session, actor, removed), actor, route=Route.DEMO)
    return removed


def _remove_customers(session: Session, actor: Actor) -> int:
    allowed(session, actor, Permission.MANAGE_MEMBERS)
    ids = session.scalars(select(Customer.id).where(Customer.demo).order_by(Customer.id).limit(_BATCH)).all()
    if ids:
        search.remove(session, ids)
        of_customer = (Revision.entity_kind == Entity.CUSTOMER.value) & Revision.entity_id.in_(ids)
        session.execute(delete(Revision).where(or_(of_customer, Revision.customer_id.in_(ids))))
        session.execute(delete(Customer).where(Customer.id.in_(ids)).execution_options(synchronize_session=False))
        touch_many(session, Entity.CUSTOMER, len(ids))
    return len(ids)


def _remove_members(session: Session, actor: Actor, removed: int) -> None:
    allowed(session, actor, Permission.MANAGE_MEMBERS)
    members = session.scalars(select(Member).where(Member.demo).order_by(Member.id)).all()
    for member in members:
        if member.superior_id is not None:
            member.superior_id = None
    session.flush()
    for member in members:
        try:
            with session.begin_nested():
                session.delete(member)
                session.flush()
        except IntegrityError:
            member.active = False
    note(session, 'remove_demo', actor.member_id, customers=removed)
