"""The head of the customer page: who it is, whose, when to get in touch; and what one can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.form_head import KIND_LABELS
from crm_app.components.formatting import day_words
from crm_app.components.words import _
from crm_app.view_models.customer_page import CustomerView


class CustomerHead:
    """Name, kind, owner, next contact and the main actions."""

    def __init__(
        self,
        view: CustomerView,
        *,
        on_follow_up: Callable[[], Any],
        on_edit: Callable[[], Awaitable[None]],
        on_delete: Callable[[], Awaitable[None]],
    ) -> None:
        """Build it into the current place."""
        with ui.element('div').classes('page-head'):
            self.name = heading(view.detail.name)
            self.facts = ui.label().classes('muted')
            self.due = ui.label().classes('chip')
            ui.element('div').classes('spring')
            if view.may_edit:
                ui.button(_('Follow-up'), icon='add', on_click=on_follow_up).props('unelevated')
                ui.button(_('Edit'), icon='edit', on_click=on_edit).props('outline')
            if view.may_delete:
                more = ui.button(icon='more_horiz').props(f'flat round dense aria-label="{_("More")}"')
                with more.tooltip(_('More')), ui.menu():
                    ui.menu_item(_('Delete'), on_click=on_delete)
        self.follow(view)

    def follow(self, view: CustomerView) -> None:
        """Show the customer as it is now."""
        detail = view.detail
        self.name.text = detail.name
        owner = _('owner {name}', name=detail.owner_name) if detail.owner_name else _('in the public pool')
        self.facts.text = f'{_(KIND_LABELS[detail.kind])} · {owner}'
        now = datetime.now(UTC)
        self.due.set_visibility(detail.next_follow_up_at is not None)
        self.due.text = _('Next contact {day}', day=day_words(detail.next_follow_up_at, now, view.zone))
        overdue = detail.next_follow_up_at is not None and detail.next_follow_up_at < now
        self.due.classes(add='bad' if overdue else 'tint', remove='tint' if overdue else 'bad')
