"""The customers that rows of a file match, as far as an import needs to know them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.models.customer import Customer
from crm_app.data.rights import visible_to
from crm_app.rules.masking import mask_name
from crm_app.rules.members import Rights

_PART: Final = 1000


@dataclass(frozen=True, slots=True)
class Match:
    """One stored customer; its name is masked unless the importer may see it."""

    id: int
    visible: bool
    name: str


def matches_of(session: Session, rights: Rights, ids: Collection[int]) -> dict[int, Match]:
    """Return stored customers by id."""
    wanted = sorted(ids)
    found: dict[int, Match] = {}
    for start in range(0, len(wanted), _PART):
        part = wanted[start : start + _PART]
        visible = set(session.scalars(select(Customer.id).where(Customer.id.in_(part), visible_to(rights))))
        for ident, name in session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(part))):
            found[ident] = Match(ident, ident in visible, name if ident in visible else mask_name(name))
    return found
