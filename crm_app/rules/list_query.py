"""What a list shows: search, filters, order; as plain values that the address bar, saved views and exports share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from crm_app.rules.customers import CustomerKind

Column = int | str
"""A field's id, or ``'owner'``, ``'kind'``, ``'created_at'``, ``'updated_at'``, ``'next_follow_up_at'``,
``'last_follow_up_at'``."""


class Operator(StrEnum):
    """How a filter compares."""

    IS = 'is'
    ANY_OF = 'any_of'
    NONE_OF = 'none_of'
    CONTAINS = 'contains'
    AT_LEAST = 'at_least'
    AT_MOST = 'at_most'
    BETWEEN = 'between'
    IS_EMPTY = 'is_empty'
    IS_NOT_EMPTY = 'is_not_empty'


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. ``values`` are raw values (option ids, ISO dates or UTC moments as text, ten-thousandths)."""

    column: Column
    operator: Operator
    values: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which customers, in which order. The default is the whole list, last changed first."""

    search: str = ''
    filters: tuple[Filter, ...] = ()
    kind: CustomerKind | None = None
    sort: Column = 'updated_at'
    descending: bool = True
    deleted: bool = False
    """The recycle bin instead of the list."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a bulk action works on: chosen ids, or the whole result of a query."""

    ids: tuple[int, ...] = ()
    query: ListQuery | None = None
