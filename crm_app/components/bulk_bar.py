"""The bar that stands over the list while something is selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from crm_app.components.formatting import count_words
from crm_app.components.words import _


@dataclass(frozen=True, slots=True)
class BulkDeeds:
    """Who hears what to do with the selection; None where it is not permitted."""

    everything: Callable[[], Any]
    nothing: Callable[[], Any]
    edit: Callable[[], Any] | None
    export: Callable[[], Any] | None
    delete: Callable[[], Any] | None


class BulkBar:
    """Shows how much is selected and what can be done with it."""

    def __init__(self, deeds: BulkDeeds) -> None:
        """Build it; it stays invisible until something is selected."""
        with ui.element('div').classes('bulk-bar').props(f'role=toolbar aria-label="{_("Selection")}"') as self._bar:
            self._count = ui.label().classes('strong').props('aria-live=polite')
            self._all = ui.button(on_click=deeds.everything).props('flat dense')
            ui.button(_('Clear selection'), on_click=deeds.nothing).props('flat dense')
            ui.element('div').classes('spring')
            if deeds.edit:
                ui.button(_('Edit all'), icon='edit', on_click=deeds.edit).props('flat dense')
            if deeds.export:
                ui.button(_('Export'), icon='download', on_click=deeds.export).props('flat dense')
            if deeds.delete:
                ui.button(_('Delete'), icon='delete', on_click=deeds.delete).props('flat dense color=negative')
        self._bar.set_visibility(False)

    def show(self, selected: int, total: int, *, whole: bool) -> None:
        """Show the size of the selection, of a result of ``total`` customers."""
        self._bar.set_visibility(selected > 0)
        self._count.text = _('{count} selected', count=count_words(selected))
        self._all.text = _('Select all {count}', count=count_words(total))
        self._all.set_visibility(not whole and selected < total)
