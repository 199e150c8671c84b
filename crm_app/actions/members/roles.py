"""Adding, changing and deleting roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from crm_app.actions.members.checks import check_admin_left, check_may_give, manager_of_members, role_of
from crm_app.data.audit import note
from crm_app.data.database import Database
from crm_app.data.models.member import Member, Role
from crm_app.rules.accounts import checked_name
from crm_app.rules.members import Actor, DataScope, Permission
from crm_app.rules.refusals import Refusal


class RoleNameTaken(Refusal):
    """Another role has this name."""

    message = 'There is a role named “{name}” already.'


class RoleInUse(Refusal):
    """Members have this role."""

    message = 'The role is still used by members.'


class BuiltInRole(Refusal):
    """The role comes with the program."""

    message = 'A built-in role cannot be deleted.'


@dataclass(frozen=True, slots=True)
class RoleForm:
    """All there is to a role."""

    name: str
    permissions: Collection[Permission]
    scope: DataScope


def save_role(database: Database, actor: Actor, role_id: int | None, form: RoleForm) -> int:
    """Add a role (``role_id`` None) or change one; return its id.

    Raises ``NotPermitted``, ``NotFound``, ``RoleNameTaken``, ``LastAdmin``, ``BeyondOwnRights``.
    """
    name = checked_name(form.name)

    def unit(session: Session) -> int:
        rights = manager_of_members(session, actor)
        role = Role(key=None) if role_id is None else role_of(session, role_id)
        if role_id is not None:
            check_may_give(rights, role)
        if session.scalar(select(exists().where(func.lower(Role.name) == name.lower(), Role.id != (role_id or 0)))):
            raise RoleNameTaken(name=name)
        role.name = name
        role.permissions = sorted(permission.value for permission in form.permissions)
        role.scope = form.scope.value
        check_may_give(rights, role)
        session.add(role)
        check_admin_left(session)
        note(session, 'save_role', actor.member_id, role=role.id)
        return role.id

    return database.write(unit, actor)


def delete_role(database: Database, actor: Actor, role_id: int) -> None:
    """Delete a role that nobody has. Raises ``NotPermitted``, ``NotFound``, ``RoleInUse``, ``BuiltInRole``."""

    def unit(session: Session) -> None:
        rights = manager_of_members(session, actor)
        role = role_of(session, role_id)
        check_may_give(rights, role)
        if role.key is not None:
            raise BuiltInRole
        if session.scalar(select(exists().where(Member.role_id == role_id))):
            raise RoleInUse
        note(session, 'delete_role', actor.member_id, role=role_id, name=role.name)
        session.delete(role)

    database.write(unit, actor)
