"""Who is at a page: read at each request, and again when log-ins end."""

from __future__ import annotations

from typing import Final

from crm_app.data import members
from crm_app.data.database import Database
from crm_app.data.rights import rights_of
from crm_app.data.sessions import SignedIn, note_seen, signed_in
from crm_app.rules.members import Actor
from crm_app.rules.refusals import SignedOut

__all__ = ['TOKEN', 'SignedIn', 'has_members', 'is_still_in', 'who_is']

TOKEN: Final = 'token'  # noqa: S105 - a name, not a secret
"""Key in the session cookie under which the secret of the log-in stands."""


def who_is(database: Database, token: str) -> SignedIn | None:
    """Return who holds the token of a cookie, and note that he was seen; None for nobody."""
    if not token:
        return None
    with database.reading() as session:
        found = signed_in(session, token)
    if found is not None and found.is_stale and found.actor.session_id is not None:
        ident = found.actor.session_id
        database.write(lambda session: note_seen(session, ident), None)
    return found


def is_still_in(database: Database, actor: Actor) -> bool:
    """Whether the log-in of an open page still holds."""
    with database.reading() as session:
        try:
            rights_of(session, actor)
        except SignedOut:
            return False
    return True


def has_members(database: Database) -> bool:
    """Whether there is anybody who can log in."""
    with database.reading() as session:
        return members.has_members(session)
