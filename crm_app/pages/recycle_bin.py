"""回收站: what was deleted, by whom and when; and the way back."""

from __future__ import annotations

from functools import partial
from typing import Final

from nicegui import ui

from crm_app.actions.customers.delete import restore_customers
from crm_app.components.desk import Desk, current_desk
from crm_app.components.empty import empty, heading
from crm_app.components.formatting import count_words, full_moment, moment_words
from crm_app.components.notices import refusals_shown, say, show_refusal
from crm_app.components.words import _, plural
from crm_app.rules.fields import Entity
from crm_app.rules.members import Permission
from crm_app.rules.refusals import NotPermitted
from crm_app.view_models.recycle_bin import DeletedCustomer, RecycleBin, load_bin
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread

_ROWS: Final = 50


async def recycle_bin_page() -> None:
    """Build the recycle bin; raises ``NotPermitted`` for who may not restore."""
    desk = current_desk()
    if not desk.may(Permission.RESTORE_CUSTOMER):
        raise NotPermitted(what=Permission.RESTORE_CUSTOMER.value)
    _RecycleBinPage(desk, await load_bin(desk, 1, _ROWS))


class _RecycleBinPage:
    def __init__(self, desk: Desk, view: RecycleBin) -> None:
        self._desk = desk
        self._page = 1
        with ui.element('div').classes('page') as self._place:
            with ui.element('div').classes('page-head'):
                heading(_('Recycle bin'))
                self._count = ui.label().classes('muted')
            ui.label(_('Deleted customers stay here for 30 days.')).classes('muted')
            self._rows = ui.element('div').classes('w-full')
            self._pages = ui.pagination(1, 1, direction_links=True, on_change=lambda event: self._turn(event.value))
            self._pages.props('max-pages=7 flat active-design=unelevated')
            self._show(view)
            watch(Entity.CUSTOMER, lambda _news: self._reload())

    def _show(self, view: RecycleBin) -> None:
        self._count.text = count_words(view.count)
        self._pages.max = max(1, -(-view.count // _ROWS))
        self._pages.set_visibility(view.count > _ROWS)
        self._rows.clear()
        with self._rows:
            if not view.customers:
                empty('delete_outline', _('The recycle bin is empty.'))
                return
            with ui.element('div').classes('rows'):
                for customer in view.customers:
                    self._line(customer, view)

    def _line(self, customer: DeletedCustomer, view: RecycleBin) -> None:
        with ui.element('div').classes('line'):
            with ui.element('div').classes('grow'):
                ui.label(customer.name).classes('truncate')
                owner = _('owner {name}', name=customer.owner_name) if customer.owner_name else _('no owner')
                ui.label(owner).classes('muted small truncate')
            when = moment_words(customer.deleted_at, view.now, view.zone)
            words = _('deleted {when} by {name}', when=when, name=customer.deleted_by or _('the system'))
            ui.label(words).classes('muted small').tooltip(full_moment(customer.deleted_at, view.zone))
            button = ui.button(_('Restore'), on_click=partial(self._restore, customer.id)).props('outline dense')
            button.props['aria-label'] = _('Restore {name}', name=customer.name)

    async def _restore(self, customer_id: int) -> None:
        with refusals_shown():
            result = await in_thread(restore_customers, self._desk.database, self._desk.actor, (customer_id,))
            for _ident, refusal in result.refused:
                show_refusal(refusal)
            if result.changed:
                say(plural('{n} customer restored.', '{n} customers restored.', result.changed))
        await self._reload()

    async def _turn(self, page: int) -> None:
        if page != self._page:
            self._page = page
            await self._reload()

    async def _reload(self) -> None:
        with refusals_shown():
            view = await load_bin(self._desk, self._page, _ROWS)
            if not self._place.is_deleted:
                self._show(view)
