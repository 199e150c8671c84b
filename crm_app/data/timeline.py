"""What happened with a customer, newest first: follow-ups and changes of values in one stream."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.display import text_of
from crm_app.data.models.customer import FollowUp
from crm_app.data.models.record import Revision
from crm_app.rules.fields import Entity
from crm_app.rules.list_query import Column
from crm_app.rules.members import Rights

PAGE: Final = 30
Mark = tuple[datetime, int, int]
"""Where a page of the stream ended: moment, rank of its kind, id."""
_OWN_COLUMNS: Final = {'owner_id': 'owner', 'kind': 'kind'}


class Show(StrEnum):
    """Which entries of the stream are shown."""

    ALL = 'all'
    FOLLOW_UPS = 'follow_ups'
    CHANGES = 'changes'


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value before and after; ``column`` is a field id, ``'owner'`` or ``'kind'``."""

    column: Column
    name: str
    """The field's name as the team sees it; '' for owner and kind."""
    before: Any
    after: Any
    text_before: str
    text_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened. ``id`` is that of the follow-up or the revision."""

    id: int
    at: datetime
    member_name: str
    member_id: int | None
    is_follow_up: bool
    text: str = ''
    way: str | None = None
    way_name: str = ''
    next_at: datetime | None = None
    entity: Entity = Entity.CUSTOMER
    entity_id: int = 0
    subject: str = ''
    """Name of the contact that a change is about."""
    action: str = ''
    route: str = ''
    changes: tuple[ValueChange, ...] = field(default=())

    @property
    def mark(self) -> Mark:
        """The entry's place in the stream."""
        return self.at, int(self.is_follow_up), self.id


def timeline(
    session: Session,
    rights: Rights,
    customer_id: int,
    *,
    show: Show = Show.ALL,
    before: Mark | None = None,
    limit: int = PAGE,
) -> tuple[tuple[Entry, ...], Mark | None]:
    """Return entries older than ``before``, newest first, and the mark to go on from (None at the end).

    The customer's visibility is the caller's business; values of fields that these rights may not see are left out.
    """
    entries: list[Entry] = []
    while True:
        rows, more = _rows(session, customer_id, show, before, limit)
        catalog = catalog_of(session)
        for row in rows:
            entry = _follow_up(catalog, row) if isinstance(row, FollowUp) else _change(catalog, rights, row)
            if entry is not None:
                entries.append(entry)
        if rows:
            before = _mark(rows[-1])
        if not more or len(entries) >= limit:
            return tuple(entries), before if more else None


def _rows(
    session: Session, customer_id: int, show: Show, before: Mark | None, limit: int
) -> tuple[list[FollowUp | Revision], bool]:
    rows: list[FollowUp | Revision] = []
    if show is not Show.CHANGES:
        query = select(FollowUp).where(FollowUp.customer_id == customer_id, _older(FollowUp, 1, before))
        rows += session.scalars(query.order_by(FollowUp.at.desc(), FollowUp.id.desc()).limit(limit + 1))
    if show is not Show.FOLLOW_UPS:
        own = and_(Revision.entity_kind == Entity.CUSTOMER.value, Revision.entity_id == customer_id)
        contact = and_(Revision.customer_id == customer_id, Revision.entity_kind == Entity.CONTACT.value)
        query_ = select(Revision).where(or_(own, contact), _older(Revision, 0, before))
        rows += session.scalars(query_.order_by(Revision.at.desc(), Revision.id.desc()).limit(limit + 1))
    rows.sort(key=_mark, reverse=True)
    return rows[:limit], len(rows) > limit


def _older(model: type[FollowUp | Revision], rank: int, before: Mark | None) -> Any:
    if before is None:
        return model.id > 0
    at, last_rank, last_id = before
    if rank < last_rank:
        return model.at <= at
    same = and_(model.at == at, model.id < last_id) if rank == last_rank else model.id < 0
    return or_(model.at < at, same)


def _mark(row: FollowUp | Revision) -> Mark:
    return row.at, int(isinstance(row, FollowUp)), row.id


def _follow_up(catalog: Catalog, row: FollowUp) -> Entry:
    way = catalog.by_key('way', Entity.FOLLOW_UP)
    return Entry(
        id=row.id,
        at=row.at,
        member_id=row.member_id,
        member_name=catalog.member_names.get(row.member_id, ''),
        is_follow_up=True,
        text=row.text,
        way=row.way,
        way_name=text_of(catalog, way, 'way', row.way),
        next_at=row.next_at,
    )


def _change(catalog: Catalog, rights: Rights, row: Revision) -> Entry | None:
    entity = Entity(row.entity_kind)
    seen = {found.id: found.name for found in catalog.readable(rights, entity)}
    changes = tuple(
        ValueChange(_OWN_COLUMNS.get(line[0], line[0]), seen.get(line[0], ''), *_texts(line))
        for line in row.changes
        if line[0] in seen or (entity is Entity.CUSTOMER and line[0] in _OWN_COLUMNS)
    )
    if row.action == 'update' and not changes:
        return None
    names = {found.id for found in catalog.of(entity, enabled=False) if found.key == 'name'}
    subject = next((str(line[2] or line[1] or '') for line in row.changes if line[0] in names), '')
    return Entry(
        id=row.id,
        at=row.at,
        member_id=row.member_id,
        member_name=catalog.member_names.get(row.member_id or 0, ''),
        is_follow_up=False,
        entity=entity,
        entity_id=row.entity_id,
        subject=subject if entity is Entity.CONTACT else '',
        action=row.action,
        route=row.route,
        changes=changes if row.action == 'update' else (),
    )


def _texts(line: list[Any]) -> tuple[Any, Any, str, str]:
    if len(line) > 3:
        return line[1], line[2], line[3], line[4]
    return line[1], line[2], str(line[1] if line[1] is not None else ''), str(line[2] if line[2] is not None else '')
