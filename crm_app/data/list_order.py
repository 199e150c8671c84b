"""The order of a list: names by sound, choices as the team ordered them, empty values smallest, ids break ties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, ColumnElement, String, UnaryExpression, cast, func, literal, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.list_columns import ListColumn, list_column
from crm_app.data.list_segments import Ranking
from crm_app.data.models.customer import Customer
from crm_app.data.models.field import FieldOption
from crm_app.rules.fields import FieldKind
from crm_app.rules.pinyin import sort_key

if TYPE_CHECKING:
    from crm_app.rules.list_query import ListQuery
    from crm_app.rules.members import Rights

_MOST_RANKED: Final = 500
"""Up to so many ids are ranked by their place in one text, which is faster than a CASE or a join at a million rows."""

Order = list[UnaryExpression[Any]]


def order_of(session: Session, rights: Rights, query: ListQuery) -> Order:
    """Return the ORDER BY of a list; a column that is unknown or hidden leaves the last changed first."""
    catalog = catalog_of(session)
    column = list_column(catalog, rights, query.sort)
    if column is None:
        return [Customer.updated_at.desc(), Customer.id.desc()]
    sqlite = session.get_bind().dialect.name == 'sqlite'
    keys = _keys(catalog, column, sqlite=sqlite)
    order = [_directed(key, descending=query.descending, nulls=not sqlite and column.nullable) for key in keys]
    return [*order, Customer.id.desc() if query.descending else Customer.id.asc()]


def sorts_by_index(catalog: Catalog, rights: Rights, query: ListQuery) -> bool:
    """Whether an index holds the rows in the order of the list, so that a page can be read without sorting."""
    column = list_column(catalog, rights, query.sort)
    if column is None:
        return True
    if column.field is None:
        return column.indexed and not column.is_person
    return column.field.slot == 'name' or (column.field.indexed and not column.field.kind.has_options)


def ranking_of(session: Session, rights: Rights, query: ListQuery) -> Ranking | None:
    """Return the order of a list by values that an index holds in another order; None for any other list."""
    catalog = catalog_of(session)
    column = list_column(catalog, rights, query.sort)
    if column is None or not column.indexed or query.deleted:
        return None
    if column.is_person or column.kind is FieldKind.MEMBER:
        ranked = _people(catalog)
    elif column.field and column.kind in (FieldKind.CHOICE, FieldKind.CASCADE):
        ranked = [option.id for option in catalog.options_of(column.field.id)]
    else:
        return None
    values = ranked if column.is_person else [str(ident) for ident in ranked]
    return Ranking(column.attribute, values, query.descending)


def _people(catalog: Catalog) -> list[int]:
    names = catalog.member_names
    return sorted(names, key=lambda ident: (sort_key(names[ident], surname=True), ident))


def _keys(catalog: Catalog, column: ListColumn, *, sqlite: bool) -> list[Any]:
    if column.is_person or column.kind is FieldKind.MEMBER:
        return [_rank(column.attribute, _people(catalog), sqlite=sqlite)]
    if column.field and column.field.slot == 'name':
        return [Customer.name_pinyin]
    if column.field and column.field.kind in (FieldKind.CHOICE, FieldKind.CASCADE):
        options = catalog.options_of(column.field.id)
        if len(options) <= _MOST_RANKED:
            return [_rank(column.attribute, [option.id for option in options], sqlite=sqlite)]
        ident = cast(column.attribute, BigInteger)
        position = select(FieldOption.position).where(FieldOption.id == ident).scalar_subquery()
        return [position, ident]
    return [column.attribute]


def _rank(attribute: Any, ranked: Iterable[int], *, sqlite: bool) -> ColumnElement[int]:
    """Return an expression that grows with an id's place in ``ranked``; NULL stays NULL."""
    text = ',' + ''.join(f'{ident},' for ident in ranked)
    place = func.instr if sqlite else func.strpos
    found: ColumnElement[int] = place(literal(text, String), literal(',', String) + cast(attribute, String) + ',')
    return found


def _directed(key: Any, *, descending: bool, nulls: bool) -> UnaryExpression[Any]:
    directed: UnaryExpression[Any] = key.desc() if descending else key.asc()
    if not nulls:
        return directed
    return directed.nulls_last() if descending else directed.nulls_first()
