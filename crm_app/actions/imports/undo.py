"""Undo an import; and clear away what dead processes left of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm_app.actions.imports.undoing import take_back
from crm_app.data import audit
from crm_app.data.database import Database
from crm_app.data.imports.runs import RunState, unfinished_runs, writing
from crm_app.data.liveness import InUse
from crm_app.data.models.work import ImportRun
from crm_app.data.rights import allowed
from crm_app.rules.customers import Route
from crm_app.rules.members import Actor, DataScope, Permission
from crm_app.rules.refusals import NotFound, Refusal


class AlreadyUndone(Refusal):
    """There is nothing left to undo."""

    message = 'This import is undone already.'


class StillRunning(Refusal):
    """The import has not come to its end."""

    message = 'This import is still running. Cancel it instead.'


@dataclass(frozen=True, slots=True)
class UndoReport:
    """What an undo came to."""

    removed: int
    """Customers that the import had created."""
    restored: int
    """Customers that the import had changed."""
    kept: tuple[tuple[int, str], ...]
    """(id, name) of customers that were changed since and stay as they are."""


def undo_import(database: Database, actor: Actor, import_id: int) -> UndoReport:
    """Remove for good what an import created and set back what it changed, except customers changed since.

    One's own imports only, or with the right to manage settings and to see all customers any of them. Raises
    ``NotFound``, ``NotPermitted``, ``AlreadyUndone`` or ``StillRunning``.
    """
    with database.reading() as session:
        lock = _undoable(session, actor, import_id)
    try:
        with writing(database, lock):
            with database.reading() as session:
                _undoable(session, actor, import_id)
            taken = take_back(database, import_id, actor, end=RunState.UNDONE)
            detail = {'removed': taken.removed, 'restored': taken.restored, 'kept': len(taken.kept)}
            database.write(
                lambda session: audit.note(session, 'undo_import', actor.member_id, import_id=import_id, counts=detail),
                actor,
                route=Route.UNDO,
            )
    except InUse as used:
        raise StillRunning from used
    return UndoReport(taken.removed, taken.restored, tuple(taken.kept))


def undo_dead_imports(database: Database) -> list[int]:
    """Undo what imports of dead processes left, and return their ids; living ones are not touched.

    Call it at the start of every command and server.
    """
    with database.reading() as session:
        unfinished = unfinished_runs(session)
    undone = []
    for run_id, lock in unfinished:
        try:
            with writing(database, lock):
                with database.reading() as session:
                    still = any(run_id == ident for ident, _ in unfinished_runs(session))
                if still:
                    take_back(database, run_id, None, end=RunState.FAILED)
                    undone.append(run_id)
        except InUse:
            continue
    return undone


def _undoable(session: Session, actor: Actor, import_id: int) -> str:
    rights = allowed(session, actor, Permission.IMPORT)
    run = session.get(ImportRun, import_id)
    oversees = rights.scope is DataScope.ALL and rights.may(Permission.MANAGE_SETTINGS)
    if run is None or (run.member_id != actor.member_id and not oversees):
        raise NotFound
    if run.state in (RunState.UNDONE, RunState.CANCELLED, RunState.FAILED):
        raise AlreadyUndone
    return run.liveness
