"""The line above the list: search, filters as chips, and the button that adds one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from nicegui import events, ui

from crm_app.components.column_names import KIND_NAMES, column_name
from crm_app.components.words import _
from crm_app.rules.customers import CustomerKind
from crm_app.rules.filters import day_of
from crm_app.rules.list_query import Filter, Operator
from crm_app.view_models.customer_list import ListView
from crm_app.view_models.filter_words import FilterView
from crm_app.view_models.list_columns import ColumnView

_TYPING_SECONDS: Final = 0.3
_MOST_TEXTS: Final = 3


@dataclass(frozen=True, slots=True)
class FilterDeeds:
    """Who hears what was asked for."""

    search: Callable[[str], Any]
    kind: Callable[[CustomerKind | None], Any]
    edit: Callable[[ColumnView, Filter | None], Any]
    drop: Callable[[Filter], Any]
    clear: Callable[[], Any]


class FilterBar:
    """Shows what a list is limited to. ``show`` never touches a search that is being typed."""

    def __init__(self, deeds: FilterDeeds, search: str) -> None:
        """Build it with what the address says."""
        self._deeds = deeds
        self._sent = search
        self._shown: object = None
        with ui.element('div').classes('list-bar'):
            self._search = ui.input(value=search, placeholder=_('Search this list'), on_change=self._typed)
            self._search.props(
                f'outlined dense clearable debounce=300 type=search aria-label="{_("Search this list")}"'
            )
            self._search.classes('list-search')
            kinds = {'': _('All kinds')} | {kind: _(name) for kind, name in KIND_NAMES.items()}
            self._kind = ui.select(kinds, value='', on_change=self._kind_chosen).props('outlined dense options-dense')
            self._kind.props(f'aria-label="{_("Kind")}"').classes('list-kind')
            self._add = ui.button(_('Filter'), icon='add').props('flat').classes('list-filter')
            with self._add, ui.menu().props('max-height=60vh'):
                self._menu = ui.list().props('dense role=menu').style('min-width: 200px')
            self._chips = ui.element('div').classes('list-chips')

    def show(self, view: ListView) -> None:
        """Show the filters of this moment."""
        if self._search.value in (self._sent, None) and (self._search.value or '') != view.query.search:
            self._sent = view.query.search
            self._search.value = view.query.search
        self._kind.value = view.query.kind.value if view.query.kind else ''
        seen = (view.filters, view.offered, view.zone)
        if seen != self._shown:
            self._shown = seen
            self._build_menu(view)
            self._build_chips(view)

    def _build_menu(self, view: ListView) -> None:
        self._menu.clear()
        with self._menu:
            for column in view.offered:
                if column.column != 'kind':
                    item = ui.menu_item(column_name(column), partial(self._deeds.edit, column, None))
                    item.props('role=menuitem')

    def _build_chips(self, view: ListView) -> None:
        self._chips.clear()
        with self._chips:
            for found in view.filters:
                self._chip(found, view.zone)
            if view.filters:
                ui.button(_('Clear filters'), on_click=self._deeds.clear).props('flat dense size=sm')

    def _chip(self, found: FilterView, zone: ZoneInfo) -> None:
        words = filter_words(found, zone)
        with ui.element('span').classes('chip tint filter-chip'):
            change = ui.element('button').props('type=button').classes('plain-button truncate')
            with change:
                ui.label(words)
            change.on('click', lambda: self._deeds.edit(found.column, found.filter), [])
            drop = ui.button(icon='close', on_click=lambda: self._deeds.drop(found.filter))
            drop.props['aria-label'] = _('Remove filter {words}', words=words)
            drop.props('flat round dense size=xs')

    def _typed(self, event: events.ValueChangeEventArguments[Any]) -> Any:
        text = str(event.value or '').strip()
        if text == self._sent:
            return None
        self._sent = text
        return self._deeds.search(text)

    def _kind_chosen(self, event: events.ValueChangeEventArguments[Any]) -> Any:
        return self._deeds.kind(CustomerKind(event.value) if event.value else None)


def filter_words(found: FilterView, zone: ZoneInfo) -> str:
    """Return a filter in words: 状态: 跟进中, 城市 为空, 年营业额 ≥ 100."""
    name = column_name(found.column)
    texts = [_value_words(found, text, zone) for text in found.texts]
    some = '、'.join(texts[:_MOST_TEXTS]) + (' …' if len(texts) > _MOST_TEXTS else '')
    match found.filter.operator:
        case Operator.IS_EMPTY:
            words = _('{name} is empty', name=name)
        case Operator.IS_NOT_EMPTY:
            words = _('{name} is filled in', name=name)
        case Operator.NONE_OF:
            words = _('{name} is not {values}', name=name, values=some)
        case Operator.AT_LEAST:
            words = f'{name} ≥ {some}'
        case Operator.AT_MOST:
            words = f'{name} ≤ {some}'
        case Operator.BETWEEN if texts[0] != texts[1]:
            words = f'{name}: {texts[0]} – {texts[1]}'
        case Operator.BETWEEN:
            words = f'{name}: {texts[0]}'
        case _:
            words = f'{name}: {some}'
    return words


def _value_words(found: FilterView, text: str, zone: ZoneInfo) -> str:
    if text == 'me':
        return _('Myself')
    if found.column.column == 'kind':
        return _(KIND_NAMES.get(text, text))
    return day_of(text, zone) if found.column.is_moment else text
