"""What a list may show, filter and sort by: the readable fields and a few facts of the customer itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import InstrumentedAttribute

from crm_app.data.models.customer import Customer
from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.list_query import Column

if TYPE_CHECKING:
    from crm_app.data.catalog import Catalog
    from crm_app.rules.members import Rights

MOMENTS: Final[Mapping[str, InstrumentedAttribute[Any]]] = {
    'created_at': Customer.created_at,
    'updated_at': Customer.updated_at,
    'next_follow_up_at': Customer.next_follow_up_at,
    'last_follow_up_at': Customer.last_follow_up_at,
    'deleted_at': Customer.deleted_at,
}
PEOPLE: Final[Mapping[str, InstrumentedAttribute[Any]]] = {
    'owner': Customer.owner_id,
    'deleted_by': Customer.deleted_by,
}
_ALWAYS_INDEXED: Final = frozenset({'owner', 'created_at', 'updated_at', 'next_follow_up_at'})
_NEVER_EMPTY: Final = frozenset({'kind', 'created_at', 'updated_at'})


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column that these rights may read. ``field`` is None for owner, kind and moments."""

    column: Column
    attribute: InstrumentedAttribute[Any]
    field: Field | None = None

    @property
    def is_moment(self) -> bool:
        """Whether values are moments in UTC."""
        return self.column in MOMENTS

    @property
    def is_person(self) -> bool:
        """Whether values are ids of members, stored as integers."""
        return self.column in PEOPLE

    @property
    def kind(self) -> FieldKind | None:
        """The field's kind; None for facts of the customer itself."""
        return self.field.kind if self.field else None

    @property
    def indexed(self) -> bool:
        """Whether an index holds the values; conditions on others are never probed."""
        return self.field.indexed if self.field else self.column in _ALWAYS_INDEXED

    @property
    def nullable(self) -> bool:
        """Whether the value can be missing."""
        return self.field.slot != 'name' if self.field else self.column not in _NEVER_EMPTY


def list_column(catalog: Catalog, rights: Rights, column: Column) -> ListColumn | None:
    """Return a column of the list, or None for what does not exist or may not be read: both answer the same."""
    if isinstance(column, str):
        attribute = Customer.kind if column == 'kind' else MOMENTS.get(column) or PEOPLE.get(column)
        return None if attribute is None else ListColumn(column, attribute)
    field = catalog.by_id.get(column)
    if field is None or field not in catalog.readable(rights):
        return None
    return ListColumn(column, getattr(Customer, field.slot), field)


def searched_attributes(catalog: Catalog, rights: Rights) -> list[str] | None:
    """Return the attributes in which a search may hit; None where these rights may read everything that is indexed."""
    fields = (catalog.name_field, *catalog.searchable_fields)
    if not any(_hidden(field, rights) for field in fields):
        return None
    return [field.slot for field in fields if not _hidden(field, rights)]


def _hidden(field: Field, rights: Rights) -> bool:
    return field.readable_by is not None and rights.role_id not in field.readable_by
