"""The saved views that somebody may open: one's own and the shared ones."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crm_app.data.models.work import SavedView
from crm_app.rules.list_link import ListLink, decode_link
from crm_app.rules.members import Permission, Rights


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """One saved view. ``mine`` tells own ones from colleagues' shared ones."""

    id: int
    name: str
    shared: bool
    mine: bool
    changeable: bool
    link: ListLink


def views_of(session: Session, rights: Rights) -> tuple[ViewEntry, ...]:
    """Return the views that these rights may open, own ones first, by name."""
    wanted = or_(SavedView.member_id == rights.member_id, SavedView.shared)
    found = []
    for view in session.scalars(select(SavedView).where(wanted, SavedView.name != '')):
        mine = view.member_id == rights.member_id
        changeable = mine or rights.may(Permission.SHARE_VIEWS)
        link = decode_link(str(view.content.get('link', '')))
        found.append(ViewEntry(view.id, view.name, view.shared, mine, changeable, link))
    return tuple(sorted(found, key=lambda view: (not view.mine, view.name, view.id)))
