"""Log-ins as rows: a secret token in the browser's cookie, its hash here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from crm_app.data.models.base import now
from crm_app.data.models.member import LoginSession, Member
from crm_app.data.rights import rights_of
from crm_app.rules.members import Actor, Rights
from crm_app.rules.refusals import SignedOut

LIFETIME: Final = timedelta(days=30)
"""A log-in that nobody used for so long is over."""

_SEEN_EVERY: Final = timedelta(minutes=5)
_KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is logged in, as of one moment."""

    actor: Actor
    rights: Rights
    language: str | None
    """The language he chose; None = none yet."""
    dark: bool | None
    must_change_password: bool
    seen_at: datetime

    @property
    def is_stale(self) -> bool:
        """Whether the moment of last use is due to be stored again."""
        return now() - self.seen_at > _SEEN_EVERY


@dataclass(frozen=True, slots=True)
class LoginRow:
    """One log-in as its owner sees it in his account."""

    id: int
    created_at: datetime
    seen_at: datetime
    address: str
    device: str


def open_session(session: Session, member_id: int, *, address: str, device: str) -> str:
    """Add a log-in; return its secret token, which is not stored."""
    token = secrets.token_urlsafe(32)
    row = LoginSession(member_id=member_id, token_hash=_hash(token), address=address[:60], device=device[:200])
    session.add(row)
    return token


def signed_in(session: Session, token: str) -> SignedIn | None:
    """Return who holds this token; None where it is unknown, ended or too old, or the member is deactivated."""
    row = session.execute(
        select(LoginSession, Member)
        .join(Member, Member.id == LoginSession.member_id)
        .where(
            LoginSession.token_hash == _hash(token),
            LoginSession.ended_at.is_(None),
            LoginSession.seen_at > now() - LIFETIME,
        )
    ).one_or_none()
    if row is None:
        return None
    login, member = row
    actor = Actor(member.id, member.name, member.language or 'zh_CN', login.id)
    try:
        rights = rights_of(session, actor)
    except SignedOut:
        return None
    return SignedIn(actor, rights, member.language, member.dark, member.must_change_password, login.seen_at)


def note_seen(session: Session, session_id: int) -> None:
    """Store that a log-in is being used; nobody is told."""
    session.execute(update(LoginSession).where(LoginSession.id == session_id).values(seen_at=now()))


def end_sessions(session: Session, member_id: int, *, but: int | None = None, only: int | None = None) -> int:
    """End a member's log-ins (all, all ``but`` one, or ``only`` one); return how many were ended."""
    query = select(LoginSession).where(LoginSession.member_id == member_id, LoginSession.ended_at.is_(None))
    if only is not None:
        query = query.where(LoginSession.id == only)
    rows = [row for row in session.scalars(query) if row.id != but]
    for row in rows:
        row.ended_at = now()
    return len(rows)


def end_by_token(session: Session, token: str) -> int | None:
    """End the log-in with this token; return whose it was, None where there is no such one."""
    row = session.scalar(
        select(LoginSession).where(LoginSession.token_hash == _hash(token), LoginSession.ended_at.is_(None))
    )
    if row is None:
        return None
    row.ended_at = now()
    return row.member_id


def open_sessions(session: Session, member_id: int) -> list[LoginRow]:
    """Return a member's log-ins that still work, the last used first."""
    rows = session.scalars(
        select(LoginSession)
        .where(
            LoginSession.member_id == member_id,
            LoginSession.ended_at.is_(None),
            LoginSession.seen_at > now() - LIFETIME,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.id.desc())
    )
    return [LoginRow(row.id, row.created_at, row.seen_at, row.address, row.device) for row in rows]


def trim_sessions(session: Session) -> None:
    """Delete log-ins that ended or were left unused long ago."""
    moment = now() - _KEPT
    session.execute(delete(LoginSession).where(or_(LoginSession.ended_at < moment, LoginSession.seen_at < moment)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
