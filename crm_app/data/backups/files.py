"""Files of backups: their names, and how one is written so that a crash leaves a whole file or none."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from crm_app.rules.refusals import Refusal

PART: Final = '.part'
_OLD_PART_SECONDS: Final = 24 * 3600


class BackupFailed(Refusal):
    """A backup could not be written. ``why`` is the system's own text."""

    message = 'The backup could not be written: {why}'


class NotABackup(Refusal):
    """A file is not a backup of this program, or it is damaged."""

    message = '“{file}” is not a sound backup of this program.'


class OtherDatabase(Refusal):
    """A backup of SQLite cannot go into PostgreSQL, nor the other way round."""

    message = '“{file}” is a backup of another kind of database and cannot be restored here.'


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a temporary name beside ``target``; at the end the file is on the disk under its own name, or not at all."""
    part = target.with_name(f'.{target.name}.{os.getpid()}{PART}')
    try:
        part.unlink(missing_ok=True)
        yield part
        sync(part)
        part.replace(target)
        sync_folder(target.parent)
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ('-wal', '-shm', '-journal'))):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open('rb+') as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until names in a folder are on the disk, where the system can."""
    if os.name != 'posix':
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_parts(folder: Path) -> None:
    """Remove what backups that died have left behind."""
    for part in folder.glob(f'.*{PART}*'):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > _OLD_PART_SECONDS:
                part.unlink()
