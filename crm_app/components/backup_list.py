"""The backups: how the last one went, which there are, and one by hand."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from crm_app.components.formatting import moment_words
from crm_app.components.words import _, plural
from crm_app.view_models.settings import SettingsView

_UNITS: Final = ('B', 'KB', 'MB', 'GB', 'TB')
_STEP: Final = 1024


def build_backups(view: SettingsView) -> None:
    """Build the state of the backups and the list of the newest."""
    _build_state(view)
    if view.backups:
        with ui.element('div').classes('rows'):
            for backup in view.backups:
                with ui.element('div').classes('line'):
                    ui.label(moment_words(backup.made_at, view.now, view.zone)).classes('nowrap')
                    ui.label(backup.name).classes('grow truncate muted small')
                    ui.label(size_words(backup.size)).classes('muted small nowrap')
    kept = plural(
        '{n} backup is kept in {folder}.', '{n} backups are kept in {folder}.', view.backup_count, **_folder(view)
    )
    ui.label(kept).classes('muted small').style('overflow-wrap: anywhere')


def _folder(view: SettingsView) -> dict[str, str]:
    return {'folder': str(view.backup_folder)}


def _build_state(view: SettingsView) -> None:
    last = view.last_backup
    if last is None:
        ui.label(_('There has been no backup yet. One is made every day by itself.')).classes('muted')
        return
    when = moment_words(last.at, view.now, view.zone)
    if last.ok:
        ui.label(_('The last backup is from {moment} and was read through.', moment=when)).classes('good')
        return
    ui.label(_('The backup of {moment} failed: {why}', moment=when, why=last.problem)).classes('bad').props(
        'role=alert'
    )
    if last.good_at:
        good = moment_words(last.good_at, view.now, view.zone)
        ui.label(_('The last good one is from {moment}.', moment=good)).classes('muted')


def size_words(size: int) -> str:
    """Return a number of bytes as people read it: 3.4 MB."""
    amount = float(size)
    for unit in _UNITS[:-1]:
        if amount < _STEP:
            return f'{amount:.0f} {unit}' if unit == 'B' or amount >= 100 else f'{amount:.1f} {unit}'
        amount /= _STEP
    return f'{amount:.1f} {_UNITS[-1]}'
