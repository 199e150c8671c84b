"""All invariants, one after another, over one state of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.checks import customers, everything
from crm_app.data.checks.batches import live_batches, live_count
from crm_app.data.checks.problems import Problem
from crm_app.data.checks.search_index import index_agrees
from crm_app.data.database import Database

Progress = Callable[[int, int], None]
"""Called with how many customers have been looked at, of how many."""


def found_problems(database: Database, progress: Progress | None = None) -> Iterator[Problem]:
    """Yield all that is wrong; nothing is changed. Others go on working: it sees the state of its beginning."""
    with database.reading() as session:
        if not database.is_sqlite:
            session.connection(execution_options={'isolation_level': 'REPEATABLE READ'})
        for check in everything.CHECKS:
            yield from check(session)
        yield from _of_customers(session, progress)
        yield from index_agrees(session)


def _of_customers(session: Session, progress: Progress | None) -> Iterator[Problem]:
    done, total = 0, live_count(session)
    for batch in live_batches(session, catalog_of(session)):
        for check in customers.CHECKS:
            yield from check(batch)
        done += len(batch.rows)
        if progress:
            progress(done, total)
