"""设置: what holds for the whole office."""

from __future__ import annotations

from nicegui import ui

from crm_app.actions.backups import make_backup_now
from crm_app.actions.demo.remove import remove_demo
from crm_app.actions.office import set_time_zone
from crm_app.components.backup_list import build_backups
from crm_app.components.desk import Desk, current_desk
from crm_app.components.dialogs import ask
from crm_app.components.empty import heading
from crm_app.components.notices import refusals_shown, say
from crm_app.components.words import _, plural
from crm_app.rules.fields import Entity
from crm_app.view_models.settings import SettingsView, load_settings
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_long_thread, in_thread

_MACHINE = ''


async def settings_page() -> None:
    """Build the settings; raises ``NotPermitted`` for who may neither change them nor back up."""
    desk = current_desk()
    _SettingsPage(desk, await load_settings(desk))


class _SettingsPage:
    def __init__(self, desk: Desk, view: SettingsView) -> None:
        self._desk = desk
        self._zone: ui.select | None = None
        self._backups: ui.element | None = None
        with ui.element('div').classes('page page-narrow'):
            with ui.element('div').classes('page-head'):
                heading(_('Settings'))
            if view.may_change:
                self._build_office(view)
            if view.may_back_up:
                self._build_backups(view)
            if view.has_demo:
                self._build_demo()
            watch(Entity.SETTING, lambda _news: self._reload())

    def _build_office(self, view: SettingsView) -> None:
        with ui.element('section').classes('card w-full').style('display: grid; gap: 14px'):
            heading(_('Office'), level=2)
            zones = {
                _MACHINE: _('This machine’s ({zone})', zone=view.machine_zone),
                **{zone: zone for zone in view.zones},
            }
            self._zone = ui.select(zones, label=_('Time zone'), value=view.chosen_zone or _MACHINE, with_input=True)
            self._zone.props('outlined dense').on_value_change(lambda event: self._choose(event.value))
            ui.label(_('Decides when a day begins, so when somebody is due.')).classes('muted small')

    def _build_backups(self, view: SettingsView) -> None:
        with ui.element('section').classes('card w-full').style('display: grid; gap: 14px'):
            with ui.element('div').classes('page-head'):
                heading(_('Backups'), level=2).classes('grow')
                self._button = ui.button(_('Back up now'), on_click=self._back_up).props('outline')
            self._backups = ui.element('div').classes('w-full').style('display: grid; gap: 12px')
        self._show_backups(view)

    def _build_demo(self) -> None:
        with ui.element('section').classes('card w-full').style('display: grid; gap: 14px') as self._demo:
            heading(_('Demo data'), level=2)
            ui.label(_('Demo customers and demo members are marked; your own stay.')).classes('muted')
            with ui.element('div').classes('dialog-foot'):
                ui.button(_('Remove demo data'), on_click=self._remove_demo).props('outline color=negative')

    async def _remove_demo(self) -> None:
        sentence = _('Remove all demo customers and demo members?')
        if not await ask(sentence, _('Remove demo data'), detail=_('What you entered yourselves stays.')):
            return
        with refusals_shown():
            count = await in_long_thread(remove_demo, self._desk.database, self._desk.actor)
            say(plural('{n} demo customer was removed.', '{n} demo customers were removed.', count))
            self._demo.delete()

    def _show_backups(self, view: SettingsView) -> None:
        if self._backups is not None:
            self._backups.clear()
            with self._backups:
                build_backups(view)

    async def _reload(self) -> None:
        view = await load_settings(self._desk)
        if self._zone is not None and not self._zone.is_deleted:
            self._zone.set_value(view.chosen_zone or _MACHINE)
        if self._backups is not None and not self._backups.is_deleted:
            self._show_backups(view)

    async def _choose(self, name: str | None) -> None:
        view = await load_settings(self._desk)
        if (name or None) == view.chosen_zone:
            return
        with refusals_shown():
            await in_thread(set_time_zone, self._desk.database, self._desk.actor, name or None)
            say(_('Saved.'))

    async def _back_up(self) -> None:
        self._button.props('loading')
        with refusals_shown():
            made = await in_long_thread(
                make_backup_now, self._desk.database, self._desk.actor, self._desk.data_dir / 'backups'
            )
            say(_('The backup {name} was made and read through.', name=made.name))
        self._button.props(remove='loading')
        await self._reload()
