"""Editing one cell in place: the field's own input, laid over the cell."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence

from nicegui import background_tasks, ui

from crm_app.components.field_inputs import Hearer, make_input
from crm_app.components.words import _
from crm_app.rules.fields import FieldKind
from crm_app.rules.inputs import Typed
from crm_app.view_models.choices import Choice
from crm_app.view_models.field_views import FieldView

Find = Callable[[int, str], Awaitable[Sequence[Choice]]]
Save = Callable[[Typed], Awaitable[bool]]
_AT_ONCE = frozenset({FieldKind.CHOICE, FieldKind.CASCADE, FieldKind.MEMBER})
"""Kinds whose value is complete with one choice."""


class CellEditor:
    """At most one cell is edited at a time; ``close`` forgets what was typed."""

    def __init__(self, place: ui.element) -> None:
        """``place`` is where the editor is built; it must live as long as the list."""
        self._place = place
        self._menu: ui.menu | None = None

    def open(self, cell: str, view: FieldView, typed: Typed, find: Find, save: Save) -> None:
        """Lay the input of a field over the cell of this id; it stays open until ``save`` says the value was taken."""
        self.close()
        box: list[Typed] = [typed]

        async def done() -> None:
            if box[0] == typed or await save(box[0]):
                self.close()
                self._focus(cell)

        def heard(_ident: int, value: Typed) -> None:
            box[0] = value
            if view.field.kind in _AT_ONCE:
                background_tasks.create(done(), context=self._place, name='chosen in a cell')

        with self._place, ui.menu().props('no-parent-event persistent no-focus fit cover anchor="top left"') as menu:
            menu.props['target'] = f'#{cell}'
            with ui.element('div').classes('cell-editor'):
                made = make_input(view, typed, Hearer(heard, lambda _ident: None, find, prefix=f'{cell}-'))
                if view.field.kind not in _AT_ONCE:
                    with ui.element('div').classes('dialog-foot'):
                        ui.button(_('Cancel'), on_click=self.close).props('flat dense size=sm')
                        ui.button(_('Save'), on_click=done).props('unelevated dense size=sm')
        made.element.on('keydown.esc.stop', self.close, [])
        if view.field.kind is not FieldKind.LONG_TEXT:
            made.element.on('keydown.enter', done, [])
        at_once = view.field.kind in _AT_ONCE
        menu.on('show', (lambda: made.element.run_method('showPopup')) if at_once else made.focus, [])
        self._menu = menu
        menu.open()

    def close(self) -> None:
        """Take the editor away."""
        if self._menu is not None and not self._menu.is_deleted:
            self._menu.close()
            self._menu.delete()
        self._menu = None

    def _focus(self, cell: str) -> None:
        """Back to the cell; the slot of the closed editor is gone by now."""
        self._place.client.run_javascript(f'document.getElementById({json.dumps(cell)})?.focus()')
