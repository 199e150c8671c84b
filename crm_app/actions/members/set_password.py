"""Setting somebody's password anew, when he has lost it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_app.actions.access.passwords import hashed
from crm_app.actions.members.checks import check_may_give, manager_of_members, member_of, role_of
from crm_app.data.attempts import forget_attempts
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.sessions import end_sessions
from crm_app.rules.accounts import check_password
from crm_app.rules.members import Actor


def set_password(
    database: Database, actor: Actor | None, member_id: int, password: str, *, must_change_password: bool = True
) -> None:
    """Set a member's password; he is logged out everywhere and has to choose his own at the next log-in.

    ``actor`` None is the owner of the machine. Raises ``NotPermitted``, ``NotFound``, ``BeyondOwnRights`` and
    ``PasswordTooShort``.
    """
    check_password(password)
    stored = hashed(password)

    def unit(session: Session) -> None:
        rights = manager_of_members(session, actor)
        member = member_of(session, member_id)
        check_may_give(rights, role_of(session, member.role_id))
        member.password_hash = stored
        member.must_change_password = must_change_password
        forget_attempts(session, member.login)
        end_sessions(session, member_id)
        note(session, 'set_password', actor.member_id if actor else None, member=member_id)

    database.write(unit, actor)
