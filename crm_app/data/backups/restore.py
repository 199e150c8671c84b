"""Put a backup in the place of the present data: all of it or nothing, and the present state stays beside it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from crm_app.data.backups import postgres
from crm_app.data.backups.files import BackupFailed, sync_folder, whole_file
from crm_app.data.backups.make import file_of, is_sqlite, verify_backup, write_backup
from crm_app.data.engine import make_engine
from crm_app.data.liveness import SERVER, InUse, hold
from crm_app.data.migrations.upgrade import upgrade_database


def restore_backup(url: str, backup: Path, folder: Path) -> Path | None:
    """Replace the data by a backup, migrate it, and return where the replaced state is kept (None: there was none).

    Raises ``NotABackup``, ``OtherDatabase`` or ``NewerDatabase`` for the file, ``InUse`` while a program works on the
    data, ``BackupFailed`` where the disk refuses; then nothing is changed. ``folder`` takes the replaced state of a
    PostgreSQL database; that of an SQLite file stays beside it.
    """
    with hold(url, SERVER):
        verify_backup(url, backup)
        try:
            return _restore_sqlite(url, backup) if is_sqlite(url) else _restore_postgres(url, backup, folder)
        except (OSError, sqlite3.Error) as error:
            raise BackupFailed(why=error) from error


def _restore_sqlite(url: str, backup: Path) -> Path | None:
    present = file_of(url)
    with whole_file(present) as part:
        shutil.copyfile(backup, part)
        upgrade_database(f'sqlite:///{part}')
        _fold(part)
        with _alone(present):
            kept = _keep_file(present)
    return kept


@contextmanager
def _alone(present: Path) -> Iterator[None]:
    """Make sure that nobody has the present database open, and that it is one file; raises ``InUse``."""
    if present.exists():
        try:
            _fold(present)
        except sqlite3.OperationalError as error:
            raise InUse from error
        except sqlite3.DatabaseError:
            _put_aside(present)  # it cannot be read any more, but its journal must not meet the new file
    yield


def _fold(path: Path) -> None:
    """Bring everything into the one file: no journal may be left that would be applied to another file."""
    with closing(sqlite3.connect(path, timeout=2)) as connection:
        mode = connection.execute('PRAGMA journal_mode=DELETE').fetchone()[0]
    if mode != 'delete':
        raise sqlite3.OperationalError


def _keep_file(present: Path) -> Path | None:
    if not present.exists():
        return None
    kept = _kept_name(present.parent, present.suffix or '.db')
    try:
        os.link(present, kept)
    except OSError:  # a file system without links
        shutil.copyfile(present, kept)
    sync_folder(present.parent)
    return kept


def _put_aside(present: Path) -> None:
    for end in ('-wal', '-shm', '-journal'):
        beside = present.with_name(present.name + end)
        if beside.exists():
            beside.replace(_kept_name(present.parent, f'.db{end}'))


def _restore_postgres(url: str, backup: Path, folder: Path) -> Path | None:
    kept = _kept_name(folder, '.zip') if _has_data(url) else None
    if kept:
        folder.mkdir(parents=True, exist_ok=True)
        write_backup(url, kept)
    try:
        postgres.load(url, backup, postgres.verify(backup))
    except SQLAlchemyError as error:
        if kept and isinstance(error, OperationalError):
            raise InUse from error
        raise BackupFailed(why=error) from error
    upgrade_database(url)
    return kept


def _has_data(url: str) -> bool:
    engine = make_engine(url, pool_size=1)
    try:
        with engine.connect() as connection:
            return postgres.revision_of(connection) is not None
    finally:
        engine.dispose()


def _kept_name(folder: Path, suffix: str) -> Path:
    return folder / f'crm-before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{suffix}'
