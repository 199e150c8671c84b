"""The engine of either database, set up as measured: see ``docs/decisions``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

_PRAGMAS = (
    'journal_mode=WAL',
    'synchronous=FULL',
    'foreign_keys=ON',
    'busy_timeout=10000',
    'cache_size=-64000',
    'temp_store=MEMORY',
    'journal_size_limit=67108864',
)


def normal_url(url: str) -> URL:
    """Return the URL with the driver we ship for (``postgresql://`` → psycopg)."""
    parsed = make_url(url)
    if parsed.drivername in ('postgresql', 'postgres'):
        return parsed.set(drivername='postgresql+psycopg')
    return parsed


def make_engine(url: str, *, pool_size: int = 12) -> Engine:
    """Return an engine; ``write=True`` in the execution options begins with SQLite's write lock."""
    parsed = normal_url(url)
    if parsed.get_backend_name() != 'sqlite':
        return create_engine(parsed, pool_size=pool_size, max_overflow=8, pool_pre_ping=True)
    engine = create_engine(
        parsed, connect_args={'timeout': 10, 'check_same_thread': False}, pool_size=pool_size, max_overflow=8
    )
    event.listen(engine, 'connect', _prepare)
    event.listen(engine, 'begin', _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f'PRAGMA {pragma}')


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads first and writes later fails at once when somebody else wrote in between.
    write = connection.get_execution_options().get('write')
    connection.exec_driver_sql('BEGIN IMMEDIATE' if write else 'BEGIN')
