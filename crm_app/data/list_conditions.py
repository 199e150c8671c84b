"""Filters of a list as conditions in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from crm_app.data.list_columns import ListColumn, list_column
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import FieldKind
from crm_app.rules.list_query import Filter, Operator

if TYPE_CHECKING:
    from crm_app.data.catalog import Catalog
    from crm_app.rules.members import Rights

ME: Final = 'me'
"""Stands for the asking member in filters by person, so that a shared view means everybody's own."""
MOST_VALUES: Final = 1000
"""Values of one filter; more are refused."""
_IDS: Final = (Operator.IS, Operator.ANY_OF, Operator.NONE_OF)
_RANGES: Final = {Operator.IS: 1, Operator.AT_LEAST: 1, Operator.AT_MOST: 1, Operator.BETWEEN: 2}
_LIKE_SPECIAL: Final = str.maketrans({'\\': '\\\\', '%': '\\%', '_': '\\_'})

Values = tuple[str | int, ...]


def filter_condition(catalog: Catalog, rights: Rights, wanted: Filter) -> ColumnElement[bool] | None:
    """Return the condition of one filter, or None where its column is unknown or hidden or its values mean nothing."""
    column = list_column(catalog, rights, wanted.column)
    if column is None or len(wanted.values) > MOST_VALUES:
        return None
    if wanted.operator is Operator.IS_EMPTY:
        return column.attribute.is_(None)
    if wanted.operator is Operator.IS_NOT_EMPTY:
        return column.attribute.is_not(None)
    if not wanted.values:
        return None
    try:
        return _compared(catalog, rights, column, wanted)
    except ValueError:
        return None


def _compared(catalog: Catalog, rights: Rights, column: ListColumn, wanted: Filter) -> ColumnElement[bool] | None:
    attribute, operator, values = column.attribute, wanted.operator, wanted.values
    if column.field is not None:
        return _of_field(catalog, rights, column, wanted)
    if column.is_moment:
        return _range(attribute, operator, values, _moment)
    if column.is_person:
        return _any_or_none(attribute, operator, [_person(rights, value) for value in values])
    return _any_or_none(attribute, operator, [CustomerKind(str(value)).value for value in values])


def _of_field(catalog: Catalog, rights: Rights, column: ListColumn, wanted: Filter) -> ColumnElement[bool] | None:
    attribute, operator, values = column.attribute, wanted.operator, wanted.values
    match column.kind:
        case FieldKind.MEMBER:
            found = _any_or_none(attribute, operator, [str(_person(rights, value)) for value in values])
        case FieldKind.MULTI_CHOICE:
            found = _multiple(attribute, operator, [int(value) for value in values])
        case FieldKind.CHOICE | FieldKind.CASCADE:
            ids = with_descendants(catalog, column.column, map(int, values))
            found = _any_or_none(attribute, operator, [str(ident) for ident in ids])
        case FieldKind.DATE:
            found = _range(attribute, operator, values, _day)
        case FieldKind.NUMBER | FieldKind.MONEY:
            found = _range(attribute, operator, values, int)
        case _:
            found = _text(column, operator, [str(value) for value in values])
    return found


def with_descendants(catalog: Catalog, field_id: object, ids: Iterable[int]) -> list[int]:
    """Return options and everything below them: a province stands for its cities."""
    below: dict[int, list[int]] = {}
    for option in catalog.options_of(field_id) if isinstance(field_id, int) else ():
        if option.parent_id is not None:
            below.setdefault(option.parent_id, []).append(option.id)
    found = list(dict.fromkeys(ids))
    for ident in found:
        found.extend(child for child in below.get(ident, ()) if child not in found)
    return found


def _any_or_none(attribute: Any, operator: Operator, values: list[Any]) -> ColumnElement[bool] | None:
    if operator not in _IDS:
        return None
    chosen: ColumnElement[bool] = attribute == values[0] if len(values) == 1 else attribute.in_(values)
    return or_(attribute.is_(None), not_(chosen)) if operator is Operator.NONE_OF else chosen


def _multiple(attribute: Any, operator: Operator, ids: list[int]) -> ColumnElement[bool] | None:
    if operator not in _IDS:
        return None
    chosen = or_(*(attribute.like(f'%,{ident},%') for ident in ids))
    return or_(attribute.is_(None), not_(chosen)) if operator is Operator.NONE_OF else chosen


def _range(
    attribute: Any, operator: Operator, values: Values, read: Callable[[str | int], Any]
) -> ColumnElement[bool] | None:
    if len(values) != _RANGES.get(operator):
        return None
    read_values = [read(value) for value in values]
    if operator is Operator.IS:
        found: ColumnElement[bool] = attribute == read_values[0]
        return found
    if operator is Operator.BETWEEN:
        first, last = read_values
        return and_(attribute >= first, attribute <= last) if first <= last else false()
    return attribute >= read_values[0] if operator is Operator.AT_LEAST else attribute <= read_values[0]  # type: ignore[no-any-return]


def _text(column: ListColumn, operator: Operator, values: list[str]) -> ColumnElement[bool] | None:
    attribute = column.attribute
    if operator in {Operator.IS, Operator.ANY_OF}:
        return attribute.in_(values)
    if operator is Operator.NONE_OF:
        return or_(attribute.is_(None), attribute.not_in(values))
    if operator is not Operator.CONTAINS:
        return None
    if column.kind is FieldKind.PHONE:
        digits = [''.join(c for c in value if c.isalnum() or c == '+') for value in values]
        return _contains(attribute, [piece or value for piece, value in zip(digits, values, strict=True)])
    return _contains(attribute, values)


def _contains(attribute: Any, pieces: list[str]) -> ColumnElement[bool]:
    found = []
    for piece in pieces:
        if piece.lower() == piece.upper():  # nothing to fold: half the work
            found.append(attribute.like(f'%{_escaped(piece)}%', escape='\\'))
            continue
        found.append(func.lower(attribute).like(f'%{_escaped(piece.lower())}%', escape='\\'))
        if not piece.isascii():  # SQLite's lower() leaves letters beyond ASCII as they are
            found.append(attribute.like(f'%{_escaped(piece)}%', escape='\\'))
    return or_(*found)


def _escaped(piece: str) -> str:
    return piece.translate(_LIKE_SPECIAL)


def _person(rights: Rights, value: str | int) -> int:
    return rights.member_id if value == ME else int(value)


def _day(value: str | int) -> str:
    return date.fromisoformat(str(value)).isoformat()


def _moment(value: str | int) -> datetime:
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment
