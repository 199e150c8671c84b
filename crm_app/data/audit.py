"""The audit log: what an administrator may have to answer for."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from crm_app.data.models.base import now
from crm_app.data.models.record import AuditEntry


def note(session: Session, action: str, member_id: int | None, *, address: str = '', **detail: object) -> None:
    """Write an entry in the present transaction; ``detail`` must fit into JSON."""
    values = {'at': now(), 'member_id': member_id, 'action': action, 'detail': detail, 'address': address[:60]}
    session.execute(insert(AuditEntry).values(values))
