"""The words of the timeline."""

from __future__ import annotations

from typing import Final

from crm_app.components.form_head import KIND_LABELS
from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.rules.customers import CustomerKind, Route
from crm_app.rules.fields import Entity
from crm_app.view_models.customer_page import Entry, Show, ValueChange

ROUTE_LABELS: Final = {
    Route.FORM: N_('by form'),
    Route.INLINE: N_('in place'),
    Route.BULK: N_('in bulk'),
    Route.IMPORT: N_('by import'),
    Route.UNDO: N_('by undo'),
    Route.RESTORE: N_('by restoring'),
    Route.FLOW: N_('by the flow'),
    Route.HAND_OVER: N_('by hand-over'),
    Route.SYSTEM: N_('by the system'),
    Route.DEMO: N_('demo data'),
}
SHOW_LABELS: Final = {
    Show.ALL: N_('All'),
    Show.FOLLOW_UPS: N_('Follow-ups'),
    Show.CHANGES: N_('Changes'),
}
ACTION_LABELS: Final = {
    (Entity.CUSTOMER, 'create'): N_('created this customer'),
    (Entity.CUSTOMER, 'delete'): N_('deleted this customer'),
    (Entity.CUSTOMER, 'restore'): N_('restored this customer'),
    (Entity.CONTACT, 'create'): N_('added the contact {name}'),
    (Entity.CONTACT, 'delete'): N_('removed the contact {name}'),
    (Entity.CONTACT, 'update'): N_('changed the contact {name}'),
}
ICONS: Final = {'create': 'add_circle_outline', 'delete': 'delete_outline', 'restore': 'restore_from_trash'}


def action_words(entry: Entry, subject: str) -> str:
    """Return what somebody did, '' where the values say it."""
    label = ACTION_LABELS.get((entry.entity, entry.action))
    return _(label, name=subject) if label else ''


def route_words(entry: Entry) -> str:
    """Return the way a change came, '' for the form, which goes without saying."""
    if entry.is_follow_up or entry.route in (Route.FORM, Route.INLINE, ''):
        return ''
    return _(ROUTE_LABELS[Route(entry.route)]) if entry.route in set(Route) else ''


def column_words(change: ValueChange, names: dict[int, str]) -> str:
    """Return the name of what changed."""
    if change.column == 'owner':
        return _('Owner')
    if change.column == 'kind':
        return _('Kind of customer')
    return names.get(int(change.column), change.name)


def value_words(change: ValueChange) -> tuple[str, str]:
    """Return the texts before and after; an empty value is named so."""
    texts = (change.text_before, change.text_after)
    if change.column == 'kind':
        texts = tuple(_(KIND_LABELS[CustomerKind(text)]) if text in set(CustomerKind) else text for text in texts)  # type: ignore[assignment]
    return texts[0] or _('(empty)'), texts[1] or _('(empty)')
