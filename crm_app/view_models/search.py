"""What the global search shows."""

from __future__ import annotations

from dataclasses import dataclass

from crm_app.data.quick_search import CustomerHit, customer_hits
from crm_app.data.rights import rights_of
from crm_app.rules.phones import show_phone
from crm_app.view_models.desk import Desk
from crm_app.view_models.work import in_thread


@dataclass(frozen=True, slots=True)
class Hit:
    """One line below the search field: what it is, what tells it from its like, and where it leads."""

    title: str
    detail: str
    path: str
    icon: str = 'apartment'


async def quick_search(desk: Desk, text: str) -> tuple[Hit, ...]:
    """Return what the person at this desk may find."""
    return await in_thread(_read, desk, text)


def _read(desk: Desk, text: str) -> tuple[Hit, ...]:
    with desk.database.reading() as session:
        found = customer_hits(session, rights_of(session, desk.actor), text)
    return tuple(Hit(hit.name, _detail(hit), f'/customers/{hit.id}') for hit in found)


def _detail(hit: CustomerHit) -> str:
    mobile = show_phone(hit.mobile) if hit.mobile else ''
    return ' · '.join(part for part in (hit.contact_name, mobile, hit.owner_name) if part)
