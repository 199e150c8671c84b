"""The one door: what an actor may do, and which customers he may see, as of this transaction."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session, undefer_group

from crm_app.data.catalog import catalog_of
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import LoginSession, Member, Role
from crm_app.rules.members import Actor, DataScope, Permission, Rights, permissions_of, team_of
from crm_app.rules.refusals import NotFound, NotPermitted, SignedOut


def rights_of(session: Session, actor: Actor) -> Rights:
    """Return what the actor may do; raises ``SignedOut`` where his account is deactivated or his log-in was ended."""
    row = (
        session.connection()
        .execute(
            select(Member.active, Role.id, Role.permissions, Role.scope)
            .join(Role, Role.id == Member.role_id)
            .where(Member.id == actor.member_id, _logged_in(actor))
        )
        .one_or_none()
    )
    if row is None or not row.active:
        raise SignedOut
    scope = DataScope(row.scope)
    team = frozenset({actor.member_id})
    if scope is DataScope.TEAM:
        team = team_of(actor.member_id, catalog_of(session).superiors)
    return Rights(actor.member_id, row.id, permissions_of(row.permissions), scope, team)


def _logged_in(actor: Actor) -> ColumnElement[bool]:
    if actor.session_id is None:
        return true()
    return exists().where(
        LoginSession.id == actor.session_id,
        LoginSession.member_id == actor.member_id,
        LoginSession.ended_at.is_(None),
    )


def allowed(session: Session, actor: Actor, permission: Permission) -> Rights:
    """Return the actor's rights, or raise ``NotPermitted`` where he lacks this one."""
    rights = rights_of(session, actor)
    if not rights.may(permission):
        raise NotPermitted(what=permission.value)
    return rights


def visible_to(rights: Rights) -> ColumnElement[bool]:
    """Return the condition on ``Customer`` that leaves what these rights may see (the recycle bin apart)."""
    if rights.scope is DataScope.ALL:
        return true()
    if rights.scope is DataScope.OWN:
        return Customer.owner_id == rights.member_id
    return Customer.owner_id.in_(sorted(rights.team))


def visible_customer(
    session: Session, rights: Rights, customer_id: int, *, lock: bool = False, deleted: bool = False
) -> Customer:
    """Return a visible customer with its slots loaded (history needs their old values), or raise ``NotFound``.

    ``lock`` holds the row until the transaction ends; ``deleted`` looks in the recycle bin instead.
    """
    place = Customer.deleted_at.is_not(None) if deleted else Customer.deleted_at.is_(None)
    query = (
        select(Customer).where(Customer.id == customer_id, place, visible_to(rights)).options(undefer_group('slots'))
    )
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound
    return found
