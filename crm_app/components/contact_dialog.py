"""A dialog for one contact."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from crm_app.components.dialogs import form_dialog
from crm_app.components.field_grid import FieldGrid
from crm_app.components.field_inputs import Hearer
from crm_app.components.words import _
from crm_app.rules.inputs import Typed, typed_of
from crm_app.view_models.choices import Choice
from crm_app.view_models.customer_form import read_typed
from crm_app.view_models.customer_page import ContactDetail
from crm_app.view_models.field_views import FieldView

Save = Callable[[dict[int, Any], dict[int, Any], bool], Awaitable[bool]]
"""Is given the values before, those wanted, and whether it becomes the primary one; returns whether it was saved."""


def open_contact(
    views: Sequence[FieldView],
    contact: ContactDetail | None,
    *,
    save: Save,
    find: Callable[[int, str], Awaitable[Sequence[Choice]]],
) -> None:
    """Open the dialog for a contact, or for a new one (None)."""
    base = dict(contact.values) if contact else {}
    typed: dict[int, Typed] = {view.id: typed_of(view.field, base.get(view.id)) for view in views}

    def heard(ident: int, value: Typed) -> None:
        typed[ident] = value

    async def submit() -> None:
        values, wrong = read_typed(tuple(views), typed)
        grid.show_errors(wrong)
        if not wrong and await save(base, values, bool(primary.value)):
            dialog.close()

    with form_dialog(_('Edit contact') if contact else _('New contact')) as dialog:
        dialog.props('no-backdrop-dismiss')
        with ui.element('div').classes('w-full') as place:
            grid = FieldGrid(Hearer(typed=heard, left=lambda _ident: None, find=find, prefix='p'))
            grid.show(views, typed)
            grid.start_here()
        primary = ui.checkbox(_('Primary contact'), value=bool(contact and contact.primary))
        primary.set_visibility(not (contact and contact.primary))
        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')
            ui.button(_('Save'), on_click=submit).props('unelevated')
    place.on('keydown.ctrl.s.prevent', submit, [])
