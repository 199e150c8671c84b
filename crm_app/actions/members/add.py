"""Adding a member."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_app.actions.access.passwords import hashed
from crm_app.actions.members.checks import (
    check_login_free,
    check_may_give,
    check_superior,
    manager_of_members,
    role_of,
)
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.models.member import Member
from crm_app.rules.accounts import check_password, checked_login, checked_name
from crm_app.rules.members import Actor


@dataclass(frozen=True, slots=True)
class NewMember:
    """What is needed of a new member; ``password`` is the first one, which he must change at his first log-in."""

    login: str
    name: str
    role_id: int
    password: str
    superior_id: int | None = None


def add_member(database: Database, actor: Actor | None, form: NewMember, *, must_change_password: bool = True) -> int:
    """Add a member and return his id. ``actor`` None is the owner of the machine, on the command line.

    Raises ``NotPermitted``, ``LoginTaken``, ``BeyondOwnRights``, and refusals of login, name and password.
    """
    login, name = checked_login(form.login), checked_name(form.name)
    check_password(form.password)
    stored = hashed(form.password)

    def unit(session: Session) -> int:
        rights = manager_of_members(session, actor)
        check_login_free(session, login)
        check_may_give(rights, role_of(session, form.role_id))
        check_superior(session, None, form.superior_id)
        member = Member(
            login=login,
            name=name,
            role_id=form.role_id,
            superior_id=form.superior_id,
            password_hash=stored,
            must_change_password=must_change_password,
        )
        session.add(member)
        session.flush()
        note(session, 'add_member', actor.member_id if actor else None, member=member.id, login=login)
        return member.id

    return database.write(unit, actor)
