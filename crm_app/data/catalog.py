"""The catalog: all field definitions and options as plain values, kept in memory until one of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import RowMapping, insert, select, update
from sqlalchemy.orm import Session

from crm_app.data.models.base import table_of
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.data.models.member import Member
from crm_app.data.models.work import Setting
from crm_app.rules.fields import AppliesTo, Entity, Field, FieldKind, OnDuplicate, Option

if TYPE_CHECKING:
    from crm_app.rules.members import Rights

_IN_CATALOG: Final = (FieldDefinition, FieldOption, Member)
_SEARCHED: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PHONE, FieldKind.EMAIL, FieldKind.WEB})
_VERSION: Final = 'catalog_version'
_SETTING: Final = table_of(Setting)


@dataclass(frozen=True)
class Catalog:
    """Fields, options and members' names at one moment."""

    fields: tuple[Field, ...]
    options: Mapping[int, Option]
    member_names: Mapping[int, str]
    superiors: Mapping[int, int | None] = field(default_factory=dict)
    """Each member's superior, by id."""

    @cached_property
    def by_id(self) -> Mapping[int, Field]:
        """Fields by id."""
        return {field.id: field for field in self.fields}

    @cached_property
    def customer_fields(self) -> tuple[Field, ...]:
        """All fields of customers, those that are off included."""
        return self.of(Entity.CUSTOMER, enabled=False)

    @cached_property
    def unique_fields(self) -> tuple[Field, ...]:
        """The customers' fields whose values may not occur twice."""
        return tuple(field for field in self.of(Entity.CUSTOMER) if field.unique)

    @cached_property
    def searchable_fields(self) -> tuple[Field, ...]:
        """The customers' fields of kinds that people type, but the name."""
        return tuple(f for f in self.customer_fields if f.kind in _SEARCHED and f.key != 'name')

    @cached_property
    def name_field(self) -> Field:
        """客户名称."""
        return self.by_key('name')

    @cached_property
    def _by_slot(self) -> Mapping[tuple[Entity, str], Field]:
        return {(field.entity, field.slot): field for field in self.fields}

    @cached_property
    def _options_by_field(self) -> Mapping[int, tuple[Option, ...]]:
        found: dict[int, list[Option]] = {}
        for option in self.options.values():
            found.setdefault(option.field_id, []).append(option)
        return {
            ident: tuple(sorted(row, key=lambda option: (option.position, option.id))) for ident, row in found.items()
        }

    def of(self, entity: Entity, *, enabled: bool = True) -> tuple[Field, ...]:
        """Return the fields of an entity in the team's order."""
        return tuple(field for field in self.fields if field.entity is entity and (field.enabled or not enabled))

    def by_key(self, key: str, entity: Entity = Entity.CUSTOMER) -> Field:
        """Return a system field; raises ``StopIteration`` for an unknown key, which is a mistake in the program."""
        return next(field for field in self.fields if field.key == key and field.entity is entity)

    def field_at(self, entity: Entity | None, slot: str) -> Field | None:
        """Return the field whose values lie in a slot, or None."""
        return self._by_slot.get((entity, slot)) if entity else None

    def options_of(self, field_id: int) -> tuple[Option, ...]:
        """Return all options of a field in order, retired ones included."""
        return self._options_by_field.get(field_id, ())

    def readable(self, rights: Rights, entity: Entity = Entity.CUSTOMER) -> tuple[Field, ...]:
        """Return the enabled fields whose values these rights may see."""
        return tuple(f for f in self.of(entity) if f.readable_by is None or rights.role_id in f.readable_by)

    def writable(self, rights: Rights, entity: Entity = Entity.CUSTOMER) -> tuple[Field, ...]:
        """Return the enabled fields whose values these rights may change."""
        return tuple(
            f for f in self.readable(rights, entity) if f.writable_by is None or rights.role_id in f.writable_by
        )


def catalog_of(session: Session) -> Catalog:
    """Return the catalog as this session sees it; it is read anew only after a change to it."""
    held: Catalog | None = session.info.get('catalog')
    if held is None:
        held = session.info['catalog'] = _shared(session)
    return held


def note_change(session: Session) -> None:
    """Raise the catalog's version when fields, options or members change; called after each flush."""
    if not any(isinstance(row, _IN_CATALOG) for row in (*session.new, *session.dirty, *session.deleted)):
        return
    session.info.pop('catalog', None)
    connection = session.connection()
    raised = connection.execute(update(_SETTING).where(_SETTING.c.key == _VERSION).values(value=_version(session) + 1))
    if not raised.rowcount:
        connection.execute(insert(_SETTING).values(key=_VERSION, value=1))


def _shared(session: Session) -> Catalog:
    version = _version(session)
    cache: dict[str, tuple[int, Any]] = session.info['database'].cache
    held = cache.get('catalog')
    if not held or held[0] != version:
        catalog = _read(session)
        if 'occasion' not in session.info:  # a writer may still roll back: only readers fill the shared cache
            cache['catalog'] = (version, catalog)
        return catalog
    found: Catalog = held[1]
    return found


def _version(session: Session) -> int:
    return session.connection().scalar(select(_SETTING.c.value).where(_SETTING.c.key == _VERSION)) or 0


def _read(session: Session) -> Catalog:
    connection = session.connection()
    fields = connection.execute(
        select(FieldDefinition.__table__).order_by(FieldDefinition.position, FieldDefinition.id)
    )
    options = connection.execute(select(FieldOption.__table__))
    members = connection.execute(select(Member.id, Member.name, Member.superior_id)).all()
    return Catalog(
        tuple(_field(row) for row in fields.mappings()),
        {row['id']: _option(row) for row in options.mappings()},
        {row.id: row.name for row in members},
        {row.id: row.superior_id for row in members},
    )


def _field(row: RowMapping) -> Field:
    return Field(
        id=row['id'],
        entity=Entity(row['entity_kind']),
        key=row['key'],
        original_name=row['original_name'],
        custom_name=row['custom_name'],
        kind=FieldKind(row['kind']),
        slot=row['slot'],
        enabled=row['enabled'],
        required=row['required'],
        unique=row['is_unique'],
        applies_to=AppliesTo(row['applies_to']),
        position=row['position'],
        core=row['core'],
        on_duplicate_company=OnDuplicate(row['on_duplicate_company']),
        on_duplicate_individual=OnDuplicate(row['on_duplicate_individual']),
        decimals=row['decimals'],
        unit=row['unit'],
        default=row['default_value'],
        help=row['help'],
        subordinates_may_edit=row['subordinates_may_edit'],
        indexed=row['indexed'],
        readable_by=_roles(row['readable_by']),
        writable_by=_roles(row['writable_by']),
    )


def _roles(stored: Iterable[int] | None) -> frozenset[int] | None:
    return None if stored is None else frozenset(stored)


def _option(row: RowMapping) -> Option:
    return Option(
        id=row['id'],
        field_id=row['field_id'],
        name=row['name'],
        position=row['position'],
        colour=row['colour'],
        retired=row['retired'],
        parent_id=row['parent_id'],
    )
