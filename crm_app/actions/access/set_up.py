"""The first visit: creating the administrator."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.access.passwords import hashed
from crm_app.data.attempts import forget_attempts, note_attempt
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.members import has_members, lock_members
from crm_app.data.models.member import Member, Role
from crm_app.rules.accounts import check_password, checked_login, checked_name
from crm_app.rules.refusals import Refusal

_GUESSES = '#set-up'


class AlreadySetUp(Refusal):
    """There is an administrator already."""

    message = 'The administrator has been created already. Please log in.'


def is_set_up(database: Database) -> bool:
    """Whether there is anybody who can log in."""
    with database.reading() as session:
        return has_members(session)


def note_code_attempt(database: Database, address: str) -> None:
    """Count a try of the one-time code; raises ``TooManyAttempts`` while there were too many."""
    database.write(lambda session: note_attempt(session, _GUESSES, address), None)


def create_administrator(database: Database, *, login: str, name: str, password: str, address: str = '') -> int:
    """Create the first member, an administrator; of several at once one wins. Return his id.

    Raises ``AlreadySetUp`` where there is a member who can log in, and refusals of the login, name or password.
    """
    login, name = checked_login(login), checked_name(name)
    check_password(password)
    stored = hashed(password)

    def unit(session: Session) -> int:
        lock_members(session)
        if has_members(session):
            raise AlreadySetUp
        role_id = session.scalar(select(Role.id).where(Role.key == 'admin'))
        member = session.scalar(select(Member).where(Member.login == login)) or Member(login=login)
        member.name, member.role_id, member.password_hash, member.active = name, role_id or 0, stored, True
        session.add(member)
        session.flush()
        forget_attempts(session, _GUESSES)
        note(session, 'set_up', member.id, address=address)
        return member.id

    return database.write(unit, None)
