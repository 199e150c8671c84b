"""What stands in a customer form: kept by the second, restored after a reload or a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crm_app.rules.customers import CustomerKind
from crm_app.rules.inputs import Typed

Typing = dict[int, Typed]
"""What stands in inputs, by field id."""


@dataclass
class FormDraft:
    """The inputs of one open form, and what the customer was when it was opened."""

    kind: CustomerKind
    owner_id: int | None
    typed: Typing = field(default_factory=dict)
    contacts: list[Typing] = field(default_factory=list)
    """The people beside the primary contact, of a new customer."""
    base: dict[int, Any] = field(default_factory=dict)
    """Raw values by field id when the form was opened; empty for a new customer."""
    base_owner_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the draft as plain JSON values."""
        return {
            'kind': self.kind.value,
            'owner_id': self.owner_id,
            'typed': _keyed(self.typed),
            'contacts': [_keyed(contact) for contact in self.contacts],
            'base': _keyed(self.base),
            'base_owner_id': self.base_owner_id,
        }


def draft_from_json(stored: Mapping[str, Any]) -> FormDraft:
    """Read a kept draft."""
    return FormDraft(
        kind=CustomerKind(stored['kind']),
        owner_id=stored['owner_id'],
        typed=_numbered(stored['typed']),
        contacts=[_numbered(contact) for contact in stored['contacts']],
        base=_numbered(stored['base']),
        base_owner_id=stored['base_owner_id'],
    )


def draft_key(customer_id: int | None) -> str:
    """Return the key of the draft of a new customer (None) or of an edited one."""
    return 'customer:new' if customer_id is None else f'customer:{customer_id}'


def _keyed(values: Mapping[int, Any]) -> dict[str, Any]:
    return {str(ident): value for ident, value in values.items()}


def _numbered(values: Mapping[str, Any]) -> dict[int, Any]:
    return {int(ident): value for ident, value in values.items()}
