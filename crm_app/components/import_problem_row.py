"""One row in question: its number, what is wrong, and its cells."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime

from nicegui import ui

from crm_app.components.notices import refusals_shown
from crm_app.components.words import _, current_language
from crm_app.locale.texts import sentence_of
from crm_app.rules.import_problems import ProblemRow
from crm_app.rules.spreadsheets import Cell

Correct = Callable[[int, int, str], Awaitable[ProblemRow | None]]
"""(row, column, text): judge the row again; None where it would be taken now."""


class ProblemLine:
    """A row of the table. After a correction only this row is built anew, so that the focus stays where it went."""

    def __init__(
        self,
        row: ProblemRow,
        columns: Mapping[int, str],
        texts: Mapping[tuple[int, int], str],
        fixed: bool,
        on_correct: Correct,
    ) -> None:
        """``texts`` are what was typed in place of cells so far."""
        self._row = row
        self._columns = columns
        self._texts = texts
        self._fixed = fixed
        self._on_correct = on_correct
        self._busy = False
        self._line = ui.element('tr').props(f'data-row={row.number}')
        self._build()

    def _build(self) -> None:
        bad = set() if self._fixed else {problem.column for problem in self._row.problems}
        self._line.clear()
        with self._line:
            with ui.element('td').classes('import-number'):
                ui.label(str(self._row.number))
            with ui.element('td').classes('import-reason'):
                self._say()
            for place, (column, heading) in enumerate(self._columns.items()):
                with ui.element('td') as cell:
                    name = heading.replace('"', '”')
                    cell.props(f'data-heading="{name}"')
                    if column in bad or (self._row.number, column) in self._texts:
                        self._build_input(column, heading, is_bad=column in bad)
                    else:
                        cell.classes('import-fine' if place else '')
                        self._build_text(cell, column, heading)

    def _say(self) -> None:
        if self._fixed:
            ui.label(_('Corrected')).classes('chip good')
            return
        for sentence in dict.fromkeys(
            sentence_of(problem.refusal, current_language()) for problem in self._row.problems
        ):
            ui.label(sentence).classes('bad' if self._row.outcome == 'failed' else 'warn')

    def _build_text(self, cell: ui.element, column: int, heading: str) -> None:
        text = self._text(column)
        with ui.element('button').classes('plain-button import-cell') as button:
            name = _('Correct {column}', column=heading).replace('"', '”')
            button.props(f'type=button title="{name}"')
            ui.label(text or ' ').classes('truncate')

        def edit() -> None:
            cell.clear()
            with cell:
                self._build_input(column, heading, is_bad=False, focus=True)

        button.on('click', edit)

    def _build_input(self, column: int, heading: str, *, is_bad: bool, focus: bool = False) -> None:
        name = _('{column}, row {row}', column=heading, row=self._row.number).replace('"', '”')
        field = ui.input(value=self._text(column)).props(f'outlined dense hide-bottom-space aria-label="{name}"')
        field.classes('import-input')
        if is_bad:
            field.props('error no-error-icon')
        if focus:
            field.props('autofocus')
        field.on('keydown.enter', lambda: self._typed(column, field.value))
        field.on('blur', lambda: self._typed(column, field.value))

    def _text(self, column: int) -> str:
        typed = self._texts.get((self._row.number, column))
        if typed is not None:
            return typed
        return cell_text(self._row.cells[column]) if column < len(self._row.cells) else ''

    async def _typed(self, column: int, text: str | None) -> None:
        if self._busy or (text or '') == self._text(column):
            return
        self._busy = True
        try:
            with refusals_shown():
                judged = await self._on_correct(self._row.number, column, text or '')
                self._fixed = judged is None
                self._row = judged or self._row
        finally:
            self._busy = False
        if not self._line.is_deleted:
            self._build()


def cell_text(cell: Cell) -> str:
    """Return what a cell shows in a spreadsheet program, more or less."""
    if cell is None:
        return ''
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(' ', 'minutes')
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
