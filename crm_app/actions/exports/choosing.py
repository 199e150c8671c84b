"""Columns named by a person, as on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from crm_app.actions.exports.columns import KIND_HEADING, OWNER_HEADING
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.rights import allowed
from crm_app.rules.list_query import Column
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import Refusal, shortened
from crm_app.rules.sheet_columns import heading_key
from crm_app.rules.system_fields import SYNONYMS


class UnknownColumn(Refusal):
    """There is no such column that the actor may read."""

    message = 'There is no column “{name}”.'


def columns_named(database: Database, actor: Actor, names: Sequence[str]) -> list[Column]:
    """Return the columns with these names: the team's own, the original or another known one; or ``UnknownColumn``."""
    with database.reading() as session:
        rights = allowed(session, actor, Permission.EXPORT)
        fields = catalog_of(session).readable(rights)
    known: dict[str, Column] = {}
    for field in fields:
        known.setdefault(heading_key(field.name), field.id)
    for field in fields:
        for name in (field.original_name, field.key or '', *SYNONYMS.get(field.key or '', ())):
            known.setdefault(heading_key(name), field.id)
    for name in (KIND_HEADING, 'kind'):
        known.setdefault(heading_key(name), 'kind')
    for name in (OWNER_HEADING, 'owner'):
        known.setdefault(heading_key(name), 'owner')
    found: list[Column] = []
    for name in names:
        key = heading_key(name)
        if not key or key not in known:
            raise UnknownColumn(name=shortened(name))
        found.append(known[key])
    return found
