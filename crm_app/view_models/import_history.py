"""Earlier imports: who brought in what, and which of them can still be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select

from crm_app.data.database import Database
from crm_app.data.models.member import Member
from crm_app.data.models.work import ImportRun
from crm_app.data.rights import allowed
from crm_app.rules.list_link import ListLink, encode_link
from crm_app.rules.list_query import Filter, ListQuery, Operator
from crm_app.rules.members import Actor, DataScope, Permission

_MOST: Final = 20
_COUNTS: Final = ('created', 'updated', 'skipped', 'failed')


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """One import as the list shows it. ``state``: running, undoing, done, undone, cancelled or failed."""

    id: int
    file_name: str
    who: str
    at: datetime
    ended_at: datetime | None
    state: str
    created: int
    updated: int
    skipped: int
    failed: int

    @property
    def can_be_undone(self) -> bool:
        """Whether there is something to undo."""
        return self.state == 'done' and self.created + self.updated > 0

    @property
    def address(self) -> str:
        """Where the list shows the customers that it created; '' where there are none."""
        if self.state != 'done' or not self.created or self.ended_at is None:
            return ''
        moments = (self.at.isoformat(), self.ended_at.isoformat())
        created = Filter('created_at', Operator.BETWEEN, moments)
        return f'/customers?{encode_link(ListLink(ListQuery(filters=(created,))))}'


def earlier_imports(database: Database, actor: Actor) -> tuple[EarlierImport, ...]:
    """Return the last imports, the latest first: the actor's own, or everybody's where he sees all customers."""
    with database.reading() as session:
        rights = allowed(session, actor, Permission.IMPORT)
        query = (
            select(ImportRun, Member.name)
            .join(Member, Member.id == ImportRun.member_id)
            .order_by(ImportRun.id.desc())
            .limit(_MOST)
        )
        if rights.scope is not DataScope.ALL:
            query = query.where(ImportRun.member_id == actor.member_id)
        return tuple(
            EarlierImport(
                run.id,
                run.file_name,
                name,
                run.started_at,
                run.finished_at,
                run.state,
                *(int(run.counts.get(key, 0)) for key in _COUNTS),
            )
            for run, name in session.execute(query)
        )
