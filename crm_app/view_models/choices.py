"""What can be chosen in a dropdown: options and members, found by any part of the name or by pinyin initials."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.display import option_names
from crm_app.data.models.member import Member
from crm_app.data.rights import rights_of
from crm_app.rules.fields import Entity, Field, FieldKind
from crm_app.rules.members import Actor
from crm_app.rules.pinyin import initials

MOST_SENT: Final = 200
"""Options a page gets at once; longer lists are searched on the server."""
HITS: Final = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a dropdown: the id as text, its name, and its pinyin initials."""

    id: str
    name: str
    initials: str = ''


@dataclass(frozen=True, slots=True)
class Choices:
    """What a dropdown starts with. ``remote``: these are only the first, the rest is found on the server."""

    listed: tuple[Choice, ...] = ()
    remote: bool = False


@lru_cache(maxsize=50_000)
def choice(ident: str, name: str) -> Choice:
    """Return an entry with its initials."""
    return Choice(ident, name, initials(name))


def choices_for(session: Session, field: Field, chosen: Iterable[str] = ()) -> Choices:
    """Return the entries of a field's dropdown; what is chosen already is always among them, retired or not."""
    catalog = catalog_of(session)
    everything = _all_choices(session, catalog, field)
    kept = [entry for ident in chosen if (entry := _one(catalog, field, ident)) is not None]
    if len(everything) <= MOST_SENT:
        return Choices(_with(kept, everything))
    return Choices(_with(kept, everything[:HITS]), remote=True)


def find_choices(database: Database, actor: Actor, field_id: int, text: str) -> tuple[Choice, ...]:
    """Return the first entries whose name or initials contain the text; none for a field that one may not see."""
    with database.reading() as session:
        rights = rights_of(session, actor)
        catalog = catalog_of(session)
        field = catalog.by_id.get(field_id)
        if field is None or field not in catalog.readable(rights, field.entity):
            return ()
        wanted = text.strip().casefold()
        found = (
            entry
            for entry in _all_choices(session, catalog, field)
            if wanted in entry.name.casefold() or wanted in entry.initials
        )
        return tuple(entry for entry, _ in zip(found, range(HITS), strict=False))


def members_choices(session: Session) -> tuple[Choice, ...]:
    """Return all active members by name."""
    query = select(Member.id, Member.name).where(Member.active).order_by(Member.name, Member.id)
    return tuple(choice(str(row.id), row.name) for row in session.execute(query))


def ways_of(session: Session) -> tuple[Choice, ...]:
    """Return the ways of a follow-up: phone, visit and so on."""
    return choices_for(session, catalog_of(session).by_key('way', Entity.FOLLOW_UP)).listed


def _all_choices(session: Session, catalog: Catalog, field: Field) -> tuple[Choice, ...]:
    if field.kind is FieldKind.MEMBER:
        return members_choices(session)
    options = (option for option in catalog.options_of(field.id) if not option.retired)
    if field.kind is not FieldKind.CASCADE:
        return tuple(choice(str(option.id), option.name) for option in options)
    return tuple(choice(str(option.id), name) for option in options for name in option_names(catalog, str(option.id)))


def _one(catalog: Catalog, field: Field, ident: str) -> Choice | None:
    if field.kind is FieldKind.MEMBER:
        name = catalog.member_names.get(int(ident)) if ident.isdecimal() else None
        return choice(ident, name) if name else None
    names = option_names(catalog, ident) if ident.isdecimal() else ()
    return choice(ident, names[0]) if names else None


def _with(kept: list[Choice], listed: tuple[Choice, ...]) -> tuple[Choice, ...]:
    there = {entry.id for entry in listed}
    return (*(entry for entry in kept if entry.id not in there), *listed)
