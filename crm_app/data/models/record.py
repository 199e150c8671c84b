"""What happened: revisions, the ordered change feed, and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from crm_app.data.models.base import Base, BigId, Json, UtcDateTime, now


class Revision(Base):
    """One save of one record: who, when, by which route, and each value before and after.

    ``changes`` is a list of ``[field, before, after]`` or ``[field, before, after, text before, text after]`` where
    the displayed texts differ from the raw values; ``field`` is the id of a field definition or an attribute's name.
    """

    __tablename__ = 'revision'
    __table_args__ = (
        Index(None, 'entity_kind', 'entity_id', 'id'),
        Index(None, 'customer_id', 'id', sqlite_where=text('customer_id IS NOT NULL')),
        Index(
            None,
            'import_id',
            'id',
            sqlite_where=text('import_id IS NOT NULL'),
            postgresql_where=text('import_id IS NOT NULL'),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    entity_kind: Mapped[str] = mapped_column(String(20))
    entity_id: Mapped[int] = mapped_column(BigId)
    customer_id: Mapped[int | None] = mapped_column(BigId)
    """The customer whose timeline shows it, for contacts and follow-ups; None where it is the record itself."""
    action: Mapped[str] = mapped_column(String(12))
    """``create``, ``update``, ``delete`` or ``restore``."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    member_id: Mapped[int | None] = mapped_column(ForeignKey('member.id'))
    route: Mapped[str] = mapped_column(String(12))
    because: Mapped[str] = mapped_column(Text, default='')
    import_id: Mapped[int | None] = mapped_column(BigId)
    changes: Mapped[list[list[Any]]] = mapped_column(Json)


class Change(Base):
    """One committed transaction as live news: which records changed. Other processes read it from here."""

    __tablename__ = 'change'
    __table_args__ = ({'sqlite_autoincrement': True},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    origin: Mapped[str] = mapped_column(String(36))
    news: Mapped[dict[str, Any]] = mapped_column(Json)


class AuditEntry(Base):
    """Something an administrator may have to answer for: log-ins, exports, imports, look-ups, restores."""

    __tablename__ = 'audit_entry'
    __table_args__ = (Index(None, 'action', 'member_id', 'at'),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    member_id: Mapped[int | None] = mapped_column(ForeignKey('member.id'))
    action: Mapped[str] = mapped_column(String(30))
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
    address: Mapped[str] = mapped_column(String(60), default='')
