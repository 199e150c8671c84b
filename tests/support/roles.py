"""Roles as a test needs them."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.models.member import Role
from crm_app.rules.members import Permission


def take_from_staff(database: Database, *permissions: Permission) -> None:
    """Let the role 员工 have these permissions no more; without any, none at all."""

    def unit(session: Session) -> None:
        role = session.query(Role).filter_by(key='staff').one()
        left = set(role.permissions) - set(permissions) if permissions else set()
        session.execute(update(Role).where(Role.id == role.id).values(permissions=sorted(left)))

    database.write(unit, None)
