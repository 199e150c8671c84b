"""撞客: what stands under an input whose value another customer has already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui

from crm_app.components.formatting import day_words
from crm_app.components.words import _
from crm_app.rules.collisions import Finding

Open = Callable[[int], Any]


def show_findings(place: ui.element, findings: Sequence[Finding], zone: ZoneInfo, on_open: Open) -> None:
    """Fill the place under an input with what was found; nothing found empties it."""
    place.clear()
    with place:
        for finding in findings:
            _row(finding, zone, on_open)


def _row(finding: Finding, zone: ZoneInfo, on_open: Open) -> None:
    with ui.element('div').classes('collision' if finding.blocks else 'collision mild').props('role=status'):
        ui.icon('error_outline' if finding.blocks else 'info_outline', size='18px').props('aria-hidden=true')
        ui.label(_sentence(finding, zone)).classes('grow')
        if finding.customer_id is not None:
            customer_id = finding.customer_id
            ui.button(_('Look at it'), on_click=lambda: on_open(customer_id)).props('flat dense size=sm')


def _sentence(finding: Finding, zone: ZoneInfo) -> str:
    parts = [_held_by(finding)]
    if finding.last_contact_on:
        parts.append(_('last contact {day}', day=day_words(finding.last_contact_on, datetime.now(UTC), zone)))
    inside = _(', ').join(parts)
    if finding.loose:
        return _('Similar customer: {name} ({owner})', name=finding.name, owner=inside)
    return _('Existing customer: {name} ({owner})', name=finding.name, owner=inside)


def _held_by(finding: Finding) -> str:
    if finding.owner_name:
        return _('owner {name}', name=finding.owner_name)
    return _('has an owner') if finding.has_owner else _('in the public pool')
