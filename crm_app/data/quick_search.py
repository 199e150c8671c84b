"""The global search: the few best customers for what somebody is typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.list_columns import searched_attributes
from crm_app.data.models.customer import Customer
from crm_app.data.rights import visible_to
from crm_app.data.search import matching

if TYPE_CHECKING:
    from crm_app.rules.members import Rights

FEW: Final = 8


@dataclass(frozen=True, slots=True)
class CustomerHit:
    """A found customer; ``mobile`` is raw, None where empty or not to be seen."""

    id: int
    name: str
    contact_name: str | None
    mobile: str | None
    owner_name: str


def customer_hits(session: Session, rights: Rights, text: str, limit: int = FEW) -> tuple[CustomerHit, ...]:
    """Return visible customers with every word of ``text``: names that begin with it first, then the last changed."""
    if not text.strip():
        return ()
    catalog = catalog_of(session)
    readable = {field.slot for field in catalog.readable(rights)}
    mobile = next((f.slot for f in catalog.readable(rights) if f.key == 'mobile'), None)
    begins = case((Customer.name.startswith(text.strip(), autoescape=True), 0), else_=1)
    columns: list[Any] = [Customer.id, Customer.name, Customer.contact_name, Customer.owner_id]
    if mobile:
        columns.append(getattr(Customer, mobile))
    rows = session.execute(
        select(*columns)
        .where(
            Customer.deleted_at.is_(None),
            visible_to(rights),
            matching(session, text, searched_attributes(catalog, rights)),
        )
        .order_by(begins, Customer.updated_at.desc(), Customer.id.desc())
        .limit(limit)
    )
    return tuple(
        CustomerHit(
            id=row[0],
            name=row[1],
            contact_name=row[2] if 'contact_name' in readable else None,
            owner_name=catalog.member_names.get(row[3], ''),
            mobile=row[4] if mobile else None,
        )
        for row in rows
    )
