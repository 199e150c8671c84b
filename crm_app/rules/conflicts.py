"""Two people changed the same field: nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crm_app.rules.list_query import Column
from crm_app.rules.refusals import Refusal


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
