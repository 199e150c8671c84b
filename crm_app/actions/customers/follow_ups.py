"""What happened with a customer, and when to get in touch again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.customers.values import checked_value
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.models.customer import Customer, FollowUp
from crm_app.data.rights import allowed, rights_of, visible_customer
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import NotFound, NotPermitted, Refusal
from crm_app.rules.texts import clean_text


class EmptyFollowUp(Refusal):
    """A follow-up without a word says nothing."""

    message = 'Please write what happened.'


def add_follow_up(
    database: Database,
    actor: Actor,
    customer_id: int,
    *,
    text: str,
    way: str | None = None,
    next_at: datetime | None = None,
) -> int:
    """Record a follow-up and return its id; its next contact time replaces the one before, none ends the reminder."""

    def unit(session: Session) -> int:
        rights = allowed(session, actor, Permission.EDIT_CUSTOMER)
        customer = visible_customer(session, rights, customer_id, lock=True)
        row = FollowUp(customer_id=customer.id, member_id=actor.member_id, at=now(), text=_text(text), next_at=next_at)
        row.way = _way(session, way)
        session.add(row)
        customer.last_follow_up_at = row.at
        customer.next_follow_up_at = next_at
        customer.updated_at = row.at
        session.flush()
        return row.id

    return database.write(unit, actor)


def edit_follow_up(
    database: Database, actor: Actor, follow_up_id: int, *, text: str, way: str | None, next_at: datetime | None
) -> None:
    """Correct one's own follow-up; the reminder follows where it is the customer's newest."""

    def unit(session: Session) -> None:
        customer, row = _own(session, actor, follow_up_id)
        row.text, row.next_at = _text(text), next_at
        row.way = row.way if way == row.way else _way(session, way)
        _remind(session, customer)

    database.write(unit, actor)


def delete_follow_up(database: Database, actor: Actor, follow_up_id: int) -> None:
    """Remove one's own follow-up; the history keeps it, the reminder falls back to the one before."""

    def unit(session: Session) -> None:
        customer, row = _own(session, actor, follow_up_id)
        session.delete(row)
        session.flush()
        _remind(session, customer)

    database.write(unit, actor)


def set_next_contact(database: Database, actor: Actor, customer_id: int, next_at: datetime | None) -> None:
    """Move or clear a customer's next contact time without a follow-up."""

    def unit(session: Session) -> None:
        rights = allowed(session, actor, Permission.EDIT_CUSTOMER)
        customer = visible_customer(session, rights, customer_id, lock=True)
        customer.next_follow_up_at = next_at

    database.write(unit, actor)


def _own(session: Session, actor: Actor, follow_up_id: int) -> tuple[Customer, FollowUp]:
    rights = rights_of(session, actor)
    row = session.get(FollowUp, follow_up_id)
    if row is None:
        raise NotFound
    customer = visible_customer(session, rights, row.customer_id, lock=True)
    if row.member_id != actor.member_id:
        raise NotPermitted(what='follow_up')
    return customer, row


def _remind(session: Session, customer: Customer) -> None:
    session.flush()
    newest = (
        select(FollowUp).where(FollowUp.customer_id == customer.id).order_by(FollowUp.at.desc(), FollowUp.id.desc())
    )
    row = session.scalars(newest.limit(1)).first()
    customer.next_follow_up_at = row.next_at if row else None
    customer.last_follow_up_at = row.at if row else None


def _text(text: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise EmptyFollowUp
    return cleaned


def _way(session: Session, way: str | None) -> str | None:
    catalog = catalog_of(session)
    found: str | None = checked_value(catalog, catalog.by_key('way', Entity.FOLLOW_UP), way)
    return found
