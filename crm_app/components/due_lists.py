"""The lists of the home page: whom to get in touch with, one line a customer."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.formatting import count_words, day_words, full_moment, phone, phone_link
from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.rules.inbox import Inbox
from crm_app.view_models.home import DueCustomer, DueList, HomeView

TITLES: Final = {Inbox.TODAY: N_('Due today'), Inbox.OVERDUE: N_('Overdue'), Inbox.UPCOMING: N_('Next 7 days')}
_EMPTY_HINTS: Final = {
    Inbox.TODAY: N_('Nobody to contact today.'),
    Inbox.OVERDUE: N_('Nothing is overdue.'),
    Inbox.UPCOMING: N_('Set a next contact when you note a follow-up, and it appears here.'),
}
_COLOURS: Final = {Inbox.TODAY: 'tint', Inbox.OVERDUE: 'bad', Inbox.UPCOMING: ''}


class DueLists:
    """The three lists; ``show`` brings them up to date in place and leaves alone what did not change."""

    def __init__(self) -> None:
        """Build the empty frames."""
        self._shown: dict[Inbox, tuple[DueList, bool]] = {}
        self._places: dict[Inbox, ui.element] = {}
        with ui.element('div').classes('home-lists'):
            for inbox in Inbox:
                self._places[inbox] = ui.element('section').props(f'aria-label="{_(TITLES[inbox])}"')

    def show(self, view: HomeView, *, team: bool) -> None:
        """Show the lists of this moment; in a team's, each line names the owner."""
        for inbox, due in view.lists.items():
            if self._shown.get(inbox) == (due, team):
                continue
            self._shown[inbox] = (due, team)
            self._places[inbox].clear()
            with self._places[inbox]:
                _build_list(inbox, due, view, team=team)


def _build_list(inbox: Inbox, due: DueList, view: HomeView, *, team: bool) -> None:
    with ui.element('div').classes('row items-center gap-2').style('padding: 0 2px 8px'):
        with ui.element('a').props(f'href="/customers?{due.link}"').classes('plain-link'):
            heading(_(TITLES[inbox]), level=2)
        ui.label(count_words(due.count)).classes(f'chip {_COLOURS[inbox] if due.count else ""}')
    with ui.element('div').classes('rows'):
        for customer in due.customers:
            _build_line(customer, inbox, view, team=team)
        if due.count > len(due.customers):
            rest = count_words(due.count - len(due.customers))
            with ui.element('a').props(f'href="/customers?{due.link}"').classes('line'):
                ui.label(_('and {count} more', count=rest)).classes('muted')
        if not due.customers:
            ui.label(_(_EMPTY_HINTS[inbox])).classes('line muted')


def _build_line(customer: DueCustomer, inbox: Inbox, view: HomeView, *, team: bool) -> None:
    late = inbox is Inbox.OVERDUE or customer.next_at < view.now
    with ui.element('div').classes('line due-line'):
        with ui.element('a').props(f'href="/customers/{customer.id}"').classes('grow'):
            ui.label(customer.name).classes('truncate')
            about = (customer.contact_name, customer.owner_name if team else '')
            ui.label(' · '.join(part for part in about if part)).classes('muted small truncate')
        if link := phone_link(customer.mobile):
            with ui.element('a').props(f'href="{link}"').classes('nowrap muted due-phone') as call:
                call.props(f'aria-label="{_("Call")} {phone(customer.mobile)}"')
                ui.icon('call', size='18px').classes('phone-only').props('aria-hidden=true')
                ui.label(phone(customer.mobile)).classes('desktop-only small')
        words = ui.label(day_words(customer.next_at, view.now, view.zone))
        words.classes(f'nowrap small {"bad" if late else "muted"}').tooltip(full_moment(customer.next_at, view.zone))
