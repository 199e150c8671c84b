"""Asks whose value counts where two people changed the same field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from nicegui import ui

from crm_app.components.dialogs import form_dialog
from crm_app.components.words import _
from crm_app.rules.list_query import Column
from crm_app.view_models.conflicts import ConflictView


async def ask_conflicts(views: Sequence[ConflictView]) -> set[Column] | None:
    """Return the columns whose own value shall be saved (the others take the colleague's); None to go on editing."""
    mine: set[Column] = set()
    with form_dialog(_('Somebody else changed this meanwhile'), persistent=True) as dialog:
        ui.label(_('Choose for each field which value counts.')).classes('muted')
        for view in views:
            _choice(view, mine)
        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Go on editing'), on_click=lambda: dialog.submit(None)).props('flat')
            ui.button(_('Save my choice'), on_click=lambda: dialog.submit(mine)).props('unelevated')
    answer: set[Column] | None = await dialog
    return answer


def _choice(view: ConflictView, mine: set[Column]) -> None:
    column = view.conflict.column

    def choose(own: bool) -> None:
        (mine.add if own else mine.discard)(column)
        theirs.props('aria-checked=false' if own else 'aria-checked=true')
        own_value.props('aria-checked=true' if own else 'aria-checked=false')

    with ui.element('div').classes('conflict').props('role=radiogroup'):
        with ui.row().classes('items-center gap-2'):
            ui.label(view.name or _('Owner')).classes('strong')
            ui.label(_('before: {value}', value=_shown(view.before))).classes('muted small')
        theirs = _value(_('Theirs'), view.theirs)
        own_value = _value(_('Mine'), view.mine)
        for place, own in ((theirs, False), (own_value, True)):
            place.on('click', partial(choose, own), [])
            place.on('keydown.enter.space.prevent', partial(choose, own), [])
    choose(own=False)


def _value(whose: str, text: str) -> ui.element:
    with ui.element('div').classes('conflict-value').props('role=radio tabindex=0') as place:
        ui.label(whose).classes('muted small')
        ui.label(_shown(text))
    return place


def _shown(text: str) -> str:
    return text or _('(empty)')
