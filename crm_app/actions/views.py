"""Saved views of the customer list: one's own, shared ones, and how one likes the plain list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.models.work import SavedView
from crm_app.data.rights import rights_of
from crm_app.rules.list_query import Column
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.refusals import NotFound, NotPermitted, Refusal

LONGEST_NAME: Final = 60
PLAIN: Final = ''
"""Name of the view that keeps a person's columns of the plain list."""


class NameMissing(Refusal):
    """A view needs a name."""

    message = 'Please give the view a name.'


class NameTaken(Refusal):
    """The actor has another view of this name."""

    message = 'You already have a view named “{name}”.'


def save_view(
    database: Database, actor: Actor, name: str, link: str, *, view_id: int | None = None, shared: bool = False
) -> int:
    """Keep a list (as the text of its link) under a name, or change a view; returns the view's id.

    Raises ``NameMissing``, ``NameTaken``, ``NotPermitted`` for sharing without permission, and ``NotFound`` for a view
    that is somebody else's (a shared one may be changed by everybody who may share).
    """

    def unit(session: Session) -> int:
        rights = rights_of(session, actor)
        kept = ' '.join(name.split())[:LONGEST_NAME]
        if not kept:
            raise NameMissing
        view = SavedView(member_id=actor.member_id) if view_id is None else _own(session, rights, view_id)
        if (shared or view.shared) and not rights.may(Permission.SHARE_VIEWS):
            raise NotPermitted(what=Permission.SHARE_VIEWS.value)
        twin = select(SavedView.id).where(
            SavedView.member_id == view.member_id, SavedView.name == kept, SavedView.id.is_distinct_from(view_id)
        )
        with session.no_autoflush:
            if session.scalar(twin) is not None:
                raise NameTaken(name=kept)
        view.name, view.shared, view.content = kept, shared, {'link': link}
        session.add(view)
        session.flush()
        return view.id

    return database.write(unit, actor)


def delete_view(database: Database, actor: Actor, view_id: int) -> None:
    """Forget a view; raises ``NotFound`` for one that is somebody else's."""

    def unit(session: Session) -> None:
        session.delete(_own(session, rights_of(session, actor), view_id))

    database.write(unit, actor)


def remember_columns(database: Database, actor: Actor, columns: Sequence[Column]) -> None:
    """Keep which columns the actor wants to see in the plain list, in their order."""

    def unit(session: Session) -> None:
        rights_of(session, actor)
        mine = select(SavedView).where(SavedView.member_id == actor.member_id, SavedView.name == PLAIN)
        view = session.scalar(mine)
        if view is None:
            view = SavedView(member_id=actor.member_id, name=PLAIN, shared=False, content={})
            session.add(view)
        view.content = {'columns': list(columns)}

    database.write(unit, actor)


def _own(session: Session, rights: Rights, view_id: int) -> SavedView:
    view = session.get(SavedView, view_id)
    if view is None or view.name == PLAIN:
        raise NotFound
    if view.member_id != rights.member_id and not (view.shared and rights.may(Permission.SHARE_VIEWS)):
        raise NotFound
    return view
