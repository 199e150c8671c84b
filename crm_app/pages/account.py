"""我的账号: my name, language, password, and where I am logged in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from crm_app.actions.access.change_password import change_password
from crm_app.actions.access.sign_out import end_session
from crm_app.actions.members.own import choose_language, rename_self
from crm_app.components.desk import Desk, current_desk
from crm_app.components.empty import heading
from crm_app.components.login_list import build_logins
from crm_app.components.notices import refusals_shown, say
from crm_app.components.password_form import PasswordForm
from crm_app.components.role_words import role_name
from crm_app.components.words import _, current_language
from crm_app.locale.texts import LANGUAGES
from crm_app.rules.fields import Entity
from crm_app.view_models.account import AccountView, LoginRow, load_account
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread


async def account_page() -> None:
    """Build the account of the person at this desk."""
    desk = current_desk()
    _AccountPage(desk, await load_account(desk))


class _AccountPage:
    def __init__(self, desk: Desk, view: AccountView) -> None:
        self._desk = desk
        with ui.element('div').classes('page page-narrow'):
            with ui.element('div').classes('page-head'):
                heading(_('My account'))
            with _section(_('About me')):
                self._build_about(view)
            with _section(_('Password')):
                PasswordForm(self._change_password)
            with ui.element('section').classes('w-full'):
                heading(_('Where I am logged in'), level=2).style('padding: 0 2px 8px')
                self._logins = ui.element('div').classes('w-full')
            self._show_logins(view)
            watch(Entity.LOGIN_SESSION, lambda _news: self._reload())

    def _build_about(self, view: AccountView) -> None:
        with ui.element('div').classes('form-grid'):
            name = ui.input(_('Name'), value=view.name).props('outlined dense maxlength=60')
            language = ui.select(LANGUAGES, label=_('Language'), value=current_language()).props('outlined dense')
            language.on_value_change(lambda event: self._choose_language(event.value))
        superior = _('superior: {name}', name=view.superior_name) if view.superior_name else ''
        facts = (view.login, role_name(view.role_key, view.role_name), superior)
        with ui.element('div').classes('dialog-foot items-center'):
            ui.label(' · '.join(filter(None, facts))).classes('muted grow')
            ui.button(_('Save name'), on_click=lambda: self._rename(name.value)).props('outline')

    def _show_logins(self, view: AccountView) -> None:
        self._logins.clear()
        with self._logins:
            build_logins(view, self._end)

    async def _reload(self) -> None:
        view = await load_account(self._desk)
        if not self._logins.is_deleted:
            self._show_logins(view)

    async def _rename(self, name: str | None) -> None:
        with refusals_shown():
            await in_thread(rename_self, self._desk.database, self._desk.actor, name or '')
            say(_('Saved.'))

    async def _choose_language(self, language: str) -> None:
        await in_thread(choose_language, self._desk.database, self._desk.actor, language)
        ui.navigate.reload()

    async def _change_password(self, old: str, new: str) -> None:
        await in_thread(change_password, self._desk.database, self._desk.actor, old, new)

    async def _end(self, login: LoginRow) -> None:
        with refusals_shown():
            await in_thread(end_session, self._desk.database, self._desk.actor, login.id)
            say(_('The log-in was ended.'))


@contextmanager
def _section(title: str) -> Iterator[None]:
    with ui.element('section').classes('card w-full').style('display: grid; gap: 14px'):
        heading(title, level=2)
        yield
