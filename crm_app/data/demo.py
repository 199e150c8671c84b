"""Demo data: whether there is any."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member


def has_demo(session: Session) -> bool:
    """Whether demo data is there. It goes only into an empty database, so the first customer tells of all."""
    first = select(Customer.demo).order_by(Customer.id).limit(1)
    return bool(session.scalar(first) or session.scalar(select(exists().where(Member.demo, Member.active))))
