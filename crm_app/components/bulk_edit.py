"""Choose one field and the value that all selected customers get."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from crm_app.components.column_names import column_name
from crm_app.components.dialogs import form_dialog
from crm_app.components.field_inputs import Hearer, make_input
from crm_app.components.words import _
from crm_app.rules.inputs import Typed, empty_input
from crm_app.rules.list_query import Column
from crm_app.view_models.choices import Choice
from crm_app.view_models.field_views import FieldView
from crm_app.view_models.list_columns import ColumnView


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What was chosen: the column, the input it was typed in, and what stands in it (empty = clear the field)."""

    column: Column
    view: FieldView
    typed: Typed


async def ask_bulk_edit(
    columns: Sequence[ColumnView],
    view_of: Callable[[Column], Awaitable[FieldView]],
    find: Callable[[int, str], Awaitable[Sequence[Choice]]],
) -> BulkEdit | None:
    """Ask which field all selected customers shall get which value in; None where nothing was chosen."""
    chosen: list[BulkEdit] = []
    names = {str(view.column): column_name(view) for view in columns}
    by_name = {str(view.column): view.column for view in columns}
    with form_dialog(_('Edit all selected')) as dialog:

        async def pick(name: str) -> None:
            view = await view_of(by_name[name])
            chosen[:] = [BulkEdit(by_name[name], view, empty_input(view.field.kind))]
            place.clear()
            with place:
                make_input(view, chosen[0].typed, Hearer(typed, lambda _ident: None, find, prefix='bulk'))

        def typed(_ident: int, value: Typed) -> None:
            chosen[:] = [BulkEdit(chosen[0].column, chosen[0].view, value)]

        field = ui.select(names, label=_('Field'), with_input=True, on_change=lambda event: pick(event.value))
        field.props('outlined dense autofocus').classes('w-full')
        place = ui.element('div').classes('w-full')
        ui.label(_('Leave the value empty to clear the field.')).classes('muted small')
        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')
            ui.button(_('Apply'), on_click=lambda: dialog.submit(chosen[0] if chosen else None)).props('unelevated')
    answer: BulkEdit | None = await dialog
    return answer
