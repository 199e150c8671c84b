"""Two people changed the same field: nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from crm_app.rules.list_query import Column
from crm_app.rules.merging import merge
from crm_app.rules.refusals import Refusal

C = TypeVar('C', int, Column)


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field as it was when the actor began, as a colleague saved it, and as the actor wants it (raw values)."""

    column: Column
    before: Any
    theirs: Any
    mine: Any


class Conflict(Refusal):
    """Somebody else saved other values meanwhile; the actor chooses."""

    message = 'Somebody else has changed the same field meanwhile.'

    def __init__(self, conflicts: Sequence[FieldConflict]) -> None:
        """Keep the fields to decide about."""
        super().__init__()
        self.conflicts = tuple(conflicts)


def undisputed(base: Mapping[C, Any], mine: Mapping[C, Any], theirs: Mapping[C, Any]) -> dict[C, Any]:
    """Return the values of ``mine`` that can be written; raises ``Conflict`` where a colleague changed the same."""
    merged = merge(base, mine, theirs)
    if merged.conflicts:
        disputed = merged.conflicts.items()
        raise Conflict([FieldConflict(column, found.base, found.theirs, found.mine) for column, found in disputed])
    return merged.changes
