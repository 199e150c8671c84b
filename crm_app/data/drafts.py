"""What somebody has typed into a form and not saved yet."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.models.work import Draft


def draft_of(session: Session, member_id: int, key: str) -> dict[str, Any] | None:
    """Return the content of a member's draft, or None."""
    return session.scalar(select(Draft.content).where(Draft.member_id == member_id, Draft.key == key))


def put_draft(session: Session, member_id: int, key: str, content: dict[str, Any] | None) -> None:
    """Keep the content as the member's draft; None forgets it."""
    row = session.get(Draft, (member_id, key))
    if content is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Draft(member_id=member_id, key=key, content=content))
    else:
        row.content = content
