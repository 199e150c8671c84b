"""Lists of customers: what a query means for somebody, a page of it, how many there are, and their ids.

What one may not see is in none of them. A filter on a field that is unknown or hidden raises ``NotFound`` rather than
being ignored: a bulk action must not reach further than what was on the screen. Screens drop such filters first
(:func:`usable`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.display import text_of
from crm_app.data.list_columns import list_column, searched_attributes
from crm_app.data.list_conditions import filter_condition
from crm_app.data.list_hints import CAP, Part, capped, hinted
from crm_app.data.list_hits import hits_of, worth_finding
from crm_app.data.list_order import order_of, ranking_of, sorts_by_index
from crm_app.data.list_segments import ids_in_segments, segments_of
from crm_app.data.models.customer import Customer
from crm_app.data.rights import visible_to
from crm_app.data.search import matching
from crm_app.rules.list_query import Column, ListQuery, Selection
from crm_app.rules.members import DataScope, Rights
from crm_app.rules.refusals import NotFound

MOST_ROWS: Final = 200
"""Rows of one page; a larger limit is clamped."""
_FURTHEST: Final = 10**9
_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class ListRow:
    """One customer of a list: raw values and displayed texts of the wanted columns that may be read.

    Moments are datetimes in ``values`` and have no text: how they read depends on the office's time.
    """

    id: int
    name: str
    kind: str
    values: Mapping[Column, str | int | datetime | None]
    texts: Mapping[Column, str]


@dataclass(frozen=True, slots=True)
class ListPage:
    """The rows of one page in their order."""

    rows: list[ListRow]


def usable(session: Session, rights: Rights, query: ListQuery) -> ListQuery:
    """Return the query without filters that mean nothing (any more) to these rights, for screens and saved views."""
    catalog = catalog_of(session)
    filters = tuple(f for f in query.filters if filter_condition(catalog, rights, f) is not None)
    sort = query.sort if list_column(catalog, rights, query.sort) else 'updated_at'
    return replace(query, filters=filters, sort=sort)


def condition_of(session: Session, rights: Rights, query: ListQuery) -> list[ColumnElement[bool]]:
    """Return the conditions on ``Customer`` that leave what the query means for these rights, visibility included.

    Raises:
        NotFound: where a filter names a field that is unknown or hidden, or values that mean nothing.
    """
    return [_place(query), *(part.condition for part in _parts(session, rights, query))]


def count_of(session: Session, rights: Rights, query: ListQuery, cap: int = CAP) -> int:
    """Return how many customers the query leaves, counting no further than ``cap``."""
    place, parts = _place(query), _parts(session, rights, query)
    if cap == CAP and worth_finding(parts):
        return hits_of(session, place, parts).count
    return capped(session, [place, *hinted(session, place, parts, sorted_by_index=False)], cap)


def page_of(
    session: Session, rights: Rights, query: ListQuery, columns: Sequence[Column], offset: int, limit: int
) -> ListPage:
    """Return up to ``limit`` (at most 200) customers from ``offset`` on, with the wanted columns."""
    size, start = max(1, min(limit, MOST_ROWS)), max(0, min(offset, _FURTHEST))
    ids = _page_ids(session, rights, query, start, size)
    found = {row.id: row for row in rows_of(session, rights, ids, columns, deleted=query.deleted)}
    return ListPage([found[ident] for ident in ids if ident in found])


def _page_ids(session: Session, rights: Rights, query: ListQuery, offset: int, limit: int) -> Sequence[int]:
    """Return the ids of a page: of the few hits, stretch by stretch, or along the index of the sort."""
    place, parts = _place(query), _parts(session, rights, query)
    hits = hits_of(session, place, parts) if worth_finding(parts) else None
    ranking = ranking_of(session, rights, query)
    by_index = ranking is not None or sorts_by_index(catalog_of(session), rights, query)
    if hits and hits.condition is not None:
        conditions = [hits.condition]
    else:
        conditions = [place, *hinted(session, place, parts, sorted_by_index=by_index)]
        segments = segments_of(session, ranking) if ranking else None
        if ranking and segments:
            descending = ranking.descending
            return ids_in_segments(session, segments, conditions, descending=descending, offset=offset, limit=limit)
    inner = select(Customer.id).where(*conditions).order_by(*order_of(session, rights, query))
    return session.connection().scalars(inner.limit(limit).offset(offset)).all()


def rows_of(
    session: Session, rights: Rights, ids: Sequence[int], columns: Sequence[Column], *, deleted: bool = False
) -> list[ListRow]:
    """Return these customers as rows of a list, in no order; those that may not be seen are missing."""
    if not ids:
        return []
    catalog = catalog_of(session)
    wanted = [found for column in dict.fromkeys(columns) if (found := list_column(catalog, rights, column))]
    query = select(Customer.id, Customer.name, Customer.kind, *(column.attribute for column in wanted)).where(
        Customer.id.in_(ids), _place(ListQuery(deleted=deleted)), visible_to(rights)
    )
    rows = []
    for ident, name, kind, *values in session.connection().execute(query):
        raw = {column.column: value for column, value in zip(wanted, values, strict=True)}
        texts = {
            column.column: text_of(catalog, column.field, 'owner_id' if column.is_person else '', raw[column.column])
            for column in wanted
            if not column.is_moment
        }
        rows.append(ListRow(ident, name, kind, raw, texts))
    return rows


def selected_ids(session: Session, rights: Rights, selection: Selection) -> list[int]:
    """Return the ids that a bulk action reaches, ascending: of the chosen ones those that may be seen."""
    if selection.query is not None:
        return list(ids_by_id(session, rights, selection.query))
    found: list[int] = []
    wanted = sorted(set(selection.ids))
    for start in range(0, len(wanted), _BATCH):
        ids = wanted[start : start + _BATCH]
        seen = select(Customer.id).where(Customer.id.in_(ids), Customer.deleted_at.is_(None), visible_to(rights))
        found += session.connection().scalars(seen)
    return sorted(found)


def ids_by_id(session: Session, rights: Rights, query: ListQuery) -> Iterator[int]:
    """Yield the ids of the whole result, ascending, without holding them all."""
    ids = select(Customer.id).where(*condition_of(session, rights, query)).order_by(Customer.id)
    yield from session.execute(ids.execution_options(yield_per=5000)).scalars()


def _place(query: ListQuery) -> ColumnElement[bool]:
    return Customer.deleted_at.is_not(None) if query.deleted else Customer.deleted_at.is_(None)


def _parts(session: Session, rights: Rights, query: ListQuery) -> list[Part]:
    catalog = catalog_of(session)
    parts = []
    for wanted in query.filters:
        condition = filter_condition(catalog, rights, wanted)
        column = list_column(catalog, rights, wanted.column)
        if condition is None or column is None:
            raise NotFound
        parts.append(Part(condition, (wanted, rights.member_id), indexed=column.indexed and not query.deleted))
    if query.kind is not None:
        parts.append(Part(Customer.kind == query.kind.value, query.kind))
    if rights.scope is not DataScope.ALL:
        mine = (rights.scope, rights.member_id, rights.team)
        parts.append(Part(visible_to(rights), mine, indexed=not query.deleted))
    if query.search.strip():
        seen = searched_attributes(catalog, rights)
        key = (query.search, tuple(seen) if seen is not None else None)
        condition, walked = (matching(session, query.search, seen, walks=walks) for walks in (False, True))
        parts.append(Part(condition, key, walked=walked))
    return parts
