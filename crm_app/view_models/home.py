"""What the home page shows: who is due, and whether there is anything in the system yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.lists import ListRow, count_of, page_of
from crm_app.data.office import office_zone
from crm_app.data.rights import rights_of
from crm_app.rules.inbox import Inbox, inbox_query
from crm_app.rules.list_link import ListLink, encode_link
from crm_app.rules.list_query import Column, ListQuery
from crm_app.rules.members import DataScope, Rights
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread

SHOWN: Final = 50
"""Customers of one list that the home page shows; the heading tells how many there are."""


@dataclass(frozen=True, slots=True)
class DueCustomer:
    """One customer to get in touch with; ``mobile`` is raw, '' where empty or not to be seen."""

    id: int
    name: str
    contact_name: str
    mobile: str
    owner_name: str
    next_at: datetime


@dataclass(frozen=True, slots=True)
class DueList:
    """One list with its whole count; ``customers`` holds the first of them."""

    count: int
    link: str
    """The same query behind the ``?`` of the customer list's address."""
    customers: tuple[DueCustomer, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page at one moment."""

    lists: Mapping[Inbox, DueList]
    has_customers: bool
    sees_others: bool
    """Whether he may switch to his team."""
    zone: ZoneInfo
    now: datetime


async def load_home(desk: Desk, *, team: bool = False) -> HomeView:
    """Read the home page of the person at this desk; ``team`` = of all whose customers he may see."""
    return await in_thread(_read, desk, team=team)


def _read(desk: Desk, *, team: bool) -> HomeView:
    now = datetime.now(UTC)
    with desk.database.reading() as session:
        rights = rights_of(session, desk.actor)
        zone = office_zone(session)
        others = rights.scope is not DataScope.OWN
        lists = {inbox: _due(session, rights, inbox_query(inbox, now, zone, team=team and others)) for inbox in Inbox}
        has_customers = any(due.count for due in lists.values()) or count_of(session, rights, ListQuery(), cap=1) > 0
    return HomeView(lists, has_customers, others, zone, now)


def _due(session: Session, rights: Rights, query: ListQuery) -> DueList:
    keys = {field.key: field.id for field in catalog_of(session).readable(rights)}
    contact, mobile = keys.get('contact'), keys.get('mobile')
    columns: list[Column] = ['next_follow_up_at', 'owner', *(c for c in (contact, mobile) if c)]
    page = page_of(session, rights, query, columns, 0, SHOWN)
    customers = tuple(_customer(row, contact, mobile) for row in page.rows)
    count = len(customers) if len(customers) < SHOWN else count_of(session, rights, query)
    return DueList(count, encode_link(ListLink(query)), customers)


def _customer(row: ListRow, contact: int | None, mobile: int | None) -> DueCustomer:
    next_at = row.values['next_follow_up_at']
    assert isinstance(next_at, datetime)
    return DueCustomer(
        id=row.id,
        name=row.name,
        contact_name=row.texts.get(contact, '') if contact else '',
        mobile=str(row.values.get(mobile) or '') if mobile else '',
        owner_name=row.texts.get('owner', ''),
        next_at=next_at,
    )
