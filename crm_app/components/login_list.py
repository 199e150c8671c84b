"""Where somebody is logged in: device, address, last seen, and a way to end it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from crm_app.components.formatting import full_moment, moment_words
from crm_app.components.words import _
from crm_app.rules.devices import device_words
from crm_app.view_models.account import AccountView, LoginRow


def build_logins(view: AccountView, end: Callable[[LoginRow], Awaitable[None]]) -> None:
    """Build one line a log-in; the present one says so and is ended by logging out."""
    with ui.element('div').classes('rows'):
        for login in view.logins:
            with ui.element('div').classes('line'):
                ui.icon('devices', size='20px').classes('muted').props('aria-hidden=true')
                with ui.element('div').classes('grow'):
                    ui.label(device_words(login.device) or _('Unknown device')).classes('truncate')
                    seen = _('last seen {moment}', moment=moment_words(login.seen_at, view.now, view.zone))
                    line = ui.label(' · '.join(filter(None, (login.address, seen)))).classes('muted small truncate')
                    line.tooltip(_('logged in {moment}', moment=full_moment(login.created_at, view.zone)))
                if login.id == view.this_login:
                    ui.label(_('This device')).classes('chip tint')
                else:
                    button = ui.button(_('End'), on_click=lambda login=login: end(login)).props('outline')
                    button.mark(f'end-{login.id}')
