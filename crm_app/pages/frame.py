"""The frame of a logged-in person: which places there are for him, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from crm_app.actions.members.own import choose_dark, choose_language
from crm_app.components.desk import Desk
from crm_app.components.own_menu import OwnMenu
from crm_app.components.places import Places
from crm_app.components.shell import Entry, Shell
from crm_app.components.theme import set_dark
from crm_app.locale.texts import N_
from crm_app.pages.account import account_page
from crm_app.pages.customer import customer_page
from crm_app.pages.customer_form import open_customer_form, reopen_form
from crm_app.pages.customers import customers_page
from crm_app.pages.first_password import build_first_password
from crm_app.pages.home import home_page
from crm_app.pages.import_customers import import_page
from crm_app.pages.members import members_page
from crm_app.pages.recycle_bin import recycle_bin_page
from crm_app.pages.settings import settings_page
from crm_app.rules.fields import Entity
from crm_app.rules.members import Permission
from crm_app.rules.refusals import SignedOut
from crm_app.view_models.own_rights import refresh_rights
from crm_app.view_models.search import quick_search
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread

LOG_OUT: Final = '/auth/logout'
ROUTES: Final[dict[str, Callable[..., Any]]] = {
    '/': home_page,
    '/customers': customers_page,
    '/customers/{customer_id}': customer_page,
    '/import': import_page,
    '/members': members_page,
    '/recycle-bin': recycle_bin_page,
    '/settings': settings_page,
    '/account': account_page,
}
_ENTRIES: Final = (
    (Entry('/', N_('Home'), 'home', on_phone=True), ()),
    (Entry('/customers', N_('Customers'), 'groups', on_phone=True), ()),
    (Entry('/import', N_('Import'), 'upload_file'), (Permission.IMPORT,)),
    (Entry('/members', N_('Members'), 'badge'), (Permission.MANAGE_MEMBERS,)),
    (Entry('/recycle-bin', N_('Recycle bin'), 'delete_outline'), (Permission.RESTORE_CUSTOMER,)),
    (Entry('/settings', N_('Settings'), 'settings'), (Permission.MANAGE_SETTINGS, Permission.BACK_UP)),
)
"""The navigation, and the permissions of which one is needed."""


def build_frame(desk: Desk) -> None:
    """Build the whole page of somebody who is logged in; his desk and language must be set."""
    dark_mode = set_dark(dark=desk.dark)
    if desk.must_change_password:
        build_first_password(desk, LOG_OUT)
        return
    _Frame(desk, dark_mode)


def entries_for(desk: Desk) -> list[Entry]:
    """Return the places that the person at this desk may enter."""
    return [entry for entry, needed in _ENTRIES if entry.path in ROUTES and (not needed or any(map(desk.may, needed)))]


class _Frame:
    def __init__(self, desk: Desk, dark_mode: ui.dark_mode) -> None:
        self._desk = desk
        own = OwnMenu(desk.actor.name, LOG_OUT, dark_mode, self._choose_language, self._choose_dark)
        self._shell = Shell(
            entries=entries_for(desk),
            search=lambda text: quick_search(desk, text),
            own=own,
            add=open_customer_form if desk.may(Permission.CREATE_CUSTOMER) else None,
        )
        reopen_form()
        self._places = Places(ROUTES)
        for entity in (Entity.MEMBER, Entity.ROLE):
            watch(entity, lambda _news: self._rights_may_have_changed())

    async def _rights_may_have_changed(self) -> None:
        try:
            changed = await refresh_rights(self._desk)
        except SignedOut:
            ui.navigate.to('/login')
            return
        if changed:
            self._shell.show_entries(entries_for(self._desk))
            self._places.refresh()

    async def _choose_language(self, language: str) -> None:
        await in_thread(choose_language, self._desk.database, self._desk.actor, language)
        ui.navigate.reload()

    async def _choose_dark(self, dark: bool | None) -> None:
        await in_thread(choose_dark, self._desk.database, self._desk.actor, dark)
