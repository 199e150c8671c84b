"""客户: the list, live, with everything one does to customers in it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from nicegui import ui

from crm_app.components.bulk_bar import BulkBar, BulkDeeds
from crm_app.components.column_chooser import choose_columns
from crm_app.components.customer_table import CustomerTable, TableDeeds
from crm_app.components.desk import Desk, current_desk
from crm_app.components.empty import Door, empty, heading
from crm_app.components.filter_bar import FilterBar, FilterDeeds
from crm_app.components.formatting import count_words
from crm_app.components.list_cells import table_column, table_row
from crm_app.components.list_footer import ListFooter
from crm_app.components.notices import refusals_shown
from crm_app.components.views_menu import ViewDeeds, ViewsMenu
from crm_app.components.words import _, current_language, plural
from crm_app.pages.customer_form import open_customer_form
from crm_app.pages.list_gestures import ListGestures
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.list_link import decode_link
from crm_app.rules.list_query import Column, ListQuery
from crm_app.rules.members import Permission
from crm_app.view_models.customer_list import CustomerList, ListView, News
from crm_app.view_models.saved_views import ViewEntry
from crm_app.view_models.watch import watch

_RELOADING: Final = (Entity.FIELD, Entity.OPTION, Entity.MEMBER, Entity.ROLE, Entity.SAVED_VIEW, Entity.SETTING)


async def customers_page() -> None:
    """Build the list that the address asks for."""
    desk = current_desk()
    text = ui.context.client.sub_pages_router.current_path.partition('?')[2]
    state = CustomerList(desk, current_language(), decode_link(text))
    view = await state.load()
    if view is not None:
        _CustomersPage(desk, state, view)


class _CustomersPage:
    def __init__(self, desk: Desk, state: CustomerList, view: ListView) -> None:
        self._desk = desk
        self._state = state
        self._client = ui.context.client
        with ui.element('div').classes('page') as self._page:
            self._editors = ui.element('div')
            self._gestures = ListGestures(desk, state, self._reload, self._editors)
            self._build_head()
            self._filters = FilterBar(self._filter_deeds(), state.query.search)
            self._bulk = BulkBar(self._bulk_deeds())
            self._news = ui.button(on_click=self._reload, icon='refresh').props('flat').classes('list-news')
            self._news.props('aria-live=polite')
            self._news.set_visibility(False)
            self._table = CustomerTable(
                TableDeeds(self._order, self._gestures.touch, self._gestures.change, self._pick)
            )
            self._empty = ui.element('div').classes('w-full')
            self._footer = ListFooter(state.size, self._resize, self._turn)
            self._show(view)
            watch(Entity.CUSTOMER, self._follow)
            for entity in _RELOADING:
                watch(entity, lambda _news: self._reload())

    def _build_head(self) -> None:
        desk = self._desk
        with ui.element('div').classes('page-head'):
            heading(_('Customers'))
            self._count = ui.label().classes('muted').props('role=status')
            deeds = ViewDeeds(self._open_view, self._gestures.save_view, self._gestures.forget_view)
            self._views = ViewsMenu(deeds, may_share=desk.may(Permission.SHARE_VIEWS))
            ui.element('div').classes('spring')
            columns = ui.button(_('Choose columns'), icon='settings', on_click=self._choose_columns).props('flat')
            columns.classes('desktop-only')
            if desk.may(Permission.IMPORT):
                ui.button(_('Import'), on_click=lambda: ui.navigate.to('/import')).props('outline').classes(
                    'desktop-only'
                )
            if desk.may(Permission.EXPORT):
                export = ui.button(_('Export'), on_click=lambda: self._gestures.export(whole=True)).props('outline')
                export.classes('desktop-only')
            if desk.may(Permission.CREATE_CUSTOMER):
                new = ui.button(_('New customer'), icon='add', on_click=open_customer_form)
                new.props('unelevated').classes('desktop-only')

    def _show(self, view: ListView) -> None:
        rows = [table_row(row, view.columns, view.now, view.zone) for row in view.rows]
        self._table.show([self._column(table, view) for table in map(table_column, view.columns)], rows, self._picked())
        self._table.table.set_visibility(bool(rows))
        self._filters.show(view)
        self._views.show(view)
        self._footer.show(view, self._state.size)
        self._empty.clear()
        if not rows:
            self._build_empty(view)
        self._tell()
        self._write_address()

    def _tell(self) -> None:
        state = self._state
        total = state.shown.count if state.shown else 0
        self._count.text = count_words(total)
        self._bulk.show(state.selected_count, total, whole=state.whole)
        waiting = state.waiting
        self._news.set_visibility(waiting > 0)
        self._news.text = plural('{n} update · Refresh', '{n} updates · Refresh', waiting)

    def _column(self, column: dict[str, Any], view: ListView) -> dict[str, Any]:
        if column['name'] != str(view.query.sort):
            return column
        return {**column, 'sorted': 'descending' if view.query.descending else 'ascending'}

    def _picked(self) -> list[int]:
        state = self._state
        return [row.id for row in state.shown.rows] if state.whole and state.shown else list(state.picked)

    def _build_empty(self, view: ListView) -> None:
        with self._empty:
            if view.has_any:
                doors = [Door(_('Clear filters'), 'filter_alt_off', on_click=self._clear, main=True)]
                empty('search_off', _('No customer fits.'), _('Try fewer words or other filters.'), doors)
                return
            doors = []
            if self._desk.may(Permission.IMPORT):
                doors.append(Door(_('Bring in an Excel sheet'), 'upload_file', '/import', main=True))
            if self._desk.may(Permission.CREATE_CUSTOMER):
                doors.append(Door(_('New customer'), 'add', on_click=open_customer_form, main=not doors))
            empty(
                'groups', _('There are no customers yet.'), _('Bring them in from Excel, or add the first one.'), doors
            )

    async def _reload(self) -> None:
        with refusals_shown():
            view = await self._state.load()
            if view is not None and not self._page.is_deleted:
                self._show(view)

    async def _follow(self, news: News) -> None:
        with refusals_shown():
            after = await self._state.follow(news)
            if after is None or self._page.is_deleted or self._state.shown is None:
                return
            own = news.by == self._desk.actor.member_id
            view = self._state.shown
            if not view.rows or (own and after.entered):
                await self._reload()
                return
            self._table.remove(after.gone)
            cells = [table_row(row, view.columns, view.now, view.zone) for row in after.changed]
            self._table.patch(cells, after.by)
            self._tell()

    def _filter_deeds(self) -> FilterDeeds:
        gestures = self._gestures
        return FilterDeeds(self._search, self._choose_kind, gestures.edit_filter, gestures.drop_filter, self._clear)

    def _bulk_deeds(self) -> BulkDeeds:
        desk, gestures = self._desk, self._gestures
        return BulkDeeds(
            everything=self._select_everything,
            nothing=self._select_nothing,
            edit=gestures.edit_many if desk.may(Permission.EDIT_CUSTOMER) else None,
            export=(lambda: gestures.export(whole=False)) if desk.may(Permission.EXPORT) else None,
            delete=gestures.delete if desk.may(Permission.DELETE_CUSTOMER) else None,
        )

    async def _ask(self, query: ListQuery) -> None:
        self._state.ask(query)
        await self._reload()

    async def _search(self, text: str) -> None:
        await self._ask(replace(self._state.query, search=text))

    async def _choose_kind(self, kind: CustomerKind | None) -> None:
        if kind != self._state.query.kind:
            await self._ask(replace(self._state.query, kind=kind))

    async def _clear(self) -> None:
        await self._ask(ListQuery(sort=self._state.query.sort, descending=self._state.query.descending))

    async def _order(self, name: str) -> None:
        view = self._state.shown
        column = next((c.column for c in view.columns if str(c.column) == name), None) if view else None
        if column is not None:
            query = self._state.query
            descending = not query.descending if query.sort == column else False
            await self._ask(replace(query, sort=column, descending=descending))

    async def _turn(self, page: int) -> None:
        self._state.page = page
        await self._reload()

    async def _resize(self, size: int) -> None:
        self._state.size, self._state.page = size, 1
        await self._reload()

    async def _open_view(self, view: ViewEntry | None) -> None:
        self._state.open_view(view)
        await self._reload()

    def _choose_columns(self) -> None:
        view = self._state.shown
        if view is not None:
            choose_columns(view.offered, view.columns, self._set_columns)

    async def _set_columns(self, columns: tuple[Column, ...]) -> None:
        await self._gestures.set_columns(columns)

    def _pick(self, ids: list[int]) -> None:
        self._state.pick(ids)
        self._tell()

    def _select_everything(self) -> None:
        self._state.whole = True
        self._table.select(self._picked())
        self._tell()

    def _select_nothing(self) -> None:
        self._state.unpick()
        self._table.select([])
        self._tell()

    def _write_address(self) -> None:
        """Let the address bar carry the list, without a new entry in the browser's history."""
        link = self._state.link
        path = f'/customers?{link}' if link else '/customers'
        router = self._client.sub_pages_router
        if router.current_path != path and router.current_path.partition('?')[0] == '/customers':
            router.current_path = path
            text = json.dumps(path)
            self._client.run_javascript(
                f'if (location.pathname.endsWith("/customers"))'
                f' history.replaceState({{page: {text}}}, "", (window.path_prefix || "") + {text})'
            )
