"""The cells of a list as the browser gets them: displayed texts only, of the visible columns only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from crm_app.components.column_names import KIND_NAMES, column_name
from crm_app.components.formatting import day_words, money, phone_link
from crm_app.components.words import _
from crm_app.rules.fields import FieldKind
from crm_app.view_models.customer_list import ListRow
from crm_app.view_models.list_columns import ColumnView

_CARD: Final = {'mobile': 'phone', 'phone': 'phone', 'status': 'status', 'next_follow_up_at': 'next'}
_LONGEST_CELL: Final = 120
Cells = dict[str, Any]


def table_column(view: ColumnView) -> dict[str, Any]:
    """Return a column as the table wants it. ``card`` is its place on a phone's card."""
    name = column_name(view)
    return {
        'name': str(view.column),
        'field': str(view.column),
        'label': name,
        'align': 'right' if view.is_number else 'left',
        'editable': view.editable,
        'main': view.key == 'name',
        'card': _CARD.get(view.key or str(view.column), ''),
    }


def table_row(row: ListRow, columns: Sequence[ColumnView], now: datetime, zone: ZoneInfo) -> Cells:
    """Return a row as the table wants it: its id, the texts, and where a number can be dialled or a day is overdue."""
    cells: Cells = {'id': row.id, 'title': row.name, 'late': False, 'call': '', 'glow': [], 'by': ''}
    for view in columns:
        cells[str(view.column)] = cell_text(row, view, now, zone)
        raw = row.values.get(view.column)
        if view.column == 'next_follow_up_at':
            cells['late'] = isinstance(raw, datetime) and raw < now
        elif view.kind is FieldKind.PHONE and not cells['call']:
            cells['call'] = phone_link(str(raw or ''))
    return cells


def cell_text(row: ListRow, view: ColumnView, now: datetime, zone: ZoneInfo) -> str:
    """Return what stands in a cell: words, not codes."""
    raw = row.values.get(view.column)
    if raw is None:
        return ''
    if isinstance(raw, datetime) or view.kind is FieldKind.DATE:
        return day_words(raw if isinstance(raw, datetime) else str(raw), now, zone)
    if view.column == 'kind':
        return _(KIND_NAMES[str(raw)])
    if view.field and view.kind is FieldKind.MONEY:
        return money(int(raw), view.field.decimals)
    text = row.texts.get(view.column, '')
    text = text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + '…'
    return f'{text} {view.field.unit}' if view.field and view.field.unit and view.is_number else text
