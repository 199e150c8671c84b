"""Which comparisons a column knows, and filters from what people type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from crm_app.rules.dates import read_date
from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.list_query import Column, Filter, Operator
from crm_app.rules.values import read_value

_MOMENT: Final = timedelta(microseconds=1)


class Family(StrEnum):
    """Columns that are compared alike."""

    TEXT = 'text'
    CHOICE = 'choice'
    RANGE = 'range'
    DAYS = 'days'
    """Moments, asked for by the days they fall on."""


OPERATORS: Final[dict[Family, tuple[Operator, ...]]] = {
    Family.TEXT: (Operator.CONTAINS, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY),
    Family.CHOICE: (Operator.ANY_OF, Operator.NONE_OF, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY),
    Family.RANGE: (Operator.BETWEEN, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY),
    Family.DAYS: (Operator.BETWEEN, Operator.IS_EMPTY, Operator.IS_NOT_EMPTY),
}


def family_of(column: Column, kind: FieldKind | None) -> Family:
    """Return how a column compares; ``kind`` is its field's, None for a fact of the customer itself."""
    if kind is None:
        return Family.CHOICE if column in {'owner', 'kind'} else Family.DAYS
    if kind.has_options or kind is FieldKind.MEMBER:
        return Family.CHOICE
    return Family.RANGE if kind.is_number or kind is FieldKind.DATE else Family.TEXT


def range_filter(column: Column, field: Field | None, first: str, last: str, zone: tzinfo) -> Filter | None:
    """Return the filter from … to …, either end may be blank; None where both are. Days are those of ``zone``.

    Raises:
        InvalidValue: when an end cannot be read as what the column holds.
    """
    if field is not None:
        values = [read_value(field, text) for text in (first, last)]
    else:
        values = [_end(text, zone, first=place == 0) for place, text in enumerate((first, last))]
    low, high = (None if value is None else str(value) for value in values)
    if low is not None and high is not None:
        return Filter(column, Operator.BETWEEN, (low, high))
    if low is not None:
        return Filter(column, Operator.AT_LEAST, (low,))
    return None if high is None else Filter(column, Operator.AT_MOST, (high,))


def day_of(moment: str, zone: tzinfo) -> str:
    """Return the day on which a filter's moment falls, as ISO text."""
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()


def _end(text: str, zone: tzinfo, *, first: bool) -> str | None:
    if not text.strip():
        return None
    day = date.fromisoformat(read_date(text))
    if first:
        return datetime.combine(day, time(), zone).astimezone(UTC).isoformat()
    return (datetime.combine(day + timedelta(days=1), time(), zone) - _MOMENT).astimezone(UTC).isoformat()
