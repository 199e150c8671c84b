"""Conflicts as they are asked about: names and texts instead of ids and raw values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.display import text_of
from crm_app.rules.conflicts import FieldConflict
from crm_app.rules.list_query import Column
from crm_app.view_models.field_names import name_in


@dataclass(frozen=True, slots=True)
class ConflictView:
    """One field to decide about. ``name`` is '' for the owner."""

    conflict: FieldConflict
    name: str
    before: str
    theirs: str
    mine: str


def conflict_views(database: Database, conflicts: Sequence[FieldConflict], language: str) -> tuple[ConflictView, ...]:
    """Return the conflicts with their texts."""
    with database.reading() as session:
        catalog = catalog_of(session)
        return tuple(_view(catalog, conflict, language) for conflict in conflicts)


def _view(catalog: Catalog, conflict: FieldConflict, language: str) -> ConflictView:
    field = catalog.by_id.get(conflict.column) if isinstance(conflict.column, int) else None
    texts = (_text(catalog, conflict.column, raw) for raw in (conflict.before, conflict.theirs, conflict.mine))
    return ConflictView(conflict, name_in(field, language) if field else '', *texts)


def _text(catalog: Catalog, column: Column, raw: Any) -> str:
    if column == 'owner':
        return text_of(catalog, None, 'owner_id', raw)
    field = catalog.by_id[int(column)]
    return text_of(catalog, field, field.slot, raw)
