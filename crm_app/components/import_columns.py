"""Second step of an import: which column holds which field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from nicegui import events, ui

from crm_app.components.empty import heading
from crm_app.components.words import _
from crm_app.rules.fields import FieldKind
from crm_app.rules.import_plan import ColumnChoice
from crm_app.rules.sheet_columns import SpecialColumn, factor_of
from crm_app.view_models.import_choices import ImportChoices

IGNORED: Final = ''
_AT_ONCE: Final = 40
_NEW: Final = {'new:text': FieldKind.TEXT, 'new:number': FieldKind.NUMBER, 'new:date': FieldKind.DATE}
_NEW_LABELS: Final = {
    'new:text': 'New field (text)',
    'new:number': 'New field (number)',
    'new:date': 'New field (date)',
}
_SPECIAL_LABELS: Final = {SpecialColumn.KIND: 'Customer type', SpecialColumn.OWNER: 'Owner'}

NewField = Callable[[str, FieldKind], Awaitable[tuple[int, ImportChoices] | None]]
"""Adds a field after asking; returns its id and what can be chosen now, None where it was not added."""


class ColumnTable:
    """One line per column: its heading, three values, and the field it fills."""

    def __init__(
        self,
        columns: Sequence[ColumnChoice],
        samples: Sequence[Sequence[str]],
        choices: ImportChoices,
        *,
        on_change: Callable[[tuple[ColumnChoice, ...]], Any],
        on_new_field: NewField,
    ) -> None:
        """``on_change`` is given all columns after each choice."""
        self.columns = tuple(columns)
        self._samples = samples
        self._choices = choices
        self._on_change = on_change
        self._on_new_field = on_new_field
        self._shown = 0
        self._selects: dict[int, ui.select] = {}
        with ui.element('section').classes('rows w-full import-columns'):
            with ui.element('div').classes('import-column import-column-head desktop-only'):
                for text in (_('Column of the file'), _('First values'), _('Field')):
                    ui.label(text).classes('muted small')
            self._place = ui.element('div').classes('w-full')
        self._more = ui.button(_('Show further columns'), on_click=self._show_more).props('flat')
        self._show_more()

    def clashes(self) -> list[str]:
        """Return what is chosen for more than one column."""
        values = [value for value in map(_value_of, self.columns) if value != IGNORED]
        options = self._options()
        return [str(options.get(value, value)) for value in dict.fromkeys(values) if values.count(value) > 1]

    def _offer(self, choices: ImportChoices) -> None:
        """Show other fields to choose from."""
        self._choices = choices
        for place, select in self._selects.items():
            select.set_options(self._options(), value=_value_of(self.columns[place]))

    def _show_more(self) -> None:
        options = self._options()
        with self._place:
            for place in range(self._shown, min(self._shown + _AT_ONCE, len(self.columns))):
                self._build(place, options)
        self._shown = min(self._shown + _AT_ONCE, len(self.columns))
        self._more.set_visibility(self._shown < len(self.columns))

    def _build(self, place: int, options: dict[str, str]) -> None:
        column = self.columns[place]
        name = column.heading or _('(no heading)')
        with ui.element('div').classes('import-column') as line:
            ui.label(name).classes('strong' if column.heading else 'muted')
            ui.label(' · '.join(self._samples[place]) or _('(empty)')).classes('muted import-samples')
            select = ui.select(options, value=_value_of(column), with_input=False, on_change=self._changed(place, line))
            select.props(
                f'outlined dense options-dense aria-label="{_attribute(_("Field for “{column}”", column=name))}"'
            )
            self._selects[place] = select
        line.classes(toggle='import-ignored' if column.is_ignored else '')

    def _changed(self, place: int, line: ui.element) -> Callable[[events.ValueChangeEventArguments[str]], Any]:
        async def changed(event: events.ValueChangeEventArguments[str]) -> None:
            value = str(event.value)
            before = self.columns[place]
            if value == _value_of(before):
                return
            if value in _NEW:
                added = await self._on_new_field(before.heading, _NEW[value])
                if added is None:
                    self._selects[place].set_value(_value_of(before))
                    return
                value = f'field:{added[0]}'
                self._offer(added[1])
            self._take(place, self._choice(before.heading, value))
            line.classes(remove='import-ignored')
            if self.columns[place].is_ignored:
                line.classes('import-ignored')
            self._selects[place].set_value(value)

        return changed

    def _take(self, place: int, choice: ColumnChoice) -> None:
        self.columns = (*self.columns[:place], choice, *self.columns[place + 1 :])
        self._on_change(self.columns)

    def _choice(self, name: str, value: str) -> ColumnChoice:
        plain = ColumnChoice(name)
        kind, _colon, ident = value.partition(':')
        if kind == 'special':
            return replace(plain, special=SpecialColumn(ident))
        if kind != 'field':
            return plain
        field = next((field for field in self._choices.fields if field.id == int(ident)), None)
        is_money = field is not None and field.kind is FieldKind.MONEY
        return replace(plain, field_id=int(ident), factor=factor_of(name) if is_money else 1)

    def _options(self) -> dict[str, str]:
        options = {IGNORED: _('(ignored)')}
        for field in self._choices.fields:
            options[f'field:{field.id}'] = (
                field.name if field.enabled else _('{field} (is switched on by the import)', field=field.name)
            )
        options |= {f'special:{special.value}': _(label) for special, label in _SPECIAL_LABELS.items()}
        if self._choices.may_add_fields:
            options |= {value: _(label) for value, label in _NEW_LABELS.items()}
        return options


def columns_heading(known: int, total: int) -> None:
    """Build the title above the columns."""
    heading(_('What do the columns hold?'), level=2)
    ui.label(
        _('{known} of {total} columns were recognised; the others are ignored.', known=known, total=total)
    ).classes('muted')


def _value_of(column: ColumnChoice) -> str:
    if column.field_id is not None:
        return f'field:{column.field_id}'
    return f'special:{column.special.value}' if column.special else IGNORED


def _attribute(text: str) -> str:
    return text.replace('"', '”').replace('\\', ' ').replace('\n', ' ')
