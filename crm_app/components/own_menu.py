"""The member's own menu: account, language, dark, log out; on a phone with the rest of the navigation in a sheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nicegui import ui

from crm_app.components.words import _, current_language
from crm_app.locale.texts import LANGUAGES, N_

if TYPE_CHECKING:
    from crm_app.components.shell import Entry

_DARK_LABELS: Final = {None: N_('As the system'), False: N_('Light'), True: N_('Dark')}
_DARK_ICONS: Final = {None: 'contrast', False: 'light_mode', True: 'dark_mode'}


class _Choice(NamedTuple):
    value: Any
    label: str
    icon: str


@dataclass
class OwnMenu:
    """Who is logged in and what the menu does; the callbacks store the choice, the menu shows it."""

    name: str
    log_out_address: str
    dark_mode: ui.dark_mode
    choose_language: Callable[[str], Awaitable[None]]
    choose_dark: Callable[[bool | None], Awaitable[None]]

    def build_button(self) -> None:
        """Build the button with the name, and the menu behind it; phones have the sheet instead."""
        with ui.button(color=None).props('flat').classes('desktop-only nowrap') as button:
            button.props(f'aria-label="{_attribute(self.name)}" aria-haspopup=menu')
            ui.icon('account_circle', size='22px').props('aria-hidden=true').style('margin-right: 6px')
            ui.label(self.name).classes('truncate').style('max-width: 140px')
            ui.icon('arrow_drop_down', size='20px').props('aria-hidden=true')
            with ui.menu().props('anchor="bottom right" self="top right"').style('min-width: 200px'):
                self._build_items()

    def open_sheet(self, entries: Sequence[Entry]) -> None:
        """Open the sheet of a phone: the places that are not in the bottom bar, then the member's own things."""
        with ui.context.client, ui.dialog().props(f'position=bottom aria-label="{_("Me")}"') as sheet:
            sheet.on('hide', sheet.delete)
            with ui.card().classes('w-full').style('padding: 8px 0 12px; gap: 0'):
                ui.label(self.name).classes('strong').style('padding: 8px 16px')
                for entry in entries:
                    if not entry.on_phone:
                        _place(entry.icon, _(entry.label), entry.path).on('click', sheet.close)
                if any(not entry.on_phone for entry in entries):
                    ui.separator()
                self._build_items(sheet.close)
        sheet.open()

    def _build_items(self, after: Callable[[], Any] = lambda: None) -> None:
        _place('manage_accounts', _('My account'), '/account').on('click', after)
        ui.separator()
        languages = [_Choice(code, name, 'translate') for code, name in LANGUAGES.items()]
        _build_choices(languages, current_language(), self.choose_language)
        ui.separator()
        modes = [_Choice(value, _(label), _DARK_ICONS[value]) for value, label in _DARK_LABELS.items()]
        _build_choices(modes, self.dark_mode.value, self._darken)
        ui.separator()
        form = ui.element('form').props(f'method=post action="{self.log_out_address}"').classes('w-full')
        with form, ui.element('button').props('type=submit').classes('line clickable plain-button'):
            ui.icon('logout', size='20px').props('aria-hidden=true').classes('muted')
            ui.label(_('Log out'))

    async def _darken(self, value: bool | None) -> None:
        self.dark_mode.value = value
        await self.choose_dark(value)


def _build_choices(choices: Sequence[_Choice], chosen: object, choose: Callable[[Any], Awaitable[None]]) -> None:
    lines: list[ui.element] = []

    def mark(value: object) -> None:
        for choice, line in zip(choices, lines, strict=True):
            line.props(f'aria-checked={"true" if choice.value == value else "false"}')

    async def clicked(value: object) -> None:
        mark(value)
        await choose(value)

    for choice in choices:
        with ui.element('button').classes('line clickable plain-button') as line:
            line.props('type=button role=menuitemradio')
            ui.icon(choice.icon, size='20px').props('aria-hidden=true').classes('muted')
            ui.label(choice.label).classes('grow')
            ui.icon('check', size='18px').props('aria-hidden=true').classes('check')
        line.on('click', lambda value=choice.value: clicked(value))
        lines.append(line)
    mark(chosen)


def _place(icon: str, label: str, path: str) -> ui.element:
    with ui.element('a').classes('line').props(f'href="{path}" role=menuitem') as link:
        ui.icon(icon, size='20px').props('aria-hidden=true').classes('muted')
        ui.label(label)
    return link


def _attribute(text: str) -> str:
    return text.replace('"', '”').replace('\\', ' ')
