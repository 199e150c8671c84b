"""What the settings page shows: the office's time zone, and the state of the backups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from crm_app.data.backups.last import LastBackup, last_backup
from crm_app.data.demo import has_demo
from crm_app.data.office import chosen_zone, machine_zone, office_zone, zone_names
from crm_app.data.rights import rights_of
from crm_app.rules.members import Permission
from crm_app.rules.refusals import NotPermitted
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread

__all__ = ['BackupFile', 'LastBackup', 'SettingsView', 'load_settings']

NEWEST: Final = 20
"""Backups that the page lists."""


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup in the data folder."""

    name: str
    made_at: datetime
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings at one moment."""

    chosen_zone: str | None
    machine_zone: str
    zones: tuple[str, ...]
    last_backup: LastBackup | None
    backups: tuple[BackupFile, ...]
    """The newest backups, the newest first."""
    backup_count: int
    backup_folder: Path
    may_change: bool
    may_back_up: bool
    has_demo: bool
    """Whether there is demo data that he may remove."""
    zone: ZoneInfo
    now: datetime


async def load_settings(desk: Desk) -> SettingsView:
    """Read the settings; raises ``NotPermitted`` for who may neither change them nor back up."""
    return await in_thread(_read, desk)


def _read(desk: Desk) -> SettingsView:
    folder = desk.data_dir / 'backups'
    with desk.database.reading() as session:
        rights = rights_of(session, desk.actor)
        may_change, may_back_up = (rights.may(p) for p in (Permission.MANAGE_SETTINGS, Permission.BACK_UP))
        if not (may_change or may_back_up):
            raise NotPermitted
        files = _backups(folder) if may_back_up else ()
        return SettingsView(
            chosen_zone=chosen_zone(session),
            machine_zone=machine_zone().key,
            zones=zone_names(),
            last_backup=last_backup(session) if may_back_up else None,
            backups=files[:NEWEST],
            backup_count=len(files),
            backup_folder=folder,
            may_change=may_change,
            may_back_up=may_back_up,
            has_demo=rights.may(Permission.MANAGE_MEMBERS) and has_demo(session),
            zone=office_zone(session),
            now=datetime.now(UTC),
        )


def _backups(folder: Path) -> tuple[BackupFile, ...]:
    found = []
    for path in folder.glob('crm-*') if folder.is_dir() else ():
        if path.suffix in {'.db', '.zip'}:
            state = path.stat()
            found.append(BackupFile(path.name, datetime.fromtimestamp(state.st_mtime, UTC), state.st_size))
    return tuple(sorted(found, key=lambda backup: backup.made_at, reverse=True))
