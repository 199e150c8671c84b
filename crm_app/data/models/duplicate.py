"""Keys that decide, and hints that only warn, whether two customers are one."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from crm_app.data.models.base import Base, BigId


class UniqueValue(Base):
    """The normalised value of a blocking 不可重复 field. Its primary key decides between two simultaneous saves."""

    __tablename__ = 'unique_value'
    __table_args__ = ({'sqlite_with_rowid': False},)

    field_id: Mapped[int] = mapped_column(ForeignKey('field_definition.id'), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey('customer.id', ondelete='CASCADE'), index=True)


class DuplicateHint(Base):
    """A key that may occur twice: it warns. ``loose`` tells the looser name key from the exact one."""

    __tablename__ = 'duplicate_hint'
    __table_args__ = (Index(None, 'customer_id'), {'sqlite_with_rowid': False})

    field_id: Mapped[int] = mapped_column(ForeignKey('field_definition.id'), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    loose: Mapped[bool] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(BigId, ForeignKey('customer.id', ondelete='CASCADE'), primary_key=True)
