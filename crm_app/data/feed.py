"""What other processes commit on the same database: noticed within a moment and told to this process's listeners."""

from __future__ import annotations

import logging
import time
from collections import deque
from datetime import timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, create_engine, delete, func, select
from sqlalchemy.pool import NullPool

from crm_app.data.engine import normal_url
from crm_app.data.models.base import now
from crm_app.data.models.record import Change
from crm_app.data.news import CHANNEL, news_from_json
from crm_app.rules.customers import Route

if TYPE_CHECKING:
    import psycopg

    from crm_app.data.database import Database

log = logging.getLogger(__name__)

_POLL_SECONDS: Final = 0.1
_PATIENCE_SECONDS: Final = 2.0
_WINDOW_SECONDS: Final = 30.0
"""On PostgreSQL the order of ids is not the order of commits: so long a row may appear late."""

_KEPT: Final = timedelta(days=1)


class Feed:
    """Follows the table of changes in a thread of its own, between ``start`` and ``stop``."""

    def __init__(self, database: Database) -> None:
        """Prepare; nothing is read yet."""
        self._database = database
        self._engine = create_engine(normal_url(database.url), poolclass=NullPool, isolation_level='AUTOCOMMIT')
        self._stopping = Event()
        self._thread = Thread(target=self._run, name='crm-feed', daemon=True)
        self._floor = 0
        self._seen: set[int] = set()
        self._reads: deque[tuple[float, int]] = deque()

    def start(self) -> None:
        """Follow from now on: what was committed before this call is not told."""
        with self._engine.connect() as connection:
            self._floor = connection.scalar(select(func.max(Change.id))) or 0
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE_SECONDS * 2)

    def _run(self) -> None:
        follow = self._follow_file if self._database.is_sqlite else self._follow_notices
        while not self._stopping.is_set():
            try:
                with self._engine.connect() as connection:
                    follow(connection)
            except Exception:
                log.warning('the changes of other processes cannot be read; trying again', exc_info=True)
                self._stopping.wait(_PATIENCE_SECONDS)

    def _follow_file(self, connection: Connection) -> None:
        version = None
        while not self._stopping.wait(_POLL_SECONDS):
            found = connection.exec_driver_sql('PRAGMA data_version').scalar()
            if found != version:
                version = found
                self._read(connection, window=0)

    def _follow_notices(self, connection: Connection) -> None:
        raw = connection.connection.driver_connection
        if TYPE_CHECKING:
            assert isinstance(raw, psycopg.Connection)
        connection.exec_driver_sql(f'LISTEN {CHANNEL}')
        self._read(connection, window=_WINDOW_SECONDS)
        while not self._stopping.is_set():
            if any(True for _ in raw.notifies(timeout=_PATIENCE_SECONDS / 4, stop_after=1)):
                self._read(connection, window=_WINDOW_SECONDS)

    def _read(self, connection: Connection, *, window: float) -> None:
        query = (
            select(Change.id, Change.news)
            .where(Change.id > self._floor, Change.origin != self._database.origin)
            .order_by(Change.id)
        )
        rows = [row for row in connection.execute(query) if row.id not in self._seen]
        self._remember([row.id for row in rows], window)
        for row in rows:
            self._database.publish(news_from_json(row.news))

    def _remember(self, ids: list[int], window: float) -> None:
        moment = time.monotonic()
        if ids:
            self._seen.update(ids)
            self._reads.append((moment, ids[-1]))
        while self._reads and self._reads[0][0] <= moment - window:
            self._floor = max(self._floor, self._reads.popleft()[1])
        self._seen = {ident for ident in self._seen if ident > self._floor}


def trim(database: Database) -> None:
    """Delete changes that no process can still be waiting for."""
    database.write(
        lambda session: session.execute(delete(Change).where(Change.at < now() - _KEPT)), None, route=Route.SYSTEM
    )
