"""Backups of an SQLite database: a copy of the file, taken while everybody goes on working."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from crm_app.data.backups.files import NotABackup
from crm_app.data.backups.schema import CORE, VERSION_TABLE, check_revision


def dump(source: Path, target: Path) -> None:
    """Copy the database as it is at one moment. In one step: copying in pieces starts again after each save."""
    with closing(sqlite3.connect(source, timeout=10)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy, pages=-1)
        copy.execute('PRAGMA journal_mode=DELETE')  # one file, nothing beside it


def verify(path: Path, name: str = '') -> str:
    """Read the whole file and return the version of its schema.

    Raises ``NotABackup`` for a file that is damaged or not ours, ``NewerDatabase`` for a newer program's.
    """
    refusal = NotABackup(file=name or path.name)
    try:
        with closing(sqlite3.connect(f'{path.absolute().as_uri()}?mode=ro&immutable=1', uri=True)) as copy:
            if copy.execute('PRAGMA quick_check(1)').fetchone()[0] != 'ok':
                raise refusal
            tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= CORE | {VERSION_TABLE}:
                raise refusal
            row = copy.execute(f'SELECT version_num FROM {VERSION_TABLE}').fetchone()  # noqa: S608 - our own name
    except sqlite3.Error as error:
        raise refusal from error
    revision = row[0] if row else None
    if not check_revision(revision):
        raise refusal
    return str(revision)


def looks_like_sqlite(path: Path) -> bool:
    """Whether the file begins as an SQLite database does."""
    with path.open('rb') as file:
        return file.read(16) == b'SQLite format 3\x00'
