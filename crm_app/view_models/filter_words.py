"""Filters as chips name them: the column, and the texts of the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_app.data.catalog import Catalog
from crm_app.data.display import text_of
from crm_app.data.list_conditions import ME
from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.list_query import Filter, ListQuery
from crm_app.view_models.list_columns import ColumnView


@dataclass(frozen=True, slots=True)
class FilterView:
    """One filter. ``texts`` are the values as people read them; ``'me'``, kinds and moments stay as they are."""

    filter: Filter
    column: ColumnView
    texts: tuple[str, ...]


def filter_views(catalog: Catalog, query: ListQuery, offered: Sequence[ColumnView]) -> tuple[FilterView, ...]:
    """Return the filters of a query with their words; the query must be usable."""
    by_column = {view.column: view for view in offered}
    return tuple(
        FilterView(wanted, by_column[wanted.column], tuple(_text(catalog, wanted, value) for value in wanted.values))
        for wanted in query.filters
        if wanted.column in by_column
    )


def _text(catalog: Catalog, wanted: Filter, value: str | int) -> str:
    if value == ME:
        return ME
    if wanted.column == 'owner':
        return catalog.member_names.get(int(value), '')
    field = catalog.by_id.get(wanted.column) if isinstance(wanted.column, int) else None
    return _of_field(catalog, field, value) if field else str(value)


def _of_field(catalog: Catalog, field: Field, value: str | int) -> str:
    if field.kind is FieldKind.PHONE:
        return str(value)
    return text_of(catalog, field, field.slot, int(value) if field.kind.is_number else value)
