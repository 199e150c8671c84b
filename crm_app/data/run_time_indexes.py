"""Indexes that follow the team's fields: one for each field that people filter or sort by."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, inspect, select

from crm_app.data.models.customer import Customer
from crm_app.data.models.field import FieldDefinition
from crm_app.rules.fields import Entity, FieldKind

PREFIX: Final = 'ixf_'
"""Begins the names of these indexes; migrations leave them alone."""

_ALWAYS: Final = ('created_at', 'next_follow_up_at')
_ALREADY: Final = frozenset({'name'})


def ensure_indexes(connection: Connection) -> None:
    """Create what is missing and drop what no field asks for; doing it again changes nothing."""
    there = {str(index['name']) for index in inspect(connection).get_indexes(Customer.__tablename__)}
    there = {name for name in there if name.startswith(PREFIX)}
    wanted = {PREFIX + slot: slot for slot in (*_ALWAYS, *_indexed_slots(connection))}
    # PostgreSQL walks an index both ways only where NULLs lie as the lists want them; SQLite puts them there anyway.
    nulls = ' NULLS FIRST' if connection.dialect.name == 'postgresql' else ''
    for name in sorted(there - wanted.keys()):
        connection.exec_driver_sql(f'DROP INDEX IF EXISTS {name}')
    for name in sorted(wanted.keys() - there):
        columns = f'{wanted[name]}{nulls}, id, owner_id'
        connection.exec_driver_sql(
            f'CREATE INDEX IF NOT EXISTS {name} ON customer ({columns}) WHERE deleted_at IS NULL'
        )


def _indexed_slots(connection: Connection) -> list[str]:
    """Return the columns of indexed fields; none that is unbounded, and none that is no column of ours."""
    fields = FieldDefinition.__table__.c
    query = select(fields.slot).where(
        fields.entity_kind == Entity.CUSTOMER.value, fields.indexed, fields.kind != FieldKind.LONG_TEXT.value
    )
    columns = Customer.__table__.columns.keys()
    return [slot for slot in connection.scalars(query) if slot in columns and slot not in _ALREADY]
