"""首页: my day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from nicegui import events, ui

from crm_app.actions.demo.add import add_demo
from crm_app.components.desk import Desk, current_desk
from crm_app.components.due_lists import DueLists
from crm_app.components.empty import Door, empty, heading
from crm_app.components.notices import refusals_shown, say
from crm_app.components.words import _
from crm_app.pages.customer_form import open_customer_form
from crm_app.rules.fields import Entity
from crm_app.rules.members import Permission
from crm_app.view_models.home import HomeView, load_home
from crm_app.view_models.office import zone_of
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_long_thread, in_thread

_DEMO_CUSTOMERS: Final = 300
_DEMO_MEMBERS: Final = 6
_REFRESH_SECONDS: Final = 300.0
"""Time passes: what was upcoming becomes due without anybody changing it."""


async def home_page() -> None:
    """Build the home page of the person at this desk."""
    desk = current_desk()
    _HomePage(desk, await load_home(desk))


class _HomePage:
    def __init__(self, desk: Desk, view: HomeView) -> None:
        self._desk = desk
        self._team = False
        with ui.element('div').classes('page'):
            self._build_head(view)
            self._body = ui.element('div').classes('w-full')
            self._lists: DueLists | None = None
            self._show(view)
            watch(Entity.CUSTOMER, lambda _news: self._reload())
            watch(Entity.SETTING, lambda _news: self._reload())
            ui.timer(_REFRESH_SECONDS, self._reload, immediate=False)

    def _build_head(self, view: HomeView) -> None:
        with ui.element('div').classes('page-head'):
            heading(_('Home'))
            if view.sees_others:
                whose = ui.toggle({False: _('Mine'), True: _('Team')}, value=False, on_change=self._switch)
                whose.props(f'unelevated toggle-color=primary dense aria-label="{_("Whose customers")}"')
                whose.classes('soft-toggle')

    def _show(self, view: HomeView) -> None:
        if not view.has_customers:
            self._body.clear()
            self._lists = None
            with self._body:
                _build_doors(self._desk)
            return
        if self._lists is None:
            self._body.clear()
            with self._body:
                self._lists = DueLists()
        self._lists.show(view, team=self._team)

    async def _switch(self, event: events.ValueChangeEventArguments[bool]) -> None:
        self._team = event.value
        await self._reload()

    async def _reload(self) -> None:
        view = await load_home(self._desk, team=self._team)
        if not self._body.is_deleted:
            self._show(view)


async def _add_demo(desk: Desk) -> None:
    today = datetime.now(await in_thread(zone_of, desk.database)).date()
    say(_('Demo data is being made …'), 'info')
    with refusals_shown():
        await in_long_thread(
            add_demo, desk.database, desk.actor, customers=_DEMO_CUSTOMERS, members=_DEMO_MEMBERS, today=today
        )
        say(_('The demo data is there. Under Settings, one click removes it again.'))


def _build_doors(desk: Desk) -> None:
    doors = []
    if desk.may(Permission.IMPORT):
        doors.append(Door(_('Bring in an Excel sheet'), 'upload_file', '/import', main=True))
    if desk.may(Permission.CREATE_CUSTOMER):
        doors.append(Door(_('New customer'), 'add', on_click=open_customer_form, main=not doors))
    if desk.may(Permission.MANAGE_MEMBERS):
        doors.append(Door(_('Add colleagues'), 'group_add', '/members'))
        doors.append(Door(_('Look around in demo data'), 'explore', on_click=lambda: _add_demo(desk)))
    hint = _('Bring them in from Excel, or add the first one. Who is due then stands here every morning.')
    empty('groups', _('There are no customers yet.'), hint, doors)
