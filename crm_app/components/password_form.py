"""Changing one's own password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from crm_app.components.notices import refusals_shown, say
from crm_app.components.words import _

Change = Callable[[str, str], Awaitable[None]]


class PasswordForm:
    """Present password, new one, and again; ``change(old, new)`` may refuse."""

    def __init__(self, change: Change) -> None:
        """Build the form."""
        self._change = change
        with ui.element('div').classes('form-grid'):
            self._old = _password(_('Present password'), 'current-password').classes('whole')
            self._new = _password(_('New password'), 'new-password')
            self._new.props(f'hint="{_("At least 8 characters.")}"')
            self._again = _password(_('New password again'), 'new-password')
            self._again.on('keydown.enter', self._clicked)
        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Change password'), on_click=self._clicked).props('outline')

    async def _clicked(self) -> None:
        if self._new.value != self._again.value:
            say(_('The two new passwords differ.'), 'warning')
            return
        with refusals_shown():
            await self._change(self._old.value or '', self._new.value or '')
            for field in (self._old, self._new, self._again):
                field.value = ''
            say(_('Your password was changed; your other log-ins were ended.'))


def _password(label: str, purpose: str) -> ui.input:
    field = ui.input(label, password=True, password_toggle_button=True)
    return field.props(f'outlined dense autocomplete={purpose}')
