"""Keep the data safe: backups by the clock, before migrations and by hand; and putting one back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from crm_app.data.audit import note
from crm_app.data.backups.files import BackupFailed
from crm_app.data.backups.keep import daily_backups, remove_old
from crm_app.data.backups.last import LastBackup, last_backup, note_backup
from crm_app.data.backups.make import DAILY, MANUAL, MIGRATION, make_backup, write_backup
from crm_app.data.backups.restore import restore_backup
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.rights import allowed
from crm_app.rules.customers import Route
from crm_app.rules.members import Actor, Permission


def backup_folder(data_dir: Path) -> Path:
    """Return the folder in which a data folder keeps its backups."""
    return data_dir / 'backups'


def daily_backup(database: Database, folder: Path, today: date) -> Path | None:
    """Make this day's backup unless there is one, and remove those that are not kept any more; return the new one.

    ``today`` is the office's day. Never raises for a backup that fails: ``last_backup`` tells administrators, and the
    next call tries again. Takes long: run it in a long thread.
    """
    if today in daily_backups(folder).values():
        return None
    try:
        made = make_backup(database.url, folder, reason=DAILY, day=today)
    except BackupFailed as refusal:
        _note(database, LastBackup(at=now(), ok=False, problem=str(refusal.params.get('why', ''))))
        return None
    with suppress(OSError):  # what cannot be removed today goes tomorrow
        remove_old(folder)
    _note(database, _good(made))
    return made


def backup_before_migration(url: str, folder: Path) -> Path:
    """Back up a database that is about to be migrated; raises ``BackupFailed``, then it must not be migrated."""
    made = make_backup(url, folder, reason=MIGRATION)
    with suppress(OSError):
        remove_old(folder)
    return made


def make_backup_now(database: Database, actor: Actor | None, folder: Path) -> Path:
    """Make a backup by hand; raises ``NotPermitted`` or ``BackupFailed``. ``actor`` None is the command line."""
    if actor:
        with database.reading() as session:
            allowed(session, actor, Permission.BACK_UP)
    made = make_backup(database.url, folder, reason=MANUAL)
    _note(database, _good(made), actor)
    return made


def write_backup_to(database: Database, target: Path) -> Path:
    """Make a backup into a file of one's choice, replacing it; raises ``BackupFailed``."""
    write_backup(database.url, target)
    _note(database, _good(target))
    return target


def restore(url: str, backup: Path, data_dir: Path) -> Path | None:
    """Replace all data by a backup; return where the replaced state is kept (None: there was none).

    Raises ``NotABackup``, ``OtherDatabase``, ``NewerDatabase``, ``InUse`` or ``BackupFailed``; then nothing is changed.
    """
    kept = restore_backup(url, backup, data_dir)
    database = Database(url)
    try:
        with database.transaction(None, route=Route.SYSTEM) as session:
            note(session, 'restore_backup', None, file=backup.name, kept=kept.name if kept else '')
    finally:
        database.close()
    return kept


def _good(made: Path) -> LastBackup:
    at = now()
    return LastBackup(at=at, ok=True, size=made.stat().st_size, file=made.name, good_at=at)


def _note(database: Database, done: LastBackup, actor: Actor | None = None) -> None:
    with database.transaction(actor, route=Route.SYSTEM) as session:
        if not done.ok:
            before = last_backup(session)
            done = replace(done, good_at=before.good_at if before else None)
        note_backup(session, done)
        if actor:
            note(session, 'backup', actor.member_id, file=done.file, size=done.size)
