"""Field definitions and dropdown options: the team's own form."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crm_app.data.models.base import Base, Json
from crm_app.rules.fields import Entity


class FieldDefinition(Base):
    """One field of customers, contacts or follow-ups; ``slot`` names the column that holds its values."""

    __tablename__ = 'field_definition'
    __table_args__ = (UniqueConstraint('entity_kind', 'slot'),)
    entity = Entity.FIELD
    tracked = True

    id: Mapped[int] = mapped_column(primary_key=True)
    entity_kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str | None] = mapped_column(String(40))
    original_name: Mapped[str] = mapped_column(String(60))
    custom_name: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    slot: Mapped[str] = mapped_column(String(20))
    enabled: Mapped[bool]
    required: Mapped[bool] = mapped_column(default=False)
    unique: Mapped[bool] = mapped_column('is_unique', default=False)
    on_duplicate_company: Mapped[str] = mapped_column(String(10), default='block')
    on_duplicate_individual: Mapped[str] = mapped_column(String(10), default='block')
    applies_to: Mapped[str] = mapped_column(String(12), default='both')
    position: Mapped[int]
    core: Mapped[bool] = mapped_column(default=False)
    decimals: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(String(20), default='')
    default: Mapped[str | None] = mapped_column('default_value', Text)
    help: Mapped[str] = mapped_column(Text, default='')
    subordinates_may_edit: Mapped[bool] = mapped_column(default=False)
    indexed: Mapped[bool] = mapped_column(default=False)
    readable_by: Mapped[list[int] | None] = mapped_column(Json)
    writable_by: Mapped[list[int] | None] = mapped_column(Json)


class FieldOption(Base):
    """One choice of a dropdown; records store its id, so a new name shows everywhere at once."""

    __tablename__ = 'field_option'
    __table_args__ = (Index(None, 'field_id', 'position'),)
    entity = Entity.OPTION
    tracked = True

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey('field_definition.id'))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey('field_option.id'))
    name: Mapped[str] = mapped_column(String(100))
    position: Mapped[int]
    colour: Mapped[str] = mapped_column(String(20), default='')
    retired: Mapped[bool] = mapped_column(default=False)
