"""The declarative base and the column types that both databases share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, String, Table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

    from crm_app.rules.fields import Entity

BigId = BigInteger().with_variant(Integer, 'sqlite')
"""A 64-bit id; SQLite numbers rows by itself only where the type is INTEGER."""

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), 'postgresql')

SortText = String().with_variant(String(collation='C'), 'postgresql')
"""Text compared byte by byte on both databases, as the stored pinyin keys need."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Takes and gives aware datetimes; a naive one is refused, for it has no meaning here."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone; SQLite keeps sortable text."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == 'postgresql'))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = 'a stored moment needs a time zone'
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc if dialect.name == 'postgresql' else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Mark as UTC on the way out."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of all stored things."""

    metadata = MetaData(
        naming_convention={
            'ix': 'ix_%(table_name)s_%(column_0_N_name)s',
            'uq': 'uq_%(table_name)s_%(column_0_N_name)s',
            'fk': 'fk_%(table_name)s_%(column_0_N_name)s',
            'pk': 'pk_%(table_name)s',
        },
    )

    entity: ClassVar[Entity | None] = None
    """What live news calls this row; None = rows nobody listens to."""

    untracked: ClassVar[frozenset[str]] = frozenset()
    """Attributes whose changes are not worth a line in the history."""

    tracked: ClassVar[bool] = False
    """Whether history is written for this table."""


def table_of(model: type[Base]) -> Table:
    """Return the table behind a model, for statements on plain rows."""
    return cast('Table', model.__table__)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)
