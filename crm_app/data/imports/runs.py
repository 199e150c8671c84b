"""The record of an import: its state, and whether the process that writes it still lives."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.liveness import InUse, forget, hold
from crm_app.data.models.base import now
from crm_app.data.models.work import ImportRun

_here: Final[set[str]] = set()
"""What this very process is writing: a process cannot ask its own file locks."""


class RunState(StrEnum):
    """How far an import is."""

    RUNNING = 'running'
    UNDOING = 'undoing'
    DONE = 'done'
    UNDONE = 'undone'
    CANCELLED = 'cancelled'
    FAILED = 'failed'


def start_run(session: Session, member_id: int, file_name: str, choices: Mapping[str, Any], lock: str) -> int:
    """Write the record of an import that begins now, under a lock that is held already; returns its id."""
    run = ImportRun(
        member_id=member_id,
        file_name=file_name,
        state=RunState.RUNNING.value,
        choices=dict(choices),
        counts={},
        liveness=lock,
    )
    session.add(run)
    session.flush()
    return run.id


def change_run(session: Session, run_id: int, *, state: RunState | None = None, **counts: object) -> None:
    """Note how far an import is; every state but running and undoing is an end."""
    run = session.get_one(ImportRun, run_id)
    if counts:
        run.counts = {**run.counts, **counts}
    if state:
        run.state = state.value
        if state not in (RunState.RUNNING, RunState.UNDOING):
            run.finished_at = now()


def new_lock() -> str:
    """Return a name for the lock of an import that begins."""
    return f'import-{uuid.uuid4().hex[:12]}'


@contextmanager
def writing(database: Database, lock: str) -> Iterator[None]:
    """Be the process that writes an import, until the end of the block; raises ``InUse`` where another one is."""
    if lock in _here:
        raise InUse
    _here.add(lock)
    try:
        with hold(database.url, lock):
            yield
        forget(database.url, lock)  # the import is at its end, or its record still names the lock and makes it anew
    finally:
        _here.discard(lock)


def unfinished_runs(session: Session) -> list[tuple[int, str]]:
    """Return (id, lock) of the imports that are being written, or that a dead process left."""
    states = (RunState.RUNNING.value, RunState.UNDOING.value)
    query = select(ImportRun.id, ImportRun.liveness).where(ImportRun.state.in_(states)).order_by(ImportRun.id)
    return [(row[0], row[1]) for row in session.execute(query)]


def last_choices(session: Session, member_id: int, most: int = 50) -> list[dict[str, Any]]:
    """Return the choices of a member's last successful imports, the latest first."""
    query = (
        select(ImportRun.choices)
        .where(ImportRun.member_id == member_id, ImportRun.state == RunState.DONE.value)
        .order_by(ImportRun.id.desc())
        .limit(most)
    )
    return list(session.scalars(query))
