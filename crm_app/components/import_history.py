"""Earlier imports, each with its counts and an undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.formatting import moment_words
from crm_app.components.words import _
from crm_app.view_models.import_history import EarlierImport

_STATE_LABELS: Final = {
    'running': 'Running',
    'undoing': 'Being undone',
    'undone': 'Undone',
    'cancelled': 'Cancelled',
    'failed': 'Not finished, undone',
}
_STATE_LOOKS: Final = {'running': 'tint', 'undoing': 'warn', 'failed': 'bad'}


def build_history(imports: Sequence[EarlierImport], zone: ZoneInfo, on_undo: Callable[[EarlierImport], Any]) -> None:
    """Build the list, or nothing where there are none."""
    if not imports:
        return
    heading(_('Earlier imports'), level=2)
    now = datetime.now(UTC)
    with ui.element('div').classes('rows w-full import-history'):
        for entry in imports:
            with ui.element('div').classes('line import-line').props(f'data-import={entry.id}'):
                with ui.element('div').classes('grow'):
                    ui.label(entry.file_name).classes('truncate')
                    ui.label(f'{moment_words(entry.at, now, zone)} · {entry.who}').classes('muted small')
                _build_outcome(entry)
                if entry.address:
                    with ui.element('a').props(f'href="{entry.address}"'):
                        ui.label(_('Show'))
                if entry.can_be_undone:
                    undo = ui.button(_('Undo'), on_click=lambda entry=entry: on_undo(entry)).props('flat dense')
                    name = _('Undo the import of “{file}”', file=entry.file_name).replace('"', '”')
                    undo.props(f'aria-label="{name}"')


def _build_outcome(entry: EarlierImport) -> None:
    if entry.state in _STATE_LABELS:
        ui.label(_(_STATE_LABELS[entry.state])).classes(f'chip {_STATE_LOOKS.get(entry.state, "")}')
        return
    ui.label(
        _(
            '{created} created, {updated} updated, {skipped} skipped, {failed} in question',
            created=f'{entry.created:,}',
            updated=f'{entry.updated:,}',
            skipped=f'{entry.skipped:,}',
            failed=f'{entry.failed:,}',
        )
    ).classes('muted')
