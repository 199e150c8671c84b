"""Below the list: how many rows a page has, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import events, ui

from crm_app.components.words import _
from crm_app.view_models.customer_list import SIZES, ListView


class ListFooter:
    """Shows the page; ``show`` reports nothing back."""

    def __init__(self, size: int, on_size: Callable[[int], Any], on_page: Callable[[int], Any]) -> None:
        """Build it for pages of ``size`` rows."""
        self._on_page = on_page
        self._page = 1
        with ui.element('div').classes('list-foot') as self._foot:
            sizes = {number: _('{count} per page', count=number) for number in SIZES}
            choice = ui.select(sizes, value=size, on_change=lambda event: on_size(event.value))
            choice.props(f'outlined dense options-dense aria-label="{_("Rows per page")}"')
            self._pages = ui.pagination(1, 1, direction_links=True, value=1, on_change=self._turned)
            self._pages.props(f'max-pages=7 boundary-numbers flat active-design=unelevated aria-label="{_("Pages")}"')

    def show(self, view: ListView, size: int) -> None:
        """Show which page it is, of how many."""
        self._page = view.page
        self._pages.max = view.pages(size)
        self._pages.value = view.page
        self._foot.set_visibility(bool(view.rows) or view.page > 1)

    def _turned(self, event: events.ValueChangeEventArguments[Any]) -> Any:
        if event.value == self._page:
            return None
        self._page = event.value
        return self._on_page(int(event.value))
