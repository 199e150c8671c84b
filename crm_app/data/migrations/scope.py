"""What autogenerate and the drift test must leave alone: the search tables and indexes made at run time."""

from __future__ import annotations

from typing import Final

RUN_TIME_INDEX: Final = 'ixf_'
_SEARCH: Final = ('customer_search', 'customer_fts')


def include_object(_item: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Whether Alembic shall compare this table or index."""
    if kind == 'table':
        return not (name or '').startswith(_SEARCH)
    return not (kind == 'index' and (name or '').startswith(RUN_TIME_INDEX))
