"""What happened, how, and when to get in touch again: one small form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from nicegui import ui

from crm_app.components.draft_guard import draft_field
from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.rules.next_contact import Soon, day_of
from crm_app.view_models.choices import Choice
from crm_app.view_models.customer_page import moment_of

SOON_LABELS: Final = {
    Soon.TOMORROW: N_('Tomorrow'),
    Soon.THREE_DAYS: N_('In 3 days'),
    Soon.NEXT_MONDAY: N_('Next Monday'),
    Soon.ONE_WEEK: N_('In a week'),
}
START_OF_DAY: Final = '09:00'


@dataclass(frozen=True, slots=True)
class Told:
    """What stands in the form."""

    text: str
    way: str | None
    next_at: datetime | None


class FollowUpInputs:
    """The inputs, without a button: used to add and to correct."""

    def __init__(self, ways: Sequence[Choice], zone: ZoneInfo, changed: Callable[[], Any] = lambda: None) -> None:
        """Build them into the current place; ``changed`` is called when anything is typed."""
        self._zone = zone
        self.text = ui.textarea(placeholder=_('What happened …'), on_change=changed).classes('w-full')
        self.text.props(f'outlined dense autogrow aria-label="{_("What happened …")}"')
        draft_field(self.text, 'text')
        with ui.element('div').classes('next-line') as self.line:
            self.way = ui.select(
                {entry.id: entry.name for entry in ways}, label=_('How'), clearable=True, on_change=changed
            )
            self.way.props('outlined dense options-dense').classes('follow-way')
            ui.label(_('Next contact')).classes('muted nowrap')
            for soon, label in SOON_LABELS.items():
                chip = ui.button(_(label), on_click=partial(self.choose, soon)).classes('soon')
                chip.props('outline dense no-caps')
            self.next = ui.input(on_change=changed).classes('follow-next')
            self.next.props(f'type=datetime-local outlined dense clearable aria-label="{_("Next contact")}"')
            draft_field(self.next, 'next')

    def choose(self, soon: Soon) -> None:
        """Set the next contact to the morning of the day that a chip means."""
        today = datetime.now(self._zone).date()
        self.next.value = f'{day_of(soon, today).isoformat()}T{START_OF_DAY}'

    def fill(self, text: str, way: str | None, next_text: str) -> None:
        """Put values into the inputs; a way that is no longer there is left out."""
        self.text.value = text
        self.way.value = way if way in self.way.options else None
        self.next.value = next_text

    def offer(self, ways: Sequence[Choice]) -> None:
        """Offer the ways as they are now."""
        options = {entry.id: entry.name for entry in ways}
        if options != self.way.options:
            self.way.set_options(options, value=self.way.value if self.way.value in options else None)

    @property
    def told(self) -> Told:
        """What stands in the form."""
        return Told(self.text.value or '', self.way.value or None, moment_of(self.next.value or '', self._zone))

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the inputs, to be kept as a draft; empty when nothing does."""
        found = {'text': self.text.value or '', 'way': self.way.value or '', 'next': self.next.value or ''}
        return found if any(found.values()) else {}
