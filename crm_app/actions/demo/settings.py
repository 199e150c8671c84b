"""What demo data needs around it: members, options, and a few fields of the team's own."""

from __future__ import annotations

from random import Random
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.demo.words import CITIES, GIVEN, INDUSTRIES, SURNAMES
from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.models.customer import NUMBER_SLOTS, TEXT_SLOTS
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.data.models.member import Member, Role
from crm_app.rules.fields import Entity, FieldKind

_TEAM: Final = 8
_FIELDS: Final[tuple[tuple[str, FieldKind, dict[str, Any], tuple[str, ...]], ...]] = (
    ('意向程度', FieldKind.CHOICE, {}, ('高', '中', '低')),
    ('感兴趣的产品', FieldKind.MULTI_CHOICE, {}, ('标准版', '专业版', '企业版', '培训服务')),
    ('预计金额', FieldKind.MONEY, {'decimals': 2, 'unit': '元'}, ()),
    ('首次接触日期', FieldKind.DATE, {}, ()),
)


def add_members(session: Session, count: int, random: Random) -> list[int]:
    """Add members who cannot log in, each eighth the superior of those after him; return their ids."""
    roles = dict(session.execute(select(Role.key, Role.id).where(Role.key.in_(('manager', 'staff')))).all())
    taken = set(session.scalars(select(Member.login)))
    ids: list[int] = []
    superior: int | None = None
    number = 0
    while len(ids) < count:
        number += 1
        login = f'demo{number:02}'
        if login in taken:
            continue
        leads = len(ids) % _TEAM == 0
        name = random.choice(SURNAMES) + random.choice(GIVEN)
        member = Member(login=login, name=name, role_id=roles['manager' if leads else 'staff'], demo=True)
        member.superior_id = None if leads else superior
        session.add(member)
        session.flush()
        superior = member.id if leads else superior
        ids.append(member.id)
    return ids


def add_options(session: Session) -> None:
    """Fill the prepared dropdowns that start empty."""
    catalog = catalog_of(session)
    for key, names in (('city', CITIES), ('industry', INDUSTRIES)):
        field = catalog.by_key(key)
        if not catalog.options_of(field.id):
            _add_options(session, field.id, names)
    session.flush()


def add_fields(session: Session) -> None:
    """Add a few fields of different kinds in free slots, unless there are fields of these names."""
    catalog = catalog_of(session)
    names = {field.name for field in catalog.customer_fields}
    position = max((field.position for field in catalog.customer_fields), default=0)
    used = {field.slot for field in catalog.customer_fields}
    for name, kind, more, options in _FIELDS:
        if name in names:
            continue
        position += 1
        slot = next(slot for slot in (NUMBER_SLOTS if kind.is_number else TEXT_SLOTS) if slot not in used)
        used.add(slot)
        field = FieldDefinition(
            entity_kind=Entity.CUSTOMER.value,
            original_name=name,
            kind=kind.value,
            slot=slot,
            enabled=True,
            position=position,
            **more,
        )
        session.add(field)
        session.flush()
        _add_options(session, field.id, options)
    session.flush()


def custom_fields(catalog: Catalog) -> dict[str, str]:
    """Return the slots of the fields that ``add_fields`` added, by name."""
    wanted = {name for name, _, _, _ in _FIELDS}
    return {field.name: field.slot for field in catalog.customer_fields if field.name in wanted}


def _add_options(session: Session, field_id: int, names: tuple[str, ...]) -> None:
    for position, name in enumerate(names, start=1):
        session.add(FieldOption(field_id=field_id, name=name, position=position))
