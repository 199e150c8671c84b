"""The dialog that makes one filter, built from the column it is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from nicegui import ui

from crm_app.components.choice_input import ChoiceInput
from crm_app.components.column_names import column_name
from crm_app.components.dialogs import form_dialog
from crm_app.components.notices import show_refusal
from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.rules.fields import FieldKind
from crm_app.rules.filters import OPERATORS, Family, day_of, family_of, range_filter
from crm_app.rules.inputs import typed_of
from crm_app.rules.list_query import Filter, Operator
from crm_app.rules.refusals import InvalidValue
from crm_app.view_models.choices import Choice, Choices
from crm_app.view_models.list_columns import ColumnView

OPERATOR_WORDS: Final = {
    Operator.ANY_OF: N_('is one of'),
    Operator.NONE_OF: N_('is none of'),
    Operator.CONTAINS: N_('contains'),
    Operator.BETWEEN: N_('from … to'),
    Operator.IS_EMPTY: N_('is empty'),
    Operator.IS_NOT_EMPTY: N_('is filled in'),
}
_BARE: Final = (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY)
Find = Callable[[str], Awaitable[Sequence[Choice]]]


async def ask_filter(
    column: ColumnView, current: Filter | None, choices: Choices, zone: ZoneInfo, find: Find | None = None
) -> Filter | None:
    """Ask for a filter on a column; None where nothing was chosen. ``choices`` are what a dropdown offers."""
    with form_dialog(column_name(column)) as dialog:
        editor = _Editor(column, current, choices, zone, find)

        def apply() -> None:
            try:
                found = editor.result()
            except InvalidValue as refusal:
                show_refusal(refusal)
            else:
                dialog.submit(found)

        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')
            ui.button(_('Filter'), on_click=apply).props('unelevated')
        dialog.on('keydown.enter', apply, [])
    answer: Filter | None = await dialog
    return answer


class _Editor:
    def __init__(
        self, column: ColumnView, current: Filter | None, choices: Choices, zone: ZoneInfo, find: Find | None
    ) -> None:
        self._column = column
        self._zone = zone
        self._family = family_of(column.column, column.kind)
        self._ids: list[str] = []
        self._inputs: list[ui.input] = []
        words = {operator: _(OPERATOR_WORDS[operator]) for operator in self._operators()}
        start = current.operator if current and current.operator in words else next(iter(words))
        self._operator = ui.select(words, value=start, label=_('Condition')).props('outlined dense').classes('w-full')
        self._place = ui.element('div').classes('form-grid')
        self._place.bind_visibility_from(self._operator, 'value', backward=lambda value: value not in _BARE)
        with self._place:
            self._build(current, choices, find)

    def result(self) -> Filter | None:
        """Return the filter, None for an empty one; raises ``InvalidValue``."""
        operator: Operator = self._operator.value or self._operators()[0]
        column = self._column
        if operator in _BARE:
            return Filter(column.column, operator)
        if self._family is Family.CHOICE:
            return Filter(column.column, operator, tuple(self._ids)) if self._ids else None
        texts = [str(field.value or '').strip() for field in self._inputs]
        if self._family is Family.TEXT:
            return Filter(column.column, operator, (texts[0],)) if texts[0] else None
        return range_filter(column.column, column.field, texts[0], texts[1], self._zone)

    def _operators(self) -> tuple[Operator, ...]:
        return OPERATORS[self._family] if self._column.column != 'kind' else (Operator.ANY_OF,)

    def _build(self, current: Filter | None, choices: Choices, find: Find | None) -> None:
        values = [str(value) for value in current.values] if current else []
        if self._family is Family.CHOICE:
            box = ChoiceInput(choices, values, on_choose=self._chose, search=find, multiple=True)
            box.props(f'outlined dense autofocus label="{_("Values")}"').classes('whole')
            self._ids = box.chosen
            return
        if self._family is Family.TEXT:
            self._inputs = [self._input(_('Text'), values[0] if values else '').classes('whole').props('autofocus')]
            return
        first, last = self._ends(current, values)
        self._inputs = [self._input(_('From'), first).props('autofocus'), self._input(_('To'), last)]

    def _ends(self, current: Filter | None, values: list[str]) -> tuple[str, str]:
        shown = [self._shown(value) for value in values]
        if current is None or not shown:
            return '', ''
        if current.operator is Operator.AT_MOST:
            return '', shown[0]
        return shown[0], shown[-1] if current.operator is not Operator.AT_LEAST else ''

    def _shown(self, value: str) -> str:
        field = self._column.field
        if field is None:
            return day_of(value, self._zone)
        return str(typed_of(field, int(value) if field.kind.is_number else value))

    def _input(self, label: str, value: str) -> ui.input:
        field = ui.input(label, value=value).props('outlined dense autocomplete=off')
        is_day = self._family is Family.DAYS or self._column.kind is FieldKind.DATE
        return field.props('type=date stack-label') if is_day else field

    def _chose(self, ids: list[str]) -> None:
        self._ids = ids
