"""Logging out, and ending one's other log-ins."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.rights import rights_of
from crm_app.data.sessions import LoginRow, end_by_token, end_sessions, open_sessions
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotFound


def sign_out(database: Database, token: str) -> None:
    """End the log-in with this token, in all its open pages; an unknown one changes nothing."""

    def unit(session: Session) -> None:
        member_id = end_by_token(session, token)
        if member_id is not None:
            note(session, 'sign_out', member_id)

    database.write(unit, None)


def list_sessions(database: Database, actor: Actor) -> list[LoginRow]:
    """Return the actor's own log-ins that still work, the last used first."""
    with database.reading() as session:
        rights_of(session, actor)
        return open_sessions(session, actor.member_id)


def end_session(database: Database, actor: Actor, session_id: int) -> None:
    """End one of the actor's own log-ins; its open pages close at once. Raises ``NotFound``."""

    def unit(session: Session) -> None:
        rights_of(session, actor)
        if not end_sessions(session, actor.member_id, only=session_id):
            raise NotFound
        note(session, 'end_session', actor.member_id, session_id=session_id)

    database.write(unit, actor)
