"""How the last backup went: kept as a setting, for administrators to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from crm_app.data.models.work import Setting
from crm_app.data.news import touch
from crm_app.rules.fields import Entity

LAST_BACKUP: Final = 'last_backup'


@dataclass(frozen=True, slots=True)
class LastBackup:
    """When the last backup was tried (UTC), whether it is good, its size in bytes and file; else what went wrong."""

    at: datetime
    ok: bool
    size: int = 0
    file: str = ''
    problem: str = ''
    good_at: datetime | None = None
    """When the last good one was made."""


def last_backup(session: Session) -> LastBackup | None:
    """Return how the last backup went; None before the first."""
    stored: Any = session.scalar(select(Setting.value).where(Setting.key == LAST_BACKUP))
    if not isinstance(stored, dict):
        return None
    good_at = stored.get('good_at')
    return LastBackup(
        at=datetime.fromisoformat(stored['at']),
        ok=stored['ok'],
        size=stored.get('size', 0),
        file=stored.get('file', ''),
        problem=stored.get('problem', ''),
        good_at=datetime.fromisoformat(good_at) if good_at else None,
    )


def note_backup(session: Session, done: LastBackup) -> None:
    """Keep how a backup went; a daily success is not worth a line in the history of settings."""
    value = {
        'at': done.at.isoformat(),
        'ok': done.ok,
        'size': done.size,
        'file': done.file,
        'problem': done.problem,
        'good_at': done.good_at.isoformat() if done.good_at else None,
    }
    connection = session.connection()
    if not connection.execute(update(Setting).where(Setting.key == LAST_BACKUP).values(value=value)).rowcount:
        connection.execute(insert(Setting).values(key=LAST_BACKUP, value=value))
    touch(session, Entity.SETTING, (0,))
