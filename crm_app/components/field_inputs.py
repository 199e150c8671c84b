"""An input for each kind of field (``INPUTS``); forms, dialogs and inline edits make theirs with ``make_input``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nicegui import ui

from crm_app.components.choice_input import ChoiceInput
from crm_app.components.draft_guard import draft_field
from crm_app.components.words import _
from crm_app.rules.fields import FieldKind
from crm_app.rules.inputs import Typed
from crm_app.view_models.choices import Choice
from crm_app.view_models.field_views import FieldView


@dataclass(frozen=True, slots=True)
class Hearer:
    """Who is told what happens in an input, and who finds entries of long lists."""

    typed: Callable[[int, Typed], Any]
    left: Callable[[int], Any]
    find: Callable[[int, str], Awaitable[Sequence[Choice]]]
    prefix: str = 'f'
    """Tells the inputs of one form apart from those of another in the draft."""


class FieldInput(ABC):
    """One input. Subclasses build ``element`` and say how it is filled."""

    element: ui.element

    def __init__(self, view: FieldView, typed: Typed, hearer: Hearer) -> None:
        """Build it into the current place."""
        self.view = view
        self.hearer = hearer
        self.build(typed)
        self.element.props('outlined dense hide-bottom-space').classes('w-full')
        self.element.on('blur', lambda: hearer.left(self.view.id), [])
        self.describe(view)

    @abstractmethod
    def build(self, typed: Typed) -> None:
        """Build the element."""

    @abstractmethod
    def fill(self, typed: Typed) -> None:
        """Put a value into the input."""

    def describe(self, view: FieldView) -> None:
        """Show the field's name, mark, help and unit as they are now; what is typed stays."""
        self.view = view
        name = f'{view.name} *' if view.required else view.name
        for prop, value in (('label', name), ('hint', view.field.help or None), ('suffix', view.field.unit or None)):
            self.element.props.set_optional(prop, value)
        self.element.props['readonly'] = not view.writable

    def show_error(self, sentence: str | None) -> None:
        """Say under the input what is wrong; None takes it away."""
        if self.element.props.get('error-message') != sentence:
            self.element.props.set_optional('error', sentence is not None or None)
            self.element.props.set_optional('error-message', sentence)

    def focus(self) -> None:
        """Put the cursor into the input."""
        self.element.run_method('focus')

    def _heard(self, typed: Typed) -> None:
        self.hearer.typed(self.view.id, typed)


class TextInput(FieldInput):
    """One line of text; what a phone's keyboard shows depends on the kind."""

    PROPS: Final = {
        FieldKind.PHONE: 'type=tel inputmode=tel',
        FieldKind.EMAIL: 'type=email inputmode=email',
        FieldKind.WEB: 'inputmode=url',
        FieldKind.NUMBER: 'inputmode=decimal input-class=number',
        FieldKind.MONEY: 'inputmode=decimal input-class=number',
        FieldKind.LONG_TEXT: 'type=textarea autogrow',
    }

    def build(self, typed: Typed) -> None:
        """Build a text input; browsers shall not offer other customers' values."""
        self.input = ui.input(value=str(typed or ''), on_change=lambda event: self._heard(event.value or ''))
        self.element = self.input.props(self.PROPS.get(self.view.field.kind, '')).props('autocomplete=off')
        draft_field(self.input, f'{self.hearer.prefix}{self.view.id}')

    def fill(self, typed: Typed) -> None:
        """Put the text in."""
        self.input.value = str(typed or '')


class DateInput(TextInput):
    """A day: typed in any usual way, or picked from a calendar."""

    def build(self, typed: Typed) -> None:
        """Build a text input with a calendar behind a button."""
        super().build(typed)
        with self.input.add_slot('append'):
            button = ui.button(icon='event').props(f'flat round dense tabindex=-1 aria-label="{_("Choose a day")}"')
            with button, ui.menu().props('no-parent-event') as menu:
                calendar = ui.date(on_change=lambda event: self._picked(event.value)).props('first-day-of-week=1')
            self._menu, self._calendar = menu, calendar
            button.on_click(self._open)

    def _open(self) -> None:
        if self.view.writable:
            self._calendar.value = self.input.value or None
            self._menu.open()

    def _picked(self, day: str | None) -> None:
        if day and day != self.input.value:
            self.input.value = day
            self._menu.close()
            self.hearer.left(self.view.id)


class OneChoice(FieldInput):
    """One option, a place of a cascade, or a member."""

    multiple = False

    def build(self, typed: Typed) -> None:
        """Build a dropdown."""
        self.choice = ChoiceInput(
            self.view.choices,
            _ids(typed),
            on_choose=lambda ids: self._heard(ids if self.multiple else (ids[0] if ids else '')),
            search=lambda text: self.hearer.find(self.view.id, text),
            multiple=self.multiple,
        )
        self.element = self.choice

    def fill(self, typed: Typed) -> None:
        """Choose."""
        self.choice.fill(_ids(typed))

    def describe(self, view: FieldView) -> None:
        """Also offer the options as they are now."""
        if view.choices != self.view.choices:
            self.choice.offer(view.choices)
        super().describe(view)


class SeveralChoices(OneChoice):
    """Any number of options."""

    multiple = True


INPUTS: Final[dict[FieldKind, type[FieldInput]]] = {
    FieldKind.TEXT: TextInput,
    FieldKind.LONG_TEXT: TextInput,
    FieldKind.NUMBER: TextInput,
    FieldKind.MONEY: TextInput,
    FieldKind.DATE: DateInput,
    FieldKind.CHOICE: OneChoice,
    FieldKind.MULTI_CHOICE: SeveralChoices,
    FieldKind.CASCADE: OneChoice,
    FieldKind.PHONE: TextInput,
    FieldKind.EMAIL: TextInput,
    FieldKind.WEB: TextInput,
    FieldKind.MEMBER: OneChoice,
}


def make_input(view: FieldView, typed: Typed, hearer: Hearer) -> FieldInput:
    """Build the input of a field into the current place."""
    return INPUTS[view.field.kind](view, typed, hearer)


def _ids(typed: Typed) -> list[str]:
    return list(typed) if isinstance(typed, list) else [typed] if typed else []
