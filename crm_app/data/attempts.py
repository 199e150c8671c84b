"""Failed log-ins, as rows: they slow down guessing and outlive a restart."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from crm_app.data.models.base import now
from crm_app.data.models.member import LoginAttempt
from crm_app.rules.guessing import FREE_PER_ACCOUNT, FREE_PER_ADDRESS, MEMORY, seconds_to_wait
from crm_app.rules.refusals import Refusal


class TooManyAttempts(Refusal):
    """Too many wrong passwords for this account or from this address; ``seconds`` to wait."""

    message = 'Too many attempts. Please try again in {seconds} seconds.'


def note_attempt(session: Session, login: str, address: str) -> None:
    """Count a try as failed before it is looked at, so that many tries at once are counted too.

    Raises ``TooManyAttempts``, without counting, while the account or the address has to wait.
    """
    if session.get_bind().dialect.name == 'postgresql':
        session.execute(text('LOCK TABLE login_attempt IN SHARE ROW EXCLUSIVE MODE'))
    login, address = login[:60], address[:60]
    moment = now()
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < moment - MEMORY))
    by_login = list(session.scalars(select(LoginAttempt.at).where(LoginAttempt.login == login)))
    by_address = list(session.scalars(select(LoginAttempt.at).where(LoginAttempt.address == address)))
    _check(by_login, by_address, moment)
    session.execute(insert(LoginAttempt).values(login=login, address=address, at=moment))


def forget_attempts(session: Session, login: str) -> None:
    """Forget the failures of an account: its password was right."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.login == login[:60]))


def _check(by_login: list[datetime], by_address: list[datetime], moment: datetime) -> None:
    seconds = max(
        seconds_to_wait(by_login, FREE_PER_ACCOUNT, moment), seconds_to_wait(by_address, FREE_PER_ADDRESS, moment)
    )
    if seconds:
        raise TooManyAttempts(seconds=seconds)
