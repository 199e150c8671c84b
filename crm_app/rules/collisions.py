"""撞客: what a member is told when a customer exists already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm_app.rules.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One customer that a value collides with; names are masked unless the actor may see the record."""

    field_id: int
    blocks: bool
    """Whether saving is refused; otherwise it only warns."""
    loose: bool
    """Found by the looser name key: similar, not the same."""
    customer_id: int | None
    """Only where the actor may open the record."""
    name: str
    has_owner: bool
    owner_name: str | None = None
    last_contact_on: date | None = None


class Collision(Refusal):
    """A value that may not occur twice belongs to another customer."""

    message = 'There is such a customer already: {names}.'

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Keep what was found, masked already."""
        super().__init__(names='、'.join(dict.fromkeys(finding.name for finding in findings)))
        self.findings = tuple(findings)


class MissingValues(Refusal):
    """Required fields are empty."""

    message = 'Please fill in: {names}.'

    def __init__(self, fields: Sequence[tuple[int, str]]) -> None:
        """Keep the fields' ids; the sentence names them as the team does."""
        super().__init__(names='、'.join(name for _, name in fields))
        self.field_ids = tuple(ident for ident, _ in fields)


class TooManyLookUps(Refusal):
    """The actor asked for duplicates more often than a person types."""

    message = 'Too many look-ups. Please wait a minute.'
