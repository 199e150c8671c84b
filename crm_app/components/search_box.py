"""The search from anywhere: opens by a click or by ``/``, shows hits while one types, goes there by ↑ ↓ ⏎."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from nicegui import events, ui

from crm_app.components.words import _
from crm_app.view_models.search import Hit

Search = Callable[[str], Awaitable[Sequence[Hit]]]


class SearchBox:
    """The button in the header and the one dialog behind it."""

    def __init__(self, search: Search) -> None:
        """Build the button where we stand; the dialog lies over the page."""
        self._search = search
        self._hits: Sequence[Hit] = ()
        self._chosen = 0
        self._asked = 0
        self._build_button()
        with ui.context.client, ui.dialog().props('position=top no-route-dismiss') as self._dialog:
            self._dialog.props(f'aria-label="{_("Search")}"')
            with ui.card().classes('search-card'):
                self._build_field()
                self._list = ui.element('div').classes('search-hits').props('id=search-hits role=listbox')
                self._list.props(f'aria-label="{_("Search results")}"')
        self._show(_('Part of a name, a phone number, a contact, or pinyin initials.'))

    def _build_button(self) -> None:
        hint = _('Search customers, phones, contacts …')
        with ui.element('button').classes('shell-search') as button:
            button.props(f'type=button id=search-button aria-label="{hint}" aria-haspopup=dialog aria-keyshortcuts="/"')
            ui.icon('search', size='20px').props('aria-hidden=true')
            with ui.element('span'):
                ui.label(hint).classes('truncate')
            with ui.element('kbd'):
                ui.label('/')
        button.on('click', self._open)

    def _build_field(self) -> None:
        self._field = ui.input(placeholder=_('Search customers, phones, contacts …'), on_change=self._typed)
        self._field.classes('w-full').style('padding: 6px 16px').props(
            'borderless autofocus debounce=150 type=search role=combobox aria-expanded=true aria-controls=search-hits '
            f'autocomplete=off aria-label="{_("Search")}"'
        )
        with self._field.add_slot('prepend'):
            ui.icon('search').props('aria-hidden=true')
        self._field.on('keydown.down.prevent', lambda: self._choose(self._chosen + 1))
        self._field.on('keydown.up.prevent', lambda: self._choose(self._chosen - 1))
        self._field.on('keydown.enter', self._enter)

    def _open(self) -> None:
        self._dialog.open()
        self._field.run_method('select')

    async def _typed(self, event: events.ValueChangeEventArguments[str | None]) -> None:
        """Look up what was typed; an answer that a later one has overtaken is dropped."""
        self._asked += 1
        asked, text = self._asked, str(event.value or '').strip()
        hits = await self._search(text) if text else ()
        if asked != self._asked or self._list.is_deleted:
            return
        self._hits, self._chosen = hits, 0
        if text:
            self._show(_('Nothing found for “{text}”.', text=text))
        else:
            self._show(_('Part of a name, a phone number, a contact, or pinyin initials.'))

    def _show(self, otherwise: str) -> None:
        self._list.clear()
        with self._list:
            if not self._hits:
                ui.label(otherwise).classes('muted').style('padding: 14px 16px').props('role=status')
            self._lines = [self._build_hit(place, hit) for place, hit in enumerate(self._hits)]
        self._choose(0)

    def _build_hit(self, place: int, hit: Hit) -> ui.element:
        with ui.element('a').classes('search-hit') as line:
            line.props(f'href="{hit.path}" role=option id=search-hit-{place}')
            ui.icon(hit.icon, size='20px').classes('muted').props('aria-hidden=true')
            with ui.element('div').classes('grow'):
                ui.label(hit.title)
                ui.label(hit.detail).classes('muted small')
        line.on('click', self._dialog.close)
        return line

    def _choose(self, place: int) -> None:
        if not self._lines:
            self._field.props(remove='aria-activedescendant')
            return
        self._chosen = place % len(self._lines)
        for number, line in enumerate(self._lines):
            line.props(f'aria-selected={"true" if number == self._chosen else "false"}')
        self._field.props(f'aria-activedescendant=search-hit-{self._chosen}')

    def _enter(self) -> None:
        if self._hits:
            self._dialog.close()
            ui.navigate.to(self._hits[self._chosen].path)
