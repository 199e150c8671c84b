"""Logging in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_app.actions.access.passwords import is_right
from crm_app.data.attempts import forget_attempts, note_attempt
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.members import member_by_login
from crm_app.data.sessions import open_session
from crm_app.rules.accounts import normal_login
from crm_app.rules.refusals import Refusal


class WrongPassword(Refusal):
    """There is no active account with this login and password; which of them is wrong is not said."""

    message = 'The log-in name or the password is not right.'


@dataclass(frozen=True, slots=True)
class _Account:
    member_id: int
    password_hash: str


def sign_in(database: Database, login: str, password: str, *, address: str, device: str = '') -> str:
    """Open a log-in and return its token for the browser's cookie.

    Raises ``WrongPassword``, or ``TooManyAttempts`` while this account or address has to wait.
    """
    name = normal_login(login)
    database.write(lambda session: note_attempt(session, name, address), None)
    with database.reading() as session:
        account = _account(session, name)
    right = is_right(password, account.password_hash if account else None)

    def open_or_note(session: Session) -> str | None:
        now_there = _account(session, name)
        if not right or account is None or now_there != account:  # deactivated or changed in between
            note(session, 'sign_in_failed', account.member_id if account else None, address=address, login=name[:60])
            return None
        forget_attempts(session, name)
        note(session, 'sign_in', account.member_id, address=address)
        return open_session(session, account.member_id, address=address, device=device)

    token = database.write(open_or_note, None)
    if token is None:
        raise WrongPassword
    return token


def _account(session: Session, login: str) -> _Account | None:
    member = member_by_login(session, login)
    if member is None or not member.active or member.password_hash is None:
        return None
    return _Account(member.id, member.password_hash)
