"""The menu of saved views: open one, keep the list as it is now, share, rename, forget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from crm_app.components.dialogs import form_dialog
from crm_app.components.words import _
from crm_app.view_models.customer_list import ListView
from crm_app.view_models.saved_views import ViewEntry


@dataclass(frozen=True, slots=True)
class ViewDeeds:
    """Who hears what was chosen. ``save`` gets the view to change (None: a new one), its name, whether shared."""

    open: Callable[[ViewEntry | None], Any]
    save: Callable[[ViewEntry | None, str, bool], Any]
    forget: Callable[[ViewEntry], Any]


class ViewsMenu:
    """The button with its menu; ``show`` keeps both up to date."""

    def __init__(self, deeds: ViewDeeds, *, may_share: bool) -> None:
        """Build the button."""
        self._deeds = deeds
        self._may_share = may_share
        self._shown: object = None
        self._button = ui.button(_('All customers')).props('flat icon-right=arrow_drop_down').classes('views-button')
        with self._button, ui.menu():
            self._list = ui.list().props('dense').style('min-width: 240px')

    def show(self, view: ListView) -> None:
        """Name the open view and list all."""
        seen = (view.view, view.views)
        if seen == self._shown:
            return
        self._shown = seen
        self._button.text = view.view.name if view.view else _('All customers')
        self._list.clear()
        with self._list:
            self._entry(_('All customers'), None, chosen=view.view is None)
            for entry in view.views:
                name = entry.name if entry.mine else _('{name} (shared)', name=entry.name)
                self._entry(name, entry, chosen=entry == view.view)
            ui.separator()
            ui.menu_item(_('Save as a new view …'), lambda: self._ask(None))
            if view.view and view.view.changeable:
                current = view.view
                ui.menu_item(_('Save changes to this view …'), lambda: self._ask(current))
                ui.menu_item(_('Delete this view'), lambda: self._deeds.forget(current))

    def _entry(self, name: str, entry: ViewEntry | None, *, chosen: bool) -> None:
        with ui.menu_item(on_click=lambda: self._deeds.open(entry)) as item:
            item.props(f'role=menuitemradio aria-checked={"true" if chosen else "false"}')
            ui.icon('check', size='18px').classes('check').props('aria-hidden=true')
            ui.label(name).style('padding-inline-start: 8px')

    def _ask(self, entry: ViewEntry | None) -> None:
        with form_dialog(_('Save view')) as dialog:
            name = ui.input(_('View name'), value=entry.name if entry else '')
            name.props('outlined dense autofocus maxlength=60').classes('w-full')
            shared = ui.checkbox(_('Share with everybody'), value=bool(entry and entry.shared))
            shared.set_visibility(self._may_share)

            async def save() -> None:
                if await self._deeds.save(entry, str(name.value or ''), bool(shared.value)):
                    dialog.close()

            name.on('keydown.enter', save, [])
            with ui.element('div').classes('dialog-foot'):
                ui.button(_('Cancel'), on_click=dialog.close).props('flat')
                ui.button(_('Save'), on_click=save).props('unelevated')
