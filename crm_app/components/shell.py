"""The frame around every page: header, navigation, search, the member's own menu, and whether we are connected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nicegui import ui

from crm_app.components.own_menu import OwnMenu
from crm_app.components.search_box import Search, SearchBox
from crm_app.components.words import _

DRAWER_WIDTH: Final = 176


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the navigation; ``label`` is a message id."""

    path: str
    label: str
    icon: str
    on_phone: bool = False
    """Whether it stands in the phone's bottom bar; all others are behind 我的 there."""


class Shell:
    """The frame of one open page. Build it once, then the sub pages."""

    def __init__(
        self, *, entries: Sequence[Entry], search: Search, own: OwnMenu, add: Callable[[], Any] | None = None
    ) -> None:
        """Build header, drawer and bottom bar; ``add`` is the phone's ＋ (a new customer), None where not permitted."""
        self._own = own
        self._add = add
        self._links: list[tuple[str, ui.element]] = []
        self._path = ui.context.client.sub_pages_router.current_path
        self._build_header(search)
        with ui.left_drawer(value=True, fixed=True, elevated=False).classes('shell-drawer') as drawer:
            drawer.props(f'width={DRAWER_WIDTH} behavior=desktop')  # on phones the style sheet takes it away
            self._navigation = ui.element('nav').classes('shell-nav').props(f'aria-label="{_("Main navigation")}"')
            _connection()
        with ui.footer(fixed=True, elevated=False).classes('shell-bar'):
            self._bar = ui.element('nav').props(f'aria-label="{_("Main navigation")}"')
        ui.label(_('Reconnecting; nothing you typed is lost')).classes('shell-lost').props('role=status')
        self.show_entries(entries)
        ui.context.client.sub_pages_router.on_path_changed(self._went_to)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries in place of the present ones, as rights and features change."""
        self._links.clear()
        self._navigation.clear()
        with self._navigation:
            for entry in entries:
                self._link(entry).classes('shell-entry')
        self._bar.clear()
        with self._bar:
            for entry in entries:
                if entry.on_phone:
                    self._link(entry)
            if self._add:
                _bar_button('add', _('New customer'), self._add, classes='shell-add', shown='')
            _bar_button('person', _('Me'), lambda: self._own.open_sheet(entries))
        self._mark()

    def _build_header(self, search: Search) -> None:
        with ui.header(fixed=True, elevated=False).classes('shell-header'):
            with ui.element('a').classes('shell-name desktop-only').props('href="/"'):
                ui.label(_('Customers CRM'))
            SearchBox(search)
            ui.element('div').classes('spring desktop-only')
            self._own.build_button()

    def _link(self, entry: Entry) -> ui.element:
        with ui.element('a').props(f'href="{entry.path}"') as link:
            ui.icon(entry.icon, size='20px').props('aria-hidden=true')
            ui.label(_(entry.label))
        self._links.append((entry.path, link))
        return link

    def _went_to(self, path: str) -> None:
        self._path = path
        self._mark()

    def _mark(self) -> None:
        """Tint the entry under whose address we are."""
        here = self._path.partition('?')[0]
        for path, link in self._links:
            if here == path or (path != '/' and here.startswith(f'{path}/')):
                link.props('aria-current=page')
            else:
                link.props(remove='aria-current')


def _bar_button(
    icon: str, label: str, on_click: Callable[[], Any], *, classes: str = '', shown: str | None = None
) -> None:
    with ui.element('button').classes(classes).props(f'type=button aria-label="{label}"') as button:
        ui.icon(icon).props('aria-hidden=true')
        text = label if shown is None else shown
        if text:
            ui.label(text)
    button.on('click', on_click)


def _connection() -> None:
    """Build the connection dot; style sheets alone turn it amber, for the server cannot tell when it is not reached."""
    with ui.element('div').classes('shell-link').props('role=status'):
        ui.element('span').classes('dot')
        with ui.element('span').classes('fine'):
            ui.html(_('Connected'), tag='span')
        with ui.element('span').classes('lost'):
            ui.html(_('Reconnecting; nothing you typed is lost'), tag='span')
