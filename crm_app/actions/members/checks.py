"""What must hold whenever members or roles change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.members import active_admins, lock_members, superiors_of
from crm_app.data.models.member import Member, Role
from crm_app.data.rights import allowed
from crm_app.rules.members import Actor, DataScope, Permission, Rights, permissions_of, would_be_cycle
from crm_app.rules.refusals import NotFound, Refusal

_WIDTH = {DataScope.OWN: 0, DataScope.TEAM: 1, DataScope.ALL: 2}


class LoginTaken(Refusal):
    """Somebody has this login already."""

    message = 'The log-in name “{login}” is taken.'


class SuperiorCycle(Refusal):
    """Somebody would stand above himself."""

    message = 'Somebody cannot be the superior of his own superior.'


class LastAdmin(Refusal):
    """Nobody could manage members any more."""

    message = 'At least one active member must be able to manage members.'


class NotYourself(Refusal):
    """One cannot deactivate oneself or take away one's own role."""

    message = 'You cannot do this to yourself.'


class BeyondOwnRights(Refusal):
    """The role holds permissions, or a data scope, that the actor himself lacks."""

    message = 'You cannot give rights that you do not have yourself.'


def manager_of_members(session: Session, actor: Actor | None) -> Rights | None:
    """Lock members and return the rights of somebody who may manage them; None = the machine's owner, who may all."""
    rights = allowed(session, actor, Permission.MANAGE_MEMBERS) if actor else None
    lock_members(session)
    return rights


def member_of(session: Session, member_id: int) -> Member:
    """Return a member; raises ``NotFound``."""
    member = session.get(Member, member_id)
    if member is None:
        raise NotFound
    return member


def role_of(session: Session, role_id: int) -> Role:
    """Return a role; raises ``NotFound``."""
    role = session.get(Role, role_id)
    if role is None:
        raise NotFound
    return role


def check_may_give(rights: Rights | None, role: Role) -> None:
    """Raise ``BeyondOwnRights`` where the role reaches further than the one who gives or takes it."""
    if rights is None:
        return
    if (
        not permissions_of(role.permissions) <= rights.permissions
        or _WIDTH[DataScope(role.scope)] > _WIDTH[rights.scope]
    ):
        raise BeyondOwnRights


def check_login_free(session: Session, login: str, *, but: int | None = None) -> None:
    """Raise ``LoginTaken`` where another member has this login."""
    holder = session.scalar(select(Member.id).where(Member.login == login))
    if holder is not None and holder != but:
        raise LoginTaken(login=login)


def check_superior(session: Session, member_id: int | None, superior_id: int | None) -> None:
    """Raise ``NotFound`` or ``SuperiorCycle`` for a superior nobody can have."""
    if superior_id is None:
        return
    member_of(session, superior_id)
    if member_id is not None and would_be_cycle(member_id, superior_id, superiors_of(session)):
        raise SuperiorCycle


def check_admin_left(session: Session) -> None:
    """Raise ``LastAdmin`` where, after what this transaction did, nobody can manage members."""
    session.flush()
    if not active_admins(session):
        raise LastAdmin
