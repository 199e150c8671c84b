"""Second step of an import: sheet and header, the columns, and whose customers they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nicegui import ui

from crm_app.components.import_choices import doubles_and_options, whose_and_which
from crm_app.components.import_columns import ColumnTable, NewField, columns_heading
from crm_app.components.words import _
from crm_app.rules.import_plan import ColumnChoice, ImportPlan
from crm_app.view_models.import_choices import ImportChoices
from crm_app.view_models.import_jobs import Look
from crm_app.view_models.import_wizard import ImportWizard


class ColumnsStep:
    """What the file says, as far as the program understands it, open for change."""

    def __init__(
        self,
        wizard: ImportWizard,
        look: Look,
        plan: ImportPlan,
        choices: ImportChoices,
        *,
        on_look: Callable[[str, int | None], Any],
        on_next: Callable[[], Any],
        on_new_field: NewField,
    ) -> None:
        """``on_look`` reads another sheet, or another row as the header; ``on_next`` checks the rows."""
        self._wizard = wizard
        self._first = plan
        self._on_look = on_look
        self._build_sheet(look, plan)
        with ui.element('section').classes('card w-full import-choices'):
            whose_and_which(self._current, choices, wizard.choose)
            may_add = bool(choices.may_add_options)
            doubles_and_options(self._current, wizard.choose, may_add_options=may_add)
        known = sum(not column.is_ignored for column in plan.columns)
        with ui.element('div').classes('w-full'):
            columns_heading(known, len(plan.columns))
        self._table = ColumnTable(
            plan.columns, look.samples, choices, on_change=self._columns_changed, on_new_field=on_new_field
        )
        with ui.row().classes('items-center gap-2 import-foot'):
            self._next = ui.button(_('Check the rows'), icon='fact_check', on_click=on_next).props('unelevated')
            self._clash = ui.label().classes('bad').props('role=alert')
        self._judge()

    def _current(self) -> ImportPlan:
        return self._wizard.plan or self._first

    def _build_sheet(self, look: Look, plan: ImportPlan) -> None:
        upload = self._wizard.upload
        with ui.element('section').classes('card w-full import-sheet'):
            ui.icon('description', size='20px').classes('muted').props('aria-hidden=true')
            ui.label(upload.name if upload else '').classes('strong truncate grow')
            if len(look.sheets) > 1:
                sheets = {sheet: sheet for sheet in look.sheets}
                sheet = ui.select(sheets, value=plan.sheet, label=_('Sheet')).props('outlined dense')
                sheet.on_value_change(lambda event: self._on_look(event.value, None))
            row = ui.number(_('Row with the headings'), value=plan.header_row, min=1, precision=0, format='%d')
            row.props('outlined dense').classes('import-header-row')
            row.on('keydown.enter', lambda: self._header_chosen(row.value))
            row.on('blur', lambda: self._header_chosen(row.value))

    def _header_chosen(self, row: float | None) -> None:
        plan = self._current()
        if row and int(row) >= 1 and int(row) != plan.header_row:
            self._on_look(plan.sheet, int(row))

    def _columns_changed(self, columns: tuple[ColumnChoice, ...]) -> None:
        self._wizard.choose(replace(self._current(), columns=columns))
        self._judge()

    def _judge(self) -> None:
        """Tell which fields are chosen twice; a field can come from one column only."""
        clashes = self._table.clashes()
        known = any(not column.is_ignored for column in self._table.columns)
        if clashes:
            self._clash.set_text(_('Chosen for more than one column: {fields}', fields='、'.join(clashes)))
        else:
            self._clash.set_text('' if known else _('Choose a field for at least one column.'))
        self._next.set_enabled(known and not clashes)
