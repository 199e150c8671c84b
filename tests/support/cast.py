"""The cast that stands in every test: manager 王, her subordinate 李, outsider 赵, and an administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.customers.create import NewCustomer, create_customer
from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.models.member import Member, Role
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor


@dataclass(frozen=True)
class Cast:
    """Who plays: actors by their part."""

    admin: Actor
    wang: Actor
    li: Actor
    zhao: Actor


def add_cast(database: Database) -> Cast:
    """Put the cast into a fresh database."""

    def unit(session: Session) -> dict[str, int]:
        roles = {role.key: role.id for role in session.scalars(select(Role))}
        ids: dict[str, int] = {}
        for login, name, role, superior in (
            ('admin', '管理员', 'admin', None),
            ('wang', '王芳', 'manager', None),
            ('li', '李明', 'staff', 'wang'),
            ('zhao', '赵强', 'staff', None),
        ):
            member = Member(login=login, name=name, role_id=roles[role], superior_id=ids.get(superior or ''))
            session.add(member)
            session.flush()
            ids[login] = member.id
        return ids

    ids = database.write(unit, None)
    names = {'admin': '管理员', 'wang': '王芳', 'li': '李明', 'zhao': '赵强'}
    return Cast(**{login: Actor(ident, names[login]) for login, ident in ids.items()})


@pytest.fixture
def cast(database: Database) -> Cast:
    """The cast in the test's database."""
    return add_cast(database)


def catalog_in(database: Database) -> Catalog:
    """Return the catalog as it is now."""
    with database.reading() as session:
        return catalog_of(session)


def field_id(database: Database, key: str, entity: Entity = Entity.CUSTOMER) -> int:
    """Return the id of a prepared field."""
    return catalog_in(database).by_key(key, entity).id


def option_id(database: Database, key: str, name: str, entity: Entity = Entity.CUSTOMER) -> str:
    """Return the raw value of a prepared option."""
    catalog = catalog_in(database)
    options = catalog.options_of(catalog.by_key(key, entity).id)
    return str(next(option.id for option in options if option.name == name))


def add_customer(
    database: Database,
    actor: Actor,
    name: str,
    values: Mapping[str, str | int] | None = None,
    *,
    kind: CustomerKind = CustomerKind.COMPANY,
    owner: Actor | None = None,
) -> int:
    """Enter a customer with values by field key, as a test's given."""
    catalog = catalog_in(database)
    by_id = {catalog.by_key(key).id: value for key, value in {'name': name, **(values or {})}.items()}
    form = NewCustomer(kind=kind, values=by_id, owner_id=owner.member_id if owner else None)
    return create_customer(database, actor, form)
