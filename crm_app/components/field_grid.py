"""The inputs of one record in the team's order; they follow the settings while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nicegui import ui

from crm_app.components.field_inputs import FieldInput, Hearer, make_input
from crm_app.components.words import current_language
from crm_app.locale.texts import sentence_of
from crm_app.rules.fields import FieldKind
from crm_app.rules.inputs import Typed, empty_input
from crm_app.rules.refusals import Refusal
from crm_app.view_models.field_views import FieldView


class FieldGrid:
    """A grid of inputs. ``below`` holds, by field id, the place under each input."""

    def __init__(self, hearer: Hearer) -> None:
        """Build an empty grid into the current place."""
        self._hearer = hearer
        self.inputs: dict[int, FieldInput] = {}
        self.below: dict[int, ui.element] = {}
        self._holders: dict[int, ui.element] = {}
        self._order: list[int] = []
        self.place = ui.element('div').classes('form-grid')

    def show(self, views: Sequence[FieldView], typed: Mapping[int, Typed]) -> None:
        """Show these inputs; those that are there already keep focus and text, new ones take theirs from ``typed``."""
        kinds = {view.id: view.field.kind for view in views}
        for ident, held in list(self.inputs.items()):
            if kinds.get(ident) is not held.view.field.kind:
                self._drop(ident)
        for position, view in enumerate(views):
            if view.id in self.inputs:
                self.inputs[view.id].describe(view)
            else:
                self._build(view, typed.get(view.id, empty_input(view.field.kind)))
            if self._order.index(view.id) != position:
                self._order.remove(view.id)
                self._order.insert(position, view.id)
                self._holders[view.id].move(self.place, position)

    def fill(self, typed: Mapping[int, Typed]) -> None:
        """Put values into the inputs that are there."""
        for ident, value in typed.items():
            if ident in self.inputs:
                self.inputs[ident].fill(value)

    def show_errors(self, wrong: Mapping[int, Refusal]) -> None:
        """Say under each input what is wrong, take it away under the others, and go to the first."""
        for ident, held in self.inputs.items():
            self.show_error(ident, wrong.get(ident))
            if ident not in wrong:
                held.show_error(None)
        self.focus_first([ident for ident in self._order if ident in wrong])

    def show_error(self, ident: int, refusal: Refusal | None) -> None:
        """Say under one input what is wrong; None takes it away."""
        if ident in self.inputs:
            self.inputs[ident].show_error(sentence_of(refusal, current_language()) if refusal else None)

    def start_here(self) -> None:
        """Put the cursor into the first input as soon as the browser shows it."""
        if self._order:
            self.inputs[self._order[0]].element.props('autofocus')

    def focus_first(self, idents: Sequence[int] = ()) -> None:
        """Put the cursor into the first of these inputs; into the first of all where none is named."""
        found = [ident for ident in self._order if ident in idents or not idents]
        if found:
            self.inputs[found[0]].focus()

    def _build(self, view: FieldView, typed: Typed) -> None:
        with self.place, ui.element('div') as holder:
            self.inputs[view.id] = make_input(view, typed, self._hearer)
            self.below[view.id] = ui.element('div')
        if view.field.kind is FieldKind.LONG_TEXT:
            holder.classes('whole')
        self._holders[view.id] = holder
        self._order.append(view.id)

    def _drop(self, ident: int) -> None:
        self._holders.pop(ident).delete()
        self.inputs.pop(ident)
        self.below.pop(ident)
        self._order.remove(ident)
