"""The people beside the primary contact, while a new customer is entered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.field_grid import FieldGrid
from crm_app.components.field_inputs import Hearer
from crm_app.components.words import _
from crm_app.rules.inputs import Typed
from crm_app.rules.refusals import Refusal
from crm_app.view_models.choices import Choice
from crm_app.view_models.customer_form import read_typed
from crm_app.view_models.field_views import FieldView
from crm_app.view_models.form_draft import Typing


class ContactRows:
    """One small grid of inputs per contact; ``contacts`` is the draft's own list and follows what is typed."""

    def __init__(
        self,
        views: Sequence[FieldView],
        contacts: list[Typing],
        *,
        changed: Callable[[], Any],
        find: Callable[[int, str], Awaitable[Sequence[Choice]]],
    ) -> None:
        """Build the rows that are there and the button that adds one."""
        self.contacts = contacts
        self._views = tuple(views)
        self._changed = changed
        self._hearer = Hearer(typed=lambda *_typed: None, left=lambda _field: None, find=find)
        self._grids: dict[int, FieldGrid] = {}
        self.place = ui.column().classes('w-full gap-3')
        self.button = ui.button(_('Add a contact'), icon='person_add', on_click=self.add).props('flat dense')
        for contact in contacts:
            self._row(contact)

    def add(self) -> None:
        """Add an empty contact and go to its name."""
        contact: Typing = {}
        self.contacts.append(contact)
        self._row(contact)
        self._grids[id(contact)].focus_first()
        self._changed()

    def show(self, views: Sequence[FieldView]) -> None:
        """Follow changed settings."""
        self._views = tuple(views)
        for contact in self.contacts:
            self._grids[id(contact)].show(self._views, contact)

    def refill(self, name: str, text: str) -> None:
        """Put back what the browser kept of an input, by its name in the draft."""
        position, _dash, field = name.removeprefix('c').partition('-')
        if not (position.isdecimal() and field.isdecimal()):
            return
        while len(self.contacts) <= min(int(position), 50):
            self.add()
        if int(position) < len(self.contacts):
            contact = self.contacts[int(position)]
            contact[int(field)] = text
            self._grids[id(contact)].fill({int(field): text})

    def read(self) -> tuple[tuple[dict[int, Any], ...], bool]:
        """Return the raw values of all contacts that hold anything, and whether all are sound; shows what is not."""
        values: list[dict[int, Any]] = []
        sound = True
        for contact in self.contacts:
            if not any(contact.values()):
                continue
            read, wrong = read_typed(self._views, contact)
            wrong_shown: dict[int, Refusal] = dict(wrong)
            self._grids[id(contact)].show_errors(wrong_shown)
            sound = sound and not wrong
            values.append({ident: raw for ident, raw in read.items() if raw is not None})
        return tuple(values), sound

    def _row(self, contact: Typing) -> None:
        def typed(field: int, value: Typed) -> None:
            contact[field] = value
            self._changed()

        def remove() -> None:
            self.contacts[:] = [held for held in self.contacts if held is not contact]
            self._grids.pop(id(contact))
            holder.delete()
            self._changed()

        prefix = f'c{next(place for place, held in enumerate(self.contacts) if held is contact)}-'
        with self.place, ui.element('div').classes('contact-row') as holder:
            with ui.element('div').classes('dialog-head'):
                heading(_('Further contact'), level=3).classes('grow')
                button = ui.button(icon='close', on_click=remove).props('flat round dense')
                button.props(f'aria-label="{_("Remove this contact")}"').tooltip(_('Remove this contact'))
            grid = FieldGrid(replace(self._hearer, typed=typed, prefix=prefix))
            grid.show(self._views, contact)
        self._grids[id(contact)] = grid
