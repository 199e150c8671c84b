"""Rights of the person at a desk, as they change while his page is open."""

from __future__ import annotations

from dataclasses import replace

from crm_app.data.models.member import Member
from crm_app.data.rights import rights_of
from crm_app.rules.members import Actor, Rights
from crm_app.rules.refusals import SignedOut
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread


async def refresh_rights(desk: Desk) -> bool:
    """Bring name and rights at the desk up to date; return whether the rights changed. Raises ``SignedOut``."""
    actor, rights = await in_thread(_read, desk)
    changed = rights != desk.rights
    desk.actor, desk.rights = actor, rights
    return changed


def _read(desk: Desk) -> tuple[Actor, Rights]:
    with desk.database.reading() as session:
        rights = rights_of(session, desk.actor)
        member = session.get(Member, rights.member_id)
        if member is None:
            raise SignedOut
        return replace(desk.actor, name=member.name), rights
