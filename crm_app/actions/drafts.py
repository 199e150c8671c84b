"""Keep what somebody types into a form until it is saved or given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.drafts import put_draft
from crm_app.data.rights import rights_of
from crm_app.rules.members import Actor
from crm_app.rules.refusals import Refusal

LONGEST_DRAFT: Final = 500_000
"""Characters; more than any form holds."""


class DraftTooLong(Refusal):
    """Nobody types that much."""

    message = 'This is too long to be kept as a draft.'


def keep_draft(database: Database, actor: Actor, key: str, content: Mapping[str, Any]) -> None:
    """Keep the content (plain JSON values) under a key of the actor's own; it replaces what was there."""
    if len(repr(content)) > LONGEST_DRAFT:
        raise DraftTooLong
    _put(database, actor, key, dict(content))


def forget_draft(database: Database, actor: Actor, key: str) -> None:
    """Give up the actor's draft; there need not be one."""
    _put(database, actor, key, None)


def _put(database: Database, actor: Actor, key: str, content: dict[str, Any] | None) -> None:
    def unit(session: Session) -> None:
        put_draft(session, rights_of(session, actor).member_id, key, content)

    database.write(unit, actor)
