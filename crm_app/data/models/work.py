"""What a person keeps while working: drafts, saved views, imports; and the office's settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm_app.data.models.base import Base, Json, UtcDateTime, now
from crm_app.rules.fields import Entity


class Draft(Base):
    """What somebody has typed into a form and not saved yet."""

    __tablename__ = 'draft'

    member_id: Mapped[int] = mapped_column(ForeignKey('member.id'), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class SavedView(Base):
    """A list as somebody wants to see it again: filters, sort, columns."""

    __tablename__ = 'saved_view'
    entity = Entity.SAVED_VIEW
    tracked = True

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey('member.id'), index=True)
    name: Mapped[str] = mapped_column(String(60))
    shared: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]] = mapped_column(Json)


class ImportRun(Base):
    """One import. ``state``: running, done, undone, cancelled or failed; what a dead process left is undone."""

    __tablename__ = 'import_run'
    entity = Entity.IMPORT_RUN

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey('member.id'))
    file_name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    choices: Mapped[dict[str, Any]] = mapped_column(Json)
    counts: Mapped[dict[str, Any]] = mapped_column(Json)
    liveness: Mapped[str] = mapped_column(String(80), default='')
    """Names the lock that the writing process holds while it lives."""


class Setting(Base):
    """One setting of the office."""

    __tablename__ = 'setting'
    entity = Entity.SETTING
    tracked = True

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
