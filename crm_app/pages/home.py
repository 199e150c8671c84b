"""首页: my day."""

from __future__ import annotations

from nicegui import events, ui

from crm_app.components.desk import Desk, current_desk
from crm_app.components.due_lists import DueLists
from crm_app.components.empty import Door, empty, heading
from crm_app.components.words import _
from crm_app.pages.customer_form import open_customer_form
from crm_app.rules.fields import Entity
from crm_app.rules.members import Permission
from crm_app.view_models.home import HomeView, load_home
from crm_app.view_models.watch import watch

_REFRESH_SECONDS = 300.0
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


def _build_doors(desk: Desk) -> None:
    doors = []
    if desk.may(Permission.IMPORT):
        doors.append(Door(_('Bring in an Excel sheet'), 'upload_file', '/import', main=True))
    if desk.may(Permission.CREATE_CUSTOMER):
        doors.append(Door(_('New customer'), 'add', on_click=open_customer_form, main=not doors))
    if desk.may(Permission.MANAGE_MEMBERS):
        doors.append(Door(_('Add colleagues'), 'group_add', '/members'))
    hint = _('Bring them in from Excel, or add the first one. Who is due then stands here every morning.')
    empty('groups', _('There are no customers yet.'), hint, doors)
