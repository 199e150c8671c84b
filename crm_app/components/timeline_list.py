"""The stream of what happened with a customer; new entries come in at the top, nothing else moves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from nicegui import ui

from crm_app.components import timeline_words as words
from crm_app.components.formatting import full_moment, moment_words
from crm_app.components.words import _
from crm_app.rules.fields import Entity
from crm_app.view_models.customer_page import CustomerView, Entry, ValueChange

Key = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class Gestures:
    """What the page does for the stream."""

    set_back: Callable[[Entry, ValueChange], Awaitable[None]]
    edit: Callable[[Entry], Awaitable[None]]
    delete: Callable[[Entry], Awaitable[None]]


class TimelineList:
    """The entries that are shown, by key, so that only what changed is built anew."""

    def __init__(self, gestures: Gestures) -> None:
        """Build an empty stream into the current place."""
        self._gestures = gestures
        self.entries: dict[Key, Entry] = {}
        self._built: dict[Key, ui.element] = {}
        self.place = ui.element('ol').classes('timeline')
        self._nothing = ui.label(_('Nothing has happened yet. Write down the first follow-up above.')).classes('muted')

    def show(self, view: CustomerView, entries: Sequence[Entry], *, glowing: bool = False) -> None:
        """Show these entries; those that are there already stay as they are."""
        wanted = {(entry.is_follow_up, entry.id): entry for entry in entries}
        for key in [key for key in self._built if wanted.get(key) != self.entries[key]]:
            self._built.pop(key).delete()
            self.entries.pop(key)
        people = {person.id: person.name for person in view.detail.contacts}
        for position, (key, entry) in enumerate(wanted.items()):
            if key in self._built:
                continue
            with self.place:
                built = self._build(view, entry, people)
            built.classes('glow' if glowing else '')
            if position < len(self._built):
                built.move(self.place, position)
            self._built[key], self.entries[key] = built, entry
        self._nothing.set_visibility(not self.entries)

    def _build(self, view: CustomerView, entry: Entry, people: Mapping[int, str]) -> ui.element:
        with ui.element('li').classes('entry') as place:
            icon = 'chat_bubble_outline' if entry.is_follow_up else words.ICONS.get(entry.action, 'edit')
            ui.icon(icon, size='18px').classes('entry-icon follow' if entry.is_follow_up else 'entry-icon').props(
                'aria-hidden=true'
            )
            with ui.element('div').classes('grow'):
                with ui.element('div').classes('entry-head'):
                    self._head(view, entry)
                if entry.is_follow_up:
                    self._follow_up(view, entry)
                else:
                    self._change(view, entry, entry.subject or people.get(entry.entity_id, ''))
        return place

    def _head(self, view: CustomerView, entry: Entry) -> None:
        now = datetime.now(UTC)
        parts = [entry.member_name, entry.way_name or words.route_words(entry)]
        moment = ui.label(moment_words(entry.at, now, view.zone)).classes('muted small nowrap')
        moment.props['title'] = full_moment(entry.at, view.zone)
        ui.label(' · '.join(part for part in parts if part)).classes('muted small')
        if entry.is_follow_up and entry.member_id == view.actor_id:
            ui.element('div').classes('spring')
            for icon, label, gesture in (
                ('edit', _('Correct'), self._gestures.edit),
                ('delete_outline', _('Delete'), self._gestures.delete),
            ):
                button = ui.button(icon=icon, on_click=lambda gesture=gesture: gesture(entry)).classes('entry-tool')
                button.props(f'flat round dense size=sm aria-label="{label}"').tooltip(label)

    @staticmethod
    def _follow_up(view: CustomerView, entry: Entry) -> None:
        ui.label(entry.text).classes('entry-text')
        if entry.next_at:
            day = moment_words(entry.next_at, datetime.now(UTC), view.zone)
            ui.label(_('Next contact {day}', day=day)).classes('muted small')

    def _change(self, view: CustomerView, entry: Entry, subject: str) -> None:
        sentence = words.action_words(entry, subject)
        if sentence:
            ui.label(sentence)
        for change in entry.changes:
            before, after = words.value_words(change)
            name = words.column_words(change, view.names)
            with ui.element('div').classes('change-line'):
                ui.label(name).classes('muted')
                ui.label(before).classes('change-before')
                ui.label('→').classes('muted').props(f'aria-label="{_("became")}"')
                ui.label(after)
                if entry.entity in (Entity.CUSTOMER, Entity.CONTACT) and view.writable(change.column):
                    button = ui.button(
                        _('Set back'), on_click=lambda change=change: self._gestures.set_back(entry, change)
                    )
                    button.props('flat dense size=sm').classes('set-back')
                    button.tooltip(_('Set {name} back to “{value}”', name=name, value=before))
