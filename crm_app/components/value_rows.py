"""The values of a customer, each edited in its place; a colleague's change glows and never takes what one is typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any

from nicegui import background_tasks, ui

from crm_app.components.field_inputs import FieldInput, Hearer, make_input
from crm_app.components.formatting import phone_link
from crm_app.components.words import _, current_language
from crm_app.locale.texts import sentence_of
from crm_app.rules.fields import FieldKind
from crm_app.rules.inputs import Typed, typed_of
from crm_app.rules.refusals import Refusal
from crm_app.view_models.choices import Choice
from crm_app.view_models.customer_page import CustomerView
from crm_app.view_models.field_views import FieldView

Save = Callable[[FieldView, Any, Typed], Awaitable[bool]]
"""Is given the field, the raw value the editing began with, and what was typed; returns whether it was saved."""
Find = Callable[[int, str], Awaitable[Sequence[Choice]]]


class ValueRows:
    """All values in the team's order."""

    def __init__(self, view: CustomerView, save: Save, find: Find) -> None:
        """Build the rows into the current place."""
        self._save, self._find = save, find
        self.rows: dict[int, ValueRow] = {}
        self._place = ui.element('div').classes('values')
        self.follow(view)

    def follow(self, view: CustomerView, *, changed_by: str | None = None) -> None:
        """Show the values as they are now; what differs glows, with the name of whoever did it."""
        wanted = [found.id for found in view.fields]
        for ident in [ident for ident in self.rows if ident not in wanted]:
            self.rows.pop(ident).place.delete()
        for position, found in enumerate(view.fields):
            row = self.rows.get(found.id)
            if row is None:
                with self._place:
                    row = self.rows[found.id] = ValueRow(found, view, self._save, self._find)
            else:
                row.follow(found, view, changed_by)
            if list(self._place.default_slot.children).index(row.place) != position:
                row.place.move(self._place, position)

    def show_findings_below(self, ident: int) -> ui.element:
        """Return the place under a row."""
        return self.rows[ident].below

    def editing(self) -> Collection[int]:
        """Return the fields that are being edited."""
        return [ident for ident, row in self.rows.items() if row.input]


class ValueRow:
    """One value: read, click, edit."""

    def __init__(self, field: FieldView, view: CustomerView, save: Save, find: Find) -> None:
        """Build the row into the current place."""
        self.field, self._save, self._find = field, save, find
        self._raw = view.detail.values.get(field.id)
        self._text = view.detail.texts.get(field.id, '')
        self._typed: Typed = ''
        self._base: Any = None
        self._may_edit = view.writable(field.id)
        self.input: FieldInput | None = None
        with ui.element('div').classes('value-row') as self.place:
            self._name = ui.label(field.name).classes('value-name')
            with ui.element('div').classes('grow'):
                with ui.element('div').classes('value-line') as self._line:
                    self._shown = ui.label().classes('value-text grow')
                    self._link = ui.link(target='').classes('value-link')
                    with self._link:
                        ui.icon('call', size='18px').props('aria-hidden=true')
                self._editor = ui.element('div')
                self.below = ui.element('div')
        if self._may_edit:
            self._shown.props('role=button tabindex=0').classes('editable')
            self._shown.on('click', self.edit, [])
            self._shown.on('keydown.enter.prevent', self.edit, [])
        self._show()

    def follow(self, field: FieldView, view: CustomerView, changed_by: str | None) -> None:
        """Show name and value as they are now."""
        raw, text = view.detail.values.get(field.id), view.detail.texts.get(field.id, '')
        differs = raw != self._raw
        same = (raw, text, field.name) == (self._raw, self._text, self.field.name)
        self.field, self._raw, self._text = field, raw, text
        if self.input:
            self.input.describe(field)
            self._unlabel()
            if differs and changed_by:
                with self.below:
                    self.below.clear()
                    ui.label(
                        _('{name} has changed this to “{value}”.', name=changed_by, value=text or _('(empty)'))
                    ).classes('warn small').props('role=status')
            return
        if not same:
            self._show()
            if differs and changed_by:
                glow(self._line, changed_by)

    def edit(self) -> None:
        """Put an input in the place of the value."""
        if self.input:
            return
        self._base = self._raw
        self._typed = typed_of(self.field.field, self._raw)
        self._line.set_visibility(False)
        hearer = Hearer(typed=self._heard, left=lambda _ident: None, find=self._find, prefix='v')
        with self._editor, ui.element('div').classes('value-editor'):
            with ui.element('div').classes('grow') as holder:
                self.input = make_input(self.field, self._typed, hearer)
            self._unlabel()
            save = ui.button(icon='check', on_click=self.save).props(f'flat round dense aria-label="{_("Save")}"')
            save.tooltip(_('Save'))
            cancel = ui.button(icon='close', on_click=self.close).props(f'flat round dense aria-label="{_("Cancel")}"')
            cancel.tooltip(_('Cancel'))
        holder.on('keydown.esc.stop', self.close, [])
        if self.field.field.kind is FieldKind.LONG_TEXT:
            holder.on('keydown.ctrl.enter.prevent', self.save, [])
        elif not self._is_choice:
            holder.on('keydown.enter.prevent', self.save, [])
        self.input.focus()

    async def save(self) -> None:
        """Save what is typed; refused, the input stays."""
        if self.input and await self._save(self.field, self._base, self._typed):
            self.close()

    def close(self) -> None:
        """Show the value again."""
        self.input = None
        self._editor.clear()
        self.below.clear()
        self._line.set_visibility(True)
        self._show()

    def show_error(self, refusal: Refusal) -> None:
        """Say under the input what is wrong."""
        if self.input:
            self.input.show_error(sentence_of(refusal, current_language()))

    def _unlabel(self) -> None:
        # The name stands beside the input already; within it, it would only take room.
        if self.input:
            self.input.element.props.pop('label', None)
            self.input.element.props['aria-label'] = self.field.name

    @property
    def _is_choice(self) -> bool:
        return self.field.field.kind.has_options or self.field.field.kind is FieldKind.MEMBER

    def _heard(self, _ident: int, typed: Typed) -> None:
        self._typed = typed
        if self._is_choice and self.field.field.kind is not FieldKind.MULTI_CHOICE:
            background_tasks.create(self.save(), context=self.place)

    def _show(self) -> None:
        kind = self.field.field.kind
        self._name.text = self.field.name
        unit = f' {self.field.field.unit}' if self._text and self.field.field.unit else ''
        self._shown.text = f'{self._text}{unit}' if self._text else '—' if not self._may_edit else _('Add')
        self._shown.classes(add='' if self._text else 'value-empty', remove='value-empty' if self._text else '')
        self._shown.props['aria-label'] = f'{self.field.name} {self._text}'
        target = phone_link(str(self._raw or '')) if kind is FieldKind.PHONE else ''
        self._link.props['href'] = target
        self._link.props['aria-label'] = _('Call {number}', number=self._text)
        self._link.set_visibility(bool(target))


def glow(element: ui.element, name: str) -> None:
    """Let a colleague's change glow for a moment, with his name on hover."""
    element.props['title'] = _('changed by {name}', name=name)
    element.classes(add='glow')
    with element:
        ui.timer(1.7, lambda: element.classes(remove='glow'), once=True)
