"""⚙ 列: which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from crm_app.components.column_names import column_name
from crm_app.components.dialogs import form_dialog
from crm_app.components.words import _
from crm_app.rules.list_query import Column
from crm_app.view_models.list_columns import ColumnView


def choose_columns(
    offered: Sequence[ColumnView], shown: Sequence[ColumnView], on_done: Callable[[tuple[Column, ...]], Any]
) -> None:
    """Open the dialog; ``on_done`` is given the chosen columns in their order, never none."""
    chosen = {view.column for view in shown}
    rest = [view for view in offered if view.column not in chosen]
    with form_dialog(_('Choose columns')) as dialog:
        ui.label(_('Drag to reorder, or use the arrow keys on a handle.')).classes('muted small')
        chooser = _Chooser([*shown, *rest], chosen)

        async def done() -> None:
            columns = chooser.columns()
            if columns:
                dialog.close()
                result = on_done(columns)
                if result is not None:
                    await result

        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')
            ui.button(_('Apply'), on_click=done).props('unelevated')


class _Line(ui.row):
    """One column: a handle and a box to tick."""

    def __init__(self, view: ColumnView, *, ticked: bool) -> None:
        super().__init__(wrap=False)
        self.column = view.column
        self.classes('items-center gap-2 w-full column-line')
        with self:
            self.handle = ui.icon('drag_indicator', size='20px').classes('handle muted')
            self.handle.style('touch-action: none')
            self.handle.props['aria-label'] = _('Move {name}', name=column_name(view))
            self.handle.props('tabindex=0 role=button')
            self.box = ui.checkbox(column_name(view), value=ticked).props('dense')


class _Chooser:
    def __init__(self, views: Sequence[ColumnView], ticked: set[Column]) -> None:
        self._list = ui.column().classes('w-full gap-0 column-lines')
        with self._list:
            for view in views:
                line = _Line(view, ticked=view.column in ticked)
                line.handle.on('keydown.up.prevent', lambda line=line: self._move(line, -1), [])
                line.handle.on('keydown.down.prevent', lambda line=line: self._move(line, 1), [])
        self._list.make_sortable(handle='.handle', options={'delay': 120, 'delayOnTouchOnly': True})

    def columns(self) -> tuple[Column, ...]:
        """Return the ticked columns from the top down."""
        return tuple(line.column for line in self._lines() if line.box.value)

    def _lines(self) -> list[_Line]:
        return [child for child in self._list.default_slot.children if isinstance(child, _Line)]

    def _move(self, line: _Line, by: int) -> None:
        place = self._lines().index(line) + by
        if 0 <= place < len(self._lines()):
            line.move(self._list, place)
            ui.run_javascript(f'setTimeout(() => getHtmlElement({line.handle.id})?.focus(), 50)')
