"""Changing a member: name, login, role, superior; deactivating and taking back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_app.actions.members.checks import (
    NotYourself,
    check_admin_left,
    check_login_free,
    check_may_give,
    check_superior,
    manager_of_members,
    member_of,
    role_of,
)
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.sessions import end_sessions
from crm_app.rules.accounts import checked_login, checked_name
from crm_app.rules.members import Actor


@dataclass(frozen=True, slots=True)
class MemberForm:
    """All that an administrator changes of a member."""

    login: str
    name: str
    role_id: int
    superior_id: int | None


def edit_member(database: Database, actor: Actor, member_id: int, form: MemberForm) -> None:
    """Change a member.

    Raises ``NotPermitted``, ``NotFound``, ``LoginTaken``, ``SuperiorCycle``, ``LastAdmin``, ``BeyondOwnRights``.
    """
    login, name = checked_login(form.login), checked_name(form.name)

    def unit(session: Session) -> None:
        rights = manager_of_members(session, actor)
        member = member_of(session, member_id)
        check_may_give(rights, role_of(session, member.role_id))
        check_login_free(session, login, but=member_id)
        if form.role_id != member.role_id:
            check_may_give(rights, role_of(session, form.role_id))
        if form.superior_id != member.superior_id:
            check_superior(session, member_id, form.superior_id)
        member.login, member.name = login, name
        member.role_id, member.superior_id = form.role_id, form.superior_id
        check_admin_left(session)
        note(session, 'edit_member', actor.member_id, member=member_id)

    database.write(unit, actor)


def deactivate_member(database: Database, actor: Actor, member_id: int) -> None:
    """End a member's access and all his log-ins at once; his customers stay his.

    Raises ``NotPermitted``, ``NotFound``, ``NotYourself``, ``LastAdmin``, ``BeyondOwnRights``.
    """

    def unit(session: Session) -> None:
        rights = manager_of_members(session, actor)
        member = member_of(session, member_id)
        if member_id == actor.member_id:
            raise NotYourself
        check_may_give(rights, role_of(session, member.role_id))
        member.active = False
        check_admin_left(session)
        end_sessions(session, member_id)
        note(session, 'deactivate_member', actor.member_id, member=member_id)

    database.write(unit, actor)


def reactivate_member(database: Database, actor: Actor, member_id: int) -> None:
    """Let a deactivated member log in again. Raises ``NotPermitted``, ``NotFound``, ``BeyondOwnRights``."""

    def unit(session: Session) -> None:
        rights = manager_of_members(session, actor)
        member = member_of(session, member_id)
        check_may_give(rights, role_of(session, member.role_id))
        member.active = True
        note(session, 'reactivate_member', actor.member_id, member=member_id)

    database.write(unit, actor)
