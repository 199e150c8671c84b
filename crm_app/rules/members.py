"""Members, roles and what they may do, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One thing that a role may allow."""

    CHANGE_OWNER = 'change_owner'
    CREATE_CUSTOMER = 'create_customer'
    DELETE_CUSTOMER = 'delete_customer'
    EDIT_CUSTOMER = 'edit_customer'
    EXPORT = 'export'
    IMPORT = 'import'
    MANAGE_MEMBERS = 'manage_members'
    MANAGE_SETTINGS = 'manage_settings'
    RESTORE_CUSTOMER = 'restore_customer'
    SHARE_VIEWS = 'share_views'
    BACK_UP = 'back_up'


class DataScope(StrEnum):
    """本人 / 本人及下属 / 全部: whose customers a role sees."""

    OWN = 'own'
    TEAM = 'team'
    ALL = 'all'


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an identity only. What he may do is read fresh in each transaction (``rights_of``)."""

    member_id: int
    name: str
    language: str = 'zh_CN'
    session_id: int | None = None
    """The log-in he acts from; once it is ended, nothing is done for it any more. None for the command line."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a member may do and whose customers he sees, as of this transaction."""

    member_id: int
    role_id: int
    permissions: frozenset[Permission]
    scope: DataScope
    team: frozenset[int]
    """The member himself and everyone below him, at any depth."""

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in self.permissions

    def sees_owner(self, owner_id: int | None) -> bool:
        """Whether a customer of this owner is visible."""
        if self.scope is DataScope.ALL:
            return True
        if owner_id is None:
            return False
        return owner_id == self.member_id if self.scope is DataScope.OWN else owner_id in self.team


def team_of(member_id: int, superiors: Mapping[int, int | None]) -> frozenset[int]:
    """Return the member and all his subordinates at any depth. ``superiors`` maps member id to superior id."""
    below: dict[int, list[int]] = {}
    for member, superior in superiors.items():
        if superior is not None:
            below.setdefault(superior, []).append(member)
    team = {member_id}
    waiting = [member_id]
    while waiting:
        for member in below.get(waiting.pop(), ()):
            if member not in team:
                team.add(member)
                waiting.append(member)
    return frozenset(team)


def would_be_cycle(member_id: int, superior_id: int | None, superiors: Mapping[int, int | None]) -> bool:
    """Whether putting ``member_id`` under ``superior_id`` would close a circle."""
    return superior_id is not None and superior_id in team_of(member_id, superiors)


def permissions_of(names: Iterable[str]) -> frozenset[Permission]:
    """Return the known permissions among stored names; names of a newer program version are ignored."""
    known = set(Permission)
    return frozenset(Permission(name) for name in names if name in known)
