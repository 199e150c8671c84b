"""Where an administrator set the password: choosing one's own comes before everything else."""

from __future__ import annotations

from nicegui import ui

from crm_app.actions.access.change_password import change_password
from crm_app.components.desk import Desk
from crm_app.components.empty import heading
from crm_app.components.password_form import PasswordForm
from crm_app.components.words import _
from crm_app.view_models.work import in_thread


def build_first_password(desk: Desk, log_out_address: str) -> None:
    """Build the whole page; once the password is changed, the address asked for opens."""

    async def change(old: str, new: str) -> None:
        await in_thread(change_password, desk.database, desk.actor, old, new)
        ui.navigate.reload()

    with ui.element('main').classes('page page-narrow').style('margin: 8vh auto 0'):
        heading(_('Welcome, {name}', name=desk.actor.name))
        ui.label(_('Somebody else chose your password. Choose one that only you know.')).classes('muted')
        with ui.element('div').classes('card w-full').style('display: grid; gap: 14px'):
            PasswordForm(change)
        with ui.element('form').props(f'method=post action="{log_out_address}"'):
            ui.button(_('Log out')).props('flat type=submit')
