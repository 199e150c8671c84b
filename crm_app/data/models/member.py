"""Members, their roles and their log-ins."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm_app.data.models.base import Base, Json, UtcDateTime, now
from crm_app.rules.fields import Entity


class Role(Base):
    """A set of permissions and a data scope."""

    __tablename__ = 'role'
    entity = Entity.ROLE
    tracked = True

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(20), unique=True)
    """``admin``, ``manager`` or ``staff`` for the built-in ones."""
    name: Mapped[str] = mapped_column(String(60))
    permissions: Mapped[list[str]] = mapped_column(Json)
    scope: Mapped[str] = mapped_column(String(10))


class Member(Base):
    """A person who works with the system; the login is kept case-folded."""

    __tablename__ = 'member'
    entity = Entity.MEMBER
    tracked = True
    untracked: ClassVar[frozenset[str]] = frozenset({'password_hash', 'language', 'dark'})

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    role_id: Mapped[int] = mapped_column(ForeignKey('role.id'))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey('member.id'), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    """None = cannot log in (demo members)."""
    must_change_password: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(10))
    dark: Mapped[bool | None]
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class LoginSession(Base):
    """One log-in of a member in one browser. Only a hash of the token is kept."""

    __tablename__ = 'login_session'
    entity = Entity.LOGIN_SESSION

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey('member.id'), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    address: Mapped[str] = mapped_column(String(60), default='')
    device: Mapped[str] = mapped_column(String(200), default='')
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LoginAttempt(Base):
    """A failed log-in, kept for slowing down guesses."""

    __tablename__ = 'login_attempt'
    __table_args__ = (Index(None, 'login', 'at'), Index(None, 'address', 'at'))

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
