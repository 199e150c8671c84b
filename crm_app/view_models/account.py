"""What 我的账号 shows: who I am and where I am logged in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_app.data.models.member import Member, Role
from crm_app.data.office import office_zone
from crm_app.data.rights import rights_of
from crm_app.data.sessions import LoginRow, open_sessions
from crm_app.rules.refusals import SignedOut
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread

__all__ = ['AccountView', 'LoginRow', 'load_account']


@dataclass(frozen=True, slots=True)
class AccountView:
    """The account of the person at a desk, at one moment."""

    name: str
    login: str
    role_key: str | None
    role_name: str
    superior_name: str
    dark: bool | None
    logins: tuple[LoginRow, ...]
    this_login: int | None
    """The id of the log-in he looks from."""
    zone: ZoneInfo
    now: datetime


async def load_account(desk: Desk) -> AccountView:
    """Read the account of the person at this desk."""
    return await in_thread(_read, desk)


def _read(desk: Desk) -> AccountView:
    with desk.database.reading() as session:
        rights = rights_of(session, desk.actor)
        member = session.get(Member, rights.member_id)
        role = session.get(Role, rights.role_id)
        if member is None or role is None:
            raise SignedOut
        superior = session.get(Member, member.superior_id) if member.superior_id else None
        return AccountView(
            name=member.name,
            login=member.login,
            role_key=role.key,
            role_name=role.name,
            superior_name=superior.name if superior else '',
            dark=member.dark,
            logins=tuple(open_sessions(session, member.id)),
            this_login=desk.actor.session_id,
            zone=office_zone(session),
            now=datetime.now(UTC),
        )
