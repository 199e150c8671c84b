"""Write a backup of either database, and read it again before it counts as one."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from crm_app.data.backups import postgres, sqlite
from crm_app.data.backups.files import BackupFailed, NotABackup, OtherDatabase, clear_parts, whole_file
from crm_app.data.engine import normal_url

DAILY: Final = 'daily'
MIGRATION: Final = 'migration'
MANUAL: Final = 'manual'
_SUFFIX: Final = {'sqlite': '.db', 'postgresql': '.zip'}


def make_backup(url: str, folder: Path, *, reason: str, day: date | None = None) -> Path:
    """Write a verified backup into the folder and return its path; raises ``BackupFailed``.

    ``day`` names it by a day of the office instead of the moment.
    """
    stamp = f'{day:%Y%m%d}' if day else f'{datetime.now(UTC):%Y%m%d-%H%M%S-%f}'
    target = folder / f'crm-{stamp}-{reason}{suffix_of(url)}'
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_parts(folder)
    except OSError as error:
        raise BackupFailed(why=error) from error
    write_backup(url, target)
    return target


def write_backup(url: str, target: Path) -> None:
    """Write a verified backup to a path; raises ``BackupFailed``, then nothing is there that was not before."""
    try:
        with whole_file(target) as part:
            if is_sqlite(url):
                sqlite.dump(file_of(url), part)
                sqlite.verify(part, target.name)
            else:
                postgres.dump(url, part)
                postgres.verify(part, target.name)
    except (OSError, sqlite3.Error, SQLAlchemyError, NotABackup) as error:
        raise BackupFailed(why=error) from error


def verify_backup(url: str, path: Path) -> str:
    """Read a backup for this database through and return the version of its schema.

    Raises ``NotABackup``, ``NewerDatabase``, or ``OtherDatabase`` where it belongs to the other kind of database.
    """
    try:
        of_sqlite = sqlite.looks_like_sqlite(path)
    except OSError as error:
        raise NotABackup(file=path.name) from error
    revision = sqlite.verify(path) if of_sqlite else postgres.verify(path).revision
    if of_sqlite != is_sqlite(url):
        raise OtherDatabase(file=path.name)
    return revision


def is_sqlite(url: str) -> bool:
    """Whether the URL names an SQLite file."""
    return normal_url(url).get_backend_name() == 'sqlite'


def file_of(url: str) -> Path:
    """Return the file of an SQLite database."""
    return Path(normal_url(url).database or '')


def suffix_of(url: str) -> str:
    """Return how the names of backups of this database end."""
    return _SUFFIX['sqlite' if is_sqlite(url) else 'postgresql']
