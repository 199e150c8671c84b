"""What one does in the customer list: edit cells and selections, filters, views, columns, export, delete."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from nicegui import ui

from crm_app.actions.customers.bulk import edit_many
from crm_app.actions.customers.delete import delete_customers, restore_customers
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.views import delete_view, remember_columns, save_view
from crm_app.components.bulk_edit import ask_bulk_edit
from crm_app.components.cell_editor import CellEditor
from crm_app.components.column_names import KIND_NAMES
from crm_app.components.desk import Desk
from crm_app.components.dialogs import ask
from crm_app.components.filter_editor import ask_filter
from crm_app.components.formatting import count_words
from crm_app.components.notices import offer_undo, refusals_shown, say, show_refusal
from crm_app.components.words import _, current_language, plural
from crm_app.locale.texts import sentence_of
from crm_app.pages.conflicts import save_asking
from crm_app.pages.export_dialog import open_export
from crm_app.rules.customers import Route
from crm_app.rules.filters import Family, family_of
from crm_app.rules.inputs import Typed, raw_of, typed_of
from crm_app.rules.list_link import ListLink, encode_link
from crm_app.rules.list_query import Column, Filter, Selection
from crm_app.rules.members import Permission
from crm_app.rules.refusals import Refusal
from crm_app.rules.results import BulkResult
from crm_app.view_models.choices import Choice, Choices, find_choices
from crm_app.view_models.customer_list import CustomerList, ListRow
from crm_app.view_models.field_views import FieldView
from crm_app.view_models.list_columns import ColumnView, editor_of
from crm_app.view_models.saved_views import ViewEntry
from crm_app.view_models.work import in_long_thread, in_thread

_DOUBLE_CLICK_SECONDS: Final = 0.25
_MOST_UNDOABLE: Final = 1000


class ListGestures:
    """The gestures of one open list; ``reload`` reads and shows it anew."""

    def __init__(
        self, desk: Desk, state: CustomerList, reload: Callable[[], Awaitable[None]], place: ui.element
    ) -> None:
        """``place`` holds the cell editors."""
        self._desk = desk
        self._state = state
        self._reload = reload
        self._cells = CellEditor(place)
        self._clicks = 0

    async def touch(self, row_id: int, column: str) -> None:
        """Open the customer, unless the click turns out to be the first of two on a cell that can be edited."""
        self._clicks += 1
        click, view = self._clicks, self._column(column)
        if view is not None and view.editable:
            await asyncio.sleep(_DOUBLE_CLICK_SECONDS)
        if click == self._clicks:
            ui.navigate.to(f'/customers/{row_id}')

    async def change(self, row_id: int, column: str) -> None:
        """Edit a cell in place, or open the customer where it cannot be edited."""
        self._clicks += 1
        row, view = self._row(row_id), self._column(column)
        if row is None or view is None or not view.editable:
            ui.navigate.to(f'/customers/{row_id}')
            return
        with refusals_shown():
            raw = row.values.get(view.column)
            typed: Typed = '' if raw is None else str(raw)
            if view.field is not None:
                typed = typed_of(view.field, raw if isinstance(raw, str | int) else None)
            editor = await self._editor(view.column, typed if isinstance(typed, list) else [typed])
            save = partial(self._save_cell, row_id, view.column, editor, raw)
            self._cells.open(f'cell-{row_id}-{view.column}', editor, typed, self._find, save)

    async def edit_many(self) -> None:
        """Give all selected customers one value."""
        columns = [view for view in self._offered() if view.editable]
        with refusals_shown():
            wanted = await ask_bulk_edit(columns, partial(self._editor, chosen=()), self._find)
            if wanted is None:
                return
            raw = self._raw(wanted.column, wanted.view, wanted.typed)
            count = self._state.selected_count
            question = _('Clear “{field}” of {count} customers?', field=wanted.view.name, count=count_words(count))
            if raw is None and not await ask(question, _('Clear')):
                return
            selection = self._state.selection
            result = await in_long_thread(
                edit_many, self._desk.database, self._desk.actor, selection, {wanted.column: raw}
            )
            self._report(result, plural('{n} customer changed.', '{n} customers changed.', result.changed))
        await self._reload()

    async def delete(self) -> None:
        """Put the selection into the recycle bin, after a question."""
        count = self._state.selected_count
        names = '、'.join(list(self._state.picked.values())[:3])
        sentence = plural('Delete {n} customer?', 'Delete {n} customers?', count)
        detail = _('They stay in the recycle bin for 30 days.')
        if not await ask(sentence, _('Delete'), detail=detail if self._state.whole else f'{names} · {detail}'):
            return
        selection = self._state.selection
        with refusals_shown():
            result = await in_long_thread(delete_customers, self._desk.database, self._desk.actor, selection)
            done = plural('{n} customer deleted.', '{n} customers deleted.', result.changed)
            refused = {ident for ident, _refusal in result.refused}
            self._state.unpick()
            ids = [ident for ident in selection.ids if ident not in refused]
            if ids and len(ids) <= _MOST_UNDOABLE and self._desk.may(Permission.RESTORE_CUSTOMER):
                offer_undo(done, partial(in_thread, restore_customers, self._desk.database, self._desk.actor, ids))
            else:
                self._report(result, done)
        await self._reload()

    def export(self, *, whole: bool) -> None:
        """Open the export dialog for the selection or the whole result."""
        selection = Selection(query=self._state.query) if whole else self._state.selection
        shown = self._state.shown
        if shown is not None:
            count = shown.count if whole else self._state.selected_count
            open_export(self._desk, selection, count, shown)

    async def edit_filter(self, column: ColumnView, current: Filter | None) -> None:
        """Ask for a filter; it takes the place of the one it began with."""
        shown = self._state.shown
        if shown is None:
            return
        with refusals_shown():
            choices, find = await self._filter_choices(column, current)
            wanted = await ask_filter(column, current, choices, shown.zone, find)
            if wanted is not None:
                kept = tuple(f for f in self._state.query.filters if f != current)
                self._state.ask(replace(self._state.query, filters=(*kept, wanted)))
                await self._reload()

    async def drop_filter(self, dropped: Filter) -> None:
        """Take a filter away."""
        kept = tuple(f for f in self._state.query.filters if f != dropped)
        self._state.ask(replace(self._state.query, filters=kept))
        await self._reload()

    async def save_view(self, entry: ViewEntry | None, name: str, shared: bool) -> bool:
        """Keep the list as it is now; returns whether it was taken."""
        shown = self._state.shown
        columns = tuple(view.column for view in shown.columns) if shown else None
        link = encode_link(ListLink(replace(self._state.query, deleted=False), columns=columns))
        view_id = entry.id if entry else None
        try:
            saved = await in_thread(
                save_view, self._desk.database, self._desk.actor, name, link, view_id=view_id, shared=shared
            )
        except Refusal as refusal:
            show_refusal(refusal)
            return False
        self._state.view_id, self._state.columns = saved, columns
        await self._reload()
        return True

    async def forget_view(self, entry: ViewEntry) -> None:
        """Delete a saved view, after a question."""
        if await ask(_('Delete the view “{name}”?', name=entry.name), _('Delete')):
            with refusals_shown():
                await in_thread(delete_view, self._desk.database, self._desk.actor, entry.id)
                self._state.open_view(None)
            await self._reload()

    async def set_columns(self, columns: tuple[Column, ...]) -> None:
        """Show these columns: kept for the plain list; in a view they are kept when the view is saved."""
        if self._state.view_id is None:
            with refusals_shown():
                await in_thread(remember_columns, self._desk.database, self._desk.actor, columns)
            self._state.columns = None
        else:
            self._state.columns = columns
        await self._reload()

    async def _save_cell(self, row_id: int, column: Column, editor: FieldView, base: Any, typed: Typed) -> bool:
        try:
            raw = self._raw(column, editor, typed)
            edit = partial(edit_customer, self._desk.database, self._desk.actor, row_id, route=Route.INLINE)
            return await save_asking(
                self._desk, lambda old, new: edit(base=old, mine=new), {column: base}, {column: raw}
            )
        except Refusal as refusal:
            show_refusal(refusal)
            return False

    def _raw(self, column: Column, view: FieldView, typed: Typed) -> Any:
        raw = raw_of(view.field, typed)
        return int(raw) if column == 'owner' and raw is not None else raw

    async def _editor(self, column: Column, chosen: Sequence[str]) -> FieldView:
        desk = self._desk
        view = await in_thread(editor_of, desk.database, desk.actor, column, chosen, current_language())
        return view if view.name else replace(view, name=_('Owner'))

    async def _find(self, field_id: int, text: str) -> Sequence[Choice]:
        return await in_thread(find_choices, self._desk.database, self._desk.actor, field_id, text)

    async def _filter_choices(
        self, column: ColumnView, current: Filter | None
    ) -> tuple[Choices, Callable[[str], Awaitable[Sequence[Choice]]] | None]:
        if family_of(column.column, column.kind) is not Family.CHOICE:
            return Choices(), None
        if column.column == 'kind':
            return Choices(tuple(Choice(kind, _(name)) for kind, name in KIND_NAMES.items())), None
        chosen = [str(value) for value in current.values if value != 'me'] if current else []
        editor = await self._editor(column.column, chosen)
        if column.column == 'owner':
            return Choices((Choice('me', _('Myself')), *editor.choices.listed)), None
        return editor.choices, partial(self._find, editor.id)

    def _report(self, result: BulkResult, done: str) -> None:
        if not result.refused:
            say(done)
            return
        first = result.refused[0][1]
        rest = plural('{n} was refused: {reason}', '{n} were refused: {reason}', len(result.refused),
                      reason=sentence_of(first, current_language()))  # fmt: skip
        say(f'{done} {rest}', 'warning')

    def _offered(self) -> tuple[ColumnView, ...]:
        return self._state.shown.offered if self._state.shown else ()

    def _column(self, name: str) -> ColumnView | None:
        shown = self._state.shown.columns if self._state.shown else ()
        return next((view for view in shown if str(view.column) == name), None)

    def _row(self, row_id: int) -> ListRow | None:
        shown = self._state.shown.rows if self._state.shown else ()
        return next((row for row in shown if row.id == row_id), None)
