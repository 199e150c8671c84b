"""Acting for a member who is named by his login, as the command line does."""

from __future__ import annotations

from crm_app.data.database import Database
from crm_app.data.members import member_by_login
from crm_app.rules.members import Actor
from crm_app.rules.refusals import Refusal


class NoSuchLogin(Refusal):
    """No active member has this login."""

    message = 'There is no active member with the log-in name “{login}”.'


def actor_by_login(database: Database, login: str) -> Actor:
    """Return the member with this login as an actor; raises ``NoSuchLogin``."""
    with database.reading() as session:
        member = member_by_login(session, login)
        if member is None or not member.active:
            raise NoSuchLogin(login=login)
        return Actor(member.id, member.name, member.language or 'zh_CN')
