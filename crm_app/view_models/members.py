"""What the members page shows: members and roles, for who may manage them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from crm_app.data.members import MemberRow, RoleRow, list_members, list_roles
from crm_app.data.rights import allowed
from crm_app.rules.members import Permission, team_of
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread

__all__ = ['MemberRow', 'MembersView', 'RoleRow', 'load_members']


@dataclass(frozen=True)
class MembersView:
    """All members and roles at one moment."""

    members: tuple[MemberRow, ...]
    roles: tuple[RoleRow, ...]

    def role(self, role_id: int) -> RoleRow:
        """Return a role of this moment; raises ``StopIteration`` for one that was deleted since."""
        return next(role for role in self.roles if role.id == role_id)

    def superiors_for(self, member_id: int | None) -> Mapping[int | None, str]:
        """Return who can stand above a member (None = a new one): active, and not below him; by name."""
        below: Collection[int] = ()
        if member_id is not None:
            below = team_of(member_id, {member.id: member.superior_id for member in self.members})
        present = next((member.superior_id for member in self.members if member.id == member_id), None)
        return {
            member.id: member.name
            for member in sorted(self.members, key=lambda member: member.name)
            if member.id not in below and (member.active or member.id == present)
        }

    def same_name(self, name: str) -> bool:
        """Whether several members go by this name."""
        return sum(member.name == name for member in self.members) > 1


async def load_members(desk: Desk) -> MembersView:
    """Read members and roles; raises ``NotPermitted`` for who may not manage them."""
    return await in_thread(_read, desk)


def _read(desk: Desk) -> MembersView:
    with desk.database.reading() as session:
        allowed(session, desk.actor, Permission.MANAGE_MEMBERS)
        return MembersView(tuple(list_members(session)), tuple(list_roles(session)))
