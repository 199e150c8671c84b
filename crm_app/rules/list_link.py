"""A list as the text behind the ``?`` of an address: it can be sent to a colleague, and saved views keep it.

Reading is tolerant: what it does not understand is left out, for links outlive fields and versions of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from crm_app.rules.customers import CustomerKind
from crm_app.rules.list_query import Column, Filter, ListQuery, Operator

LONGEST_SEARCH: Final = 100
_MOST_FILTERS: Final = 30
_MOST_COLUMNS: Final = 200
_LONGEST_LINK: Final = 20_000
_LONGEST_PAGE: Final = 7
_DESCENDING: Final = '-'


@dataclass(frozen=True, slots=True)
class ListLink:
    """What an address says about a list. ``columns`` None = the person's own; ``view`` is a saved view's id."""

    query: ListQuery = field(default_factory=ListQuery)
    page: int = 1
    columns: tuple[Column, ...] | None = None
    view: int | None = None


def encode_link(link: ListLink) -> str:
    """Return the link as text, '' for the plain list; values of filters become text."""
    query, plain = link.query, ListQuery()
    parts: list[tuple[str, str]] = []
    if link.view is not None:
        parts.append(('view', str(link.view)))
    if query.search:
        parts.append(('q', query.search))
    if query.kind:
        parts.append(('kind', query.kind.value))
    parts += [('f', _filter_text(wanted)) for wanted in query.filters]
    if (query.sort, query.descending) != (plain.sort, plain.descending):
        parts.append(('sort', (_DESCENDING if query.descending else '') + str(query.sort)))
    if link.columns is not None:
        parts.append(('columns', ','.join(map(str, link.columns))))
    if link.page > 1:
        parts.append(('page', str(link.page)))
    return urlencode(parts)


def decode_link(text: str) -> ListLink:
    """Read the text of a link; never fails."""
    parts = parse_qsl(text[:_LONGEST_LINK], errors='replace')
    last = dict(parts)
    sort = last.get('sort', '')
    plain = ListQuery()
    column = _column(sort.removeprefix(_DESCENDING))
    kind = last.get('kind')
    columns = last.get('columns')
    return ListLink(
        query=ListQuery(
            search=last.get('q', '')[:LONGEST_SEARCH],
            filters=tuple(f for name, value in parts if name == 'f' and (f := _filter(value)))[:_MOST_FILTERS],
            kind=CustomerKind(kind) if kind in set(CustomerKind) else None,
            sort=plain.sort if column is None else column,
            descending=plain.descending if column is None else sort.startswith(_DESCENDING),
        ),
        page=max(1, _number(last.get('page', '')) or 1),
        columns=None if columns is None else _columns(columns),
        view=_number(last.get('view', '')),
    )


def _filter_text(wanted: Filter) -> str:
    return ':'.join(
        (str(wanted.column), wanted.operator.value, *(quote(str(value), safe='') for value in wanted.values))
    )


def _filter(text: str) -> Filter | None:
    name, *rest = text.split(':')
    column = _column(name)
    if column is None or not rest or rest[0] not in set(Operator):
        return None
    return Filter(column, Operator(rest[0]), tuple(unquote(value) for value in rest[1:]))


def _columns(text: str) -> tuple[Column, ...]:
    found = (column for part in text.split(',') if (column := _column(part)) is not None)
    return tuple(dict.fromkeys(found))[:_MOST_COLUMNS]


def _column(text: str) -> Column | None:
    if text.isascii() and text.isidentifier():
        return text
    return _number(text)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_PAGE else None
