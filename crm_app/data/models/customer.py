"""Customers, their contacts and follow-ups."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from crm_app.data.models.base import Base, BigId, SortText, UtcDateTime, now
from crm_app.rules.fields import Entity

TEXT_SLOTS: Final = tuple(f't{number:02}' for number in range(1, 121))
NUMBER_SLOTS: Final = tuple(f'n{number:02}' for number in range(1, 41))
CONTACT_TEXT_SLOTS: Final = tuple(f't{number:02}' for number in range(1, 21))
CONTACT_NUMBER_SLOTS: Final = tuple(f'n{number:02}' for number in range(1, 6))
_ALIVE: Final = text('deleted_at IS NULL')


def _alive_index(name: str, *columns: str) -> Index:
    """Index the customers that are not in the recycle bin; PostgreSQL needs NULLS FIRST to walk it both ways."""
    return Index(f'ix_customer_{name}', *columns, postgresql_where=_ALIVE, sqlite_where=_ALIVE)


class Customer(Base):
    """A company or a person; the team's fields live in typed slots (see ``docs/decisions``)."""

    __tablename__ = 'customer'
    entity = Entity.CUSTOMER
    tracked = True
    untracked: ClassVar[frozenset[str]] = frozenset(
        {
            'name_pinyin',
            'updated_at',
            'last_follow_up_at',
            'created_at',
            'created_by',
            'import_id',
            'demo',
            'deleted_by',
        }
    )
    __table_args__ = (
        _alive_index('updated', 'updated_at', 'id', 'owner_id'),
        _alive_index('owner_updated', 'owner_id', 'updated_at', 'id'),
        _alive_index('name', 'name_pinyin', 'id', 'owner_id'),
        Index(
            'ix_customer_next',
            'next_follow_up_at',
            'id',
            'owner_id',
            sqlite_where=text('deleted_at IS NULL AND next_follow_up_at IS NOT NULL'),
            postgresql_where=text('deleted_at IS NULL AND next_follow_up_at IS NOT NULL'),
        ),
        Index(
            'ix_customer_deleted',
            'deleted_at',
            sqlite_where=text('deleted_at IS NOT NULL'),
            postgresql_where=text('deleted_at IS NOT NULL'),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(Text)
    name_pinyin: Mapped[str] = mapped_column(SortText)
    contact_name: Mapped[str | None] = mapped_column(Text)
    """Name of the primary contact, kept beside it for lists."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey('member.id'))
    next_follow_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_follow_up_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    created_by: Mapped[int | None] = mapped_column(ForeignKey('member.id'))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deleted_by: Mapped[int | None] = mapped_column(ForeignKey('member.id'))
    import_id: Mapped[int | None] = mapped_column(ForeignKey('import_run.id'), index=True)
    demo: Mapped[bool] = mapped_column(default=False)

    def value(self, slot: str) -> Any:
        """Return the raw value of a slot."""
        return getattr(self, slot)


class Contact(Base):
    """A person at a customer; the primary one is the customer's 联系人."""

    __tablename__ = 'contact'
    entity = Entity.CONTACT
    tracked = True

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey('customer.id', ondelete='CASCADE'), index=True)
    name: Mapped[str] = mapped_column(Text)
    is_primary: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    def value(self, slot: str) -> Any:
        """Return the raw value of a slot."""
        return getattr(self, slot)


class FollowUp(Base):
    """What happened with a customer, how, and when to get in touch again."""

    __tablename__ = 'follow_up'
    __table_args__ = (Index(None, 'customer_id', 'at'), Index(None, 'member_id', 'at'))
    entity = Entity.FOLLOW_UP
    tracked = True
    untracked: ClassVar[frozenset[str]] = frozenset({'created_at'})

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey('customer.id', ondelete='CASCADE'))
    member_id: Mapped[int] = mapped_column(ForeignKey('member.id'))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    way: Mapped[str | None] = mapped_column(String(20))
    """Id of an option of the field 跟进方式, as text like every choice."""
    text: Mapped[str] = mapped_column(Text)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


def _add_slots(model: type[Base], texts: tuple[str, ...], numbers: tuple[str, ...]) -> None:
    """Map the slot columns, deferred as one group: lists read only the few they show."""
    for slot in texts:
        setattr(model, slot, deferred(Column(slot, Text, nullable=True), group='slots'))
    for slot in numbers:
        setattr(model, slot, deferred(Column(slot, BigInteger, nullable=True), group='slots'))


_add_slots(Customer, TEXT_SLOTS, NUMBER_SLOTS)
_add_slots(Contact, CONTACT_TEXT_SLOTS, CONTACT_NUMBER_SLOTS)
