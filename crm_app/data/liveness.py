"""Locks that last exactly as long as their process: who holds one, lives; a killed process holds nothing.

On SQLite they are locked files beside the database file, on PostgreSQL advisory locks of that database.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.pool import NullPool

from crm_app.data.engine import normal_url
from crm_app.rules.refusals import Refusal

SERVER: Final = 'server'
"""Held (shared) by every running server; who replaces the data takes it alone."""


class InUse(Refusal):
    """Another process holds the lock."""

    message = 'Another program is working on this data right now. Stop it first.'


@contextmanager
def hold(url: str, name: str, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock until the end of the block; raises ``InUse`` at once where others hold it.

    Several processes may hold it together where all ask for it ``shared``.
    """
    parsed = normal_url(url)
    if parsed.get_backend_name() == 'sqlite':
        with _hold_file(_lock_file(Path(parsed.database or 'crm.db'), name), shared=shared):
            yield
        return
    engine = create_engine(parsed, poolclass=NullPool, isolation_level='AUTOCOMMIT')
    with _hold_advisory(engine, _number(name), shared=shared):
        yield


def held(url: str, name: str) -> bool:
    """Whether a living process holds the lock."""
    try:
        with hold(url, name):
            return False
    except InUse:
        return True


def forget(url: str, name: str) -> None:
    """Remove what a lock leaves on the disk, where nobody will ask for it again."""
    parsed = normal_url(url)
    if parsed.get_backend_name() == 'sqlite':
        with suppress(OSError):  # somebody holds it
            _lock_file(Path(parsed.database or 'crm.db'), name).unlink(missing_ok=True)


@contextmanager
def _hold_file(path: Path, *, shared: bool) -> Iterator[None]:
    with (_locked_on_windows if sys.platform == 'win32' else _locked)(path, shared=shared):
        yield


@contextmanager
def _locked(path: Path, *, shared: bool) -> Iterator[None]:
    """Lock by ``flock``: unlike other locks of POSIX it belongs to this opening of the file, not to the process."""
    import fcntl

    with path.open('ab') as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse from error
        if not _is_at(path, file.fileno()):  # who had it has just removed it
            raise InUse
        try:
            yield
        finally:
            if not shared and not path.match(f'*.{SERVER}.lock'):
                path.unlink(missing_ok=True)


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


@contextmanager
def _locked_on_windows(path: Path, *, shared: bool) -> Iterator[None]:
    from fasteners import InterProcessReaderWriterLock

    lock = InterProcessReaderWriterLock(str(path))
    acquire: Callable[..., bool] = lock.acquire_read_lock if shared else lock.acquire_write_lock
    if not acquire(blocking=False):
        if lock.lockfile is not None:
            lock.lockfile.close()
        raise InUse
    try:
        yield
    finally:
        (lock.release_read_lock if shared else lock.release_write_lock)()


@contextmanager
def _hold_advisory(engine: Engine, number: int, *, shared: bool) -> Iterator[None]:
    connection: Connection
    with engine.connect() as connection:
        acquire = func.pg_try_advisory_lock_shared if shared else func.pg_try_advisory_lock
        if not connection.scalar(select(acquire(number))):
            raise InUse
        yield  # closing the connection gives the lock back


def _lock_file(database: Path, name: str) -> Path:
    return database.with_name(f'{database.name}.{name}.lock')


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f'crm:{name}'.encode()).digest()[:8], signed=True)
