"""What everybody may change of himself: name, language, light or dark."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.models.member import Member
from crm_app.data.rights import rights_of
from crm_app.rules.accounts import checked_name
from crm_app.rules.members import Actor
from crm_app.rules.refusals import SignedOut


def rename_self(database: Database, actor: Actor, name: str) -> None:
    """Change the actor's own display name; raises ``BadName``."""
    checked = checked_name(name)
    _change(database, actor, lambda member: setattr(member, 'name', checked))


def choose_language(database: Database, actor: Actor, language: str | None) -> None:
    """Keep the language in which the actor wants to work; None = the program's."""
    _change(database, actor, lambda member: setattr(member, 'language', language))


def choose_dark(database: Database, actor: Actor, dark: bool | None) -> None:
    """Keep whether the actor's pages are dark (True), light (False) or as his system is (None)."""
    _change(database, actor, lambda member: setattr(member, 'dark', dark))


def _change(database: Database, actor: Actor, change: Callable[[Member], None]) -> None:
    def unit(session: Session) -> None:
        rights_of(session, actor)
        member = session.get(Member, actor.member_id)
        if member is None:
            raise SignedOut
        change(member)

    database.write(unit, actor)
