"""Live news: which records a transaction changed, collected at flush and written beside the rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crm_app.data.models.base import Base
from crm_app.data.models.customer import Contact, FollowUp
from crm_app.data.models.record import Change
from crm_app.rules.fields import Entity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MANY: Final = 500
"""From so many ids of one entity on, news say only how many: pages read again instead of following each row."""

CHANNEL: Final = 'crm_change'
"""PostgreSQL wakes the listeners of this channel at each commit that has news."""


@dataclass(frozen=True, slots=True)
class News:
    """What one committed transaction changed. An entity in ``many`` (a burst, with its count) has no ``ids``."""

    ids: Mapping[Entity, frozenset[int]] = field(default_factory=dict)
    many: Mapping[Entity, int] = field(default_factory=dict)
    by: int | None = None
    """Id of the member who did it."""

    def touches(self, entity: Entity) -> bool:
        """Whether anything of this entity changed."""
        return entity in self.ids or entity in self.many

    def may_concern(self, entity: Entity, ident: int) -> bool:
        """Whether this record changed, or may have in a burst."""
        return entity in self.many or ident in self.ids.get(entity, frozenset())


def touch(session: Session, entity: Entity, ids: Iterable[int]) -> None:
    """Announce changed records; bulk statements must call this, ORM rows are found at flush."""
    session.info.setdefault('touched', {}).setdefault(entity, set()).update(ids)


def touch_many(session: Session, entity: Entity, count: int) -> None:
    """Announce a burst without naming its rows."""
    many = session.info.setdefault('touched_many', {})
    many[entity] = many.get(entity, 0) + count


def collect(session: Session) -> None:
    """Note the rows of this flush; called after each flush, when new rows have their ids."""
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Base) and row.entity is not None:
            ident = getattr(row, 'id', 0)
            touch(session, row.entity, (ident,))
            if isinstance(row, Contact | FollowUp):
                touch(session, Entity.CUSTOMER, (row.customer_id,))


def news_of(session: Session, by: int | None) -> News | None:
    """Return what the session's transaction changed, or None."""
    touched: dict[Entity, set[int]] = session.info.get('touched', {})
    many: dict[Entity, int] = dict(session.info.get('touched_many', {}))
    ids = {}
    for entity, found in touched.items():
        if len(found) >= MANY:
            many[entity] = many.get(entity, 0) + len(found)
        elif entity not in many:
            ids[entity] = frozenset(found)
    return News(ids, many, by) if ids or many else None


def write_news(session: Session, news: News, origin: str) -> None:
    """Put the news into the ordered table that other processes read."""
    session.add(Change(origin=origin, news=_as_json(news)))
    if session.get_bind().dialect.name == 'postgresql':
        session.connection().exec_driver_sql(f'NOTIFY {CHANNEL}')  # reaches the other instances when this commits


def _as_json(news: News) -> dict[str, Any]:
    return {
        'ids': {entity.value: sorted(ids) for entity, ids in news.ids.items()},
        'many': {entity.value: count for entity, count in news.many.items()},
        'by': news.by,
    }


def news_from_json(stored: Mapping[str, Any]) -> News:
    """Read stored news; entities of a newer version are passed over."""
    known = set(Entity)
    return News(
        {Entity(name): frozenset(ids) for name, ids in stored['ids'].items() if name in known},
        {Entity(name): count for name, count in stored['many'].items() if name in known},
        stored.get('by'),
    )
