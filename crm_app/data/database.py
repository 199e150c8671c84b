"""The database as the rest of the program knows it: reading, transactions, and news of what was committed.

The only commit of the program is in ``Database.transaction``.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from crm_app.data import history, news
from crm_app.data.catalog import note_change
from crm_app.data.engine import make_engine
from crm_app.data.news import News
from crm_app.rules.customers import Route
from crm_app.rules.members import Actor

T = TypeVar('T')
_ATTEMPTS = 5
_RETRIED = frozenset({'40001', '40P01'})  # PostgreSQL: serialization failure, deadlock


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who changes something, by which route and why; history keeps it."""

    member_id: int | None
    route: Route
    because: str = ''
    import_id: int | None = None


class Database:
    """One database, SQLite or PostgreSQL. Safe to use from many threads."""

    def __init__(self, url: str) -> None:
        """Connect lazily; the schema must have been migrated (``migrations.upgrade``)."""
        self.engine = make_engine(url)
        self.url = url
        self.origin = str(uuid.uuid4())
        self.listeners: list[Callable[[News], None]] = []
        """Called in the writing thread after each commit; must only hand over and return."""
        self.cache: dict[str, tuple[int, object]] = {}
        """Small values kept by version, such as the catalog of fields."""
        self._write_lock = Lock() if self.is_sqlite else nullcontext()
        self._read = sessionmaker(self.engine, expire_on_commit=False)
        self._write = sessionmaker(self.engine.execution_options(write=True), expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is an SQLite file."""
        return self.engine.dialect.name == 'sqlite'

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one state of the database and writes nothing."""
        with self._read() as session:
            session.info['database'] = self
            yield session

    @contextmanager
    def transaction(
        self, actor: Actor | None, *, route: Route = Route.FORM, because: str = '', import_id: int | None = None
    ) -> Iterator[Session]:
        """Open the one transaction of a gesture; commits at the end, then publishes its news."""
        member_id = actor.member_id if actor else None
        with self._write_lock, self._write() as session:
            session.info.update(database=self, occasion=Occasion(member_id, route, because, import_id))
            event.listen(session, 'before_flush', _before_flush)
            event.listen(session, 'after_flush', _after_flush)
            with session.begin():
                yield session
                session.flush()
                told = news.news_of(session, member_id)
                if told:
                    news.write_news(session, told, self.origin)
        if told:
            self.publish(told)

    def write(
        self,
        unit: Callable[[Session], T],
        actor: Actor | None,
        *,
        route: Route = Route.FORM,
        because: str = '',
        import_id: int | None = None,
    ) -> T:
        """Run a unit of work in a transaction of its own; deadlocks and serialization failures are tried again.

        ``unit`` may run more than once, so it must do nothing but database work.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with self.transaction(actor, route=route, because=because, import_id=import_id) as session:
                    return unit(session)
            except DBAPIError as error:
                if attempt == _ATTEMPTS or getattr(error.orig, 'sqlstate', None) not in _RETRIED:
                    raise
                time.sleep(0.01 * 2**attempt)
        raise AssertionError  # the loop returns or raises

    def publish(self, told: News) -> None:
        """Tell every listener of this process."""
        for listener in list(self.listeners):
            listener(told)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _before_flush(session: Session, _context: object, _instances: object) -> None:
    history.record(session)


def _after_flush(session: Session, _context: object) -> None:
    note_change(session)
    history.record_created(session)
    news.collect(session)


def database_of(session: Session) -> Database:
    """Return the database a session belongs to."""
    found: Database = session.info['database']
    return found


def occasion_of(session: Session) -> Occasion:
    """Return who changes what and why in this transaction."""
    found: Occasion = session.info['occasion']
    return found
