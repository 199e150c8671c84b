"""Members and roles as plain rows, and the lock under which they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member, Role
from crm_app.rules.accounts import normal_login
from crm_app.rules.members import DataScope, Permission, permissions_of


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member as lists and forms show him."""

    id: int
    login: str
    name: str
    role_id: int
    role_name: str
    superior_id: int | None
    superior_name: str
    active: bool
    can_log_in: bool
    must_change_password: bool
    demo: bool
    customers: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role, with how many members have it."""

    id: int
    key: str | None
    name: str
    permissions: frozenset[Permission]
    scope: DataScope
    members: int


def list_members(session: Session, *, active: bool | None = None) -> list[MemberRow]:
    """Return all members (or only the active, or only the deactivated ones), by login."""
    superior = Member.__table__.alias('superior')
    owned = (
        select(func.count())
        .where(Customer.owner_id == Member.id, Customer.deleted_at.is_(None))
        .correlate(Member)
        .scalar_subquery()
    )
    query = (
        select(Member, Role.name, superior.c.name, owned)
        .join(Role, Role.id == Member.role_id)
        .outerjoin(superior, superior.c.id == Member.superior_id)
        .order_by(Member.active.desc(), Member.login)
    )
    if active is not None:
        query = query.where(Member.active.is_(active))
    return [_row(member, role, above, count) for member, role, above, count in session.execute(query)]


def list_roles(session: Session) -> list[RoleRow]:
    """Return all roles, the built-in ones first."""
    counts = dict(session.execute(select(Member.role_id, func.count()).group_by(Member.role_id)).all())
    return [
        RoleRow(
            role.id,
            role.key,
            role.name,
            permissions_of(role.permissions),
            DataScope(role.scope),
            counts.get(role.id, 0),
        )
        for role in session.scalars(select(Role).order_by(Role.key.is_(None), Role.id))
    ]


def has_members(session: Session) -> bool:
    """Whether anybody who can log in has been added (demo members cannot)."""
    return bool(session.scalar(select(exists().where(Member.password_hash.is_not(None)))))


def lock_members(session: Session) -> None:
    """Let nobody else change members until this transaction ends (SQLite has but one writer anyway)."""
    if session.get_bind().dialect.name == 'postgresql':
        session.execute(text('LOCK TABLE member IN SHARE ROW EXCLUSIVE MODE'))


def member_by_login(session: Session, login: str) -> Member | None:
    """Return the member with this login, however it is written."""
    return session.scalar(select(Member).where(Member.login == normal_login(login)))


def superiors_of(session: Session) -> Mapping[int, int | None]:
    """Return who stands above whom, by member id."""
    return dict(session.execute(select(Member.id, Member.superior_id)).all())


def active_admins(session: Session) -> frozenset[int]:
    """Return the ids of the active members (demo ones apart) whose role lets them manage members."""
    rows = session.execute(
        select(Member.id, Role.permissions)
        .join(Role, Role.id == Member.role_id)
        .where(Member.active.is_(True), Member.demo.is_(False))
    )
    return frozenset(ident for ident, names in rows if Permission.MANAGE_MEMBERS in permissions_of(names))


def _row(member: Member, role: str, above: str | None, customers: int) -> MemberRow:
    return MemberRow(
        id=member.id,
        login=member.login,
        name=member.name,
        role_id=member.role_id,
        role_name=role,
        superior_id=member.superior_id,
        superior_name=above or '',
        active=member.active,
        can_log_in=member.password_hash is not None,
        must_change_password=member.must_change_password,
        demo=member.demo,
        customers=customers,
        created_at=member.created_at,
    )
