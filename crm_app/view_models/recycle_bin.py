"""What lies in the recycle bin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_app.data.lists import ListRow, count_of, page_of
from crm_app.data.office import office_zone
from crm_app.data.rights import allowed
from crm_app.rules.list_query import ListQuery
from crm_app.rules.members import Permission
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread


@dataclass(frozen=True, slots=True)
class DeletedCustomer:
    """One deleted customer: who deleted it and when ('' where the program did)."""

    id: int
    name: str
    owner_name: str
    deleted_at: datetime
    deleted_by: str


@dataclass(frozen=True, slots=True)
class RecycleBin:
    """One page of the recycle bin, last deleted first; the count is exact up to 10,000."""

    count: int
    customers: tuple[DeletedCustomer, ...]
    zone: ZoneInfo
    now: datetime


async def load_bin(desk: Desk, page: int, size: int) -> RecycleBin:
    """Read a page of the recycle bin; raises ``NotPermitted`` for who may not restore."""
    return await in_thread(_read, desk, page, size)


def _read(desk: Desk, page: int, size: int) -> RecycleBin:
    query = ListQuery(deleted=True, sort='deleted_at')
    with desk.database.reading() as session:
        rights = allowed(session, desk.actor, Permission.RESTORE_CUSTOMER)
        found = page_of(session, rights, query, ('owner', 'deleted_at', 'deleted_by'), (page - 1) * size, size)
        count = count_of(session, rights, query)
        return RecycleBin(count, tuple(map(_customer, found.rows)), office_zone(session), datetime.now(UTC))


def _customer(row: ListRow) -> DeletedCustomer:
    deleted_at = row.values['deleted_at']
    assert isinstance(deleted_at, datetime)
    return DeletedCustomer(row.id, row.name, row.texts.get('owner', ''), deleted_at, row.texts.get('deleted_by', ''))
