"""The columns a customer list offers to somebody: readable fields and a few facts of the customer itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.models.work import SavedView
from crm_app.data.rights import rights_of
from crm_app.rules.fields import AppliesTo, Field, FieldKind
from crm_app.rules.list_query import Column
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.refusals import NotFound
from crm_app.view_models.choices import Choices, choices_for
from crm_app.view_models.field_names import name_in
from crm_app.view_models.field_views import FieldView

FACTS: Final = ('owner', 'kind', 'next_follow_up_at', 'last_follow_up_at', 'created_at', 'updated_at')
MOMENTS: Final = frozenset({'next_follow_up_at', 'last_follow_up_at', 'created_at', 'updated_at', 'deleted_at'})
OWNER: Final = Field(
    id=0,
    key=None,
    original_name='',
    custom_name=None,
    kind=FieldKind.MEMBER,
    slot='owner_id',
    enabled=True,
    required=False,
    unique=False,
    applies_to=AppliesTo.BOTH,
    position=0,
)
"""The owner as an input: a member like those of fields of that kind."""
_USUAL: Final = ('name', 'mobile', 'status', 'level', 'owner', 'city', 'next_follow_up_at')


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: ``name`` is '' for facts of the customer itself, which the screen names."""

    column: Column
    name: str = ''
    field: Field | None = None
    editable: bool = False

    @property
    def kind(self) -> FieldKind | None:
        """The field's kind; None for facts of the customer itself."""
        return self.field.kind if self.field else None

    @property
    def is_moment(self) -> bool:
        """Whether its values are moments."""
        return self.column in MOMENTS

    @property
    def is_number(self) -> bool:
        """Whether values stand at the right, under each other."""
        return self.field is not None and self.field.kind.is_number

    @property
    def key(self) -> str | None:
        """Stable name of a prepared field."""
        return self.field.key if self.field else None


def offered_columns(catalog: Catalog, rights: Rights, language: str) -> tuple[ColumnView, ...]:
    """Return every column these rights may read, fields first, in the team's order."""
    may_edit = rights.may(Permission.EDIT_CUSTOMER)
    writable = {field.id for field in catalog.writable(rights)} if may_edit else set()
    fields = [
        ColumnView(field.id, name_in(field, language), field, editable=field.id in writable)
        for field in catalog.readable(rights)
    ]
    may_give = may_edit and rights.may(Permission.CHANGE_OWNER)
    return (*fields, *(ColumnView(fact, editable=fact == 'owner' and may_give) for fact in FACTS))


def usual_columns(offered: Sequence[ColumnView]) -> tuple[Column, ...]:
    """Return the columns of a list that nobody has arranged yet."""
    by_key = {view.key or view.column: view.column for view in offered}
    return tuple(by_key[key] for key in _USUAL if key in by_key)


def remembered_columns(session: Session, member_id: int) -> tuple[Column, ...] | None:
    """Return the columns that a member arranged for the plain list, or None."""
    mine = select(SavedView.content).where(SavedView.member_id == member_id, SavedView.name == '')
    content = session.scalar(mine.limit(1))
    return tuple(content['columns']) if content else None


def chosen_columns(offered: Sequence[ColumnView], wanted: Sequence[Column] | None) -> tuple[ColumnView, ...]:
    """Return the wanted columns that are still offered; the usual ones where none is left."""
    by_column = {view.column: view for view in offered}
    found = [by_column[column] for column in wanted or () if column in by_column]
    return tuple(found or (by_column[column] for column in usual_columns(offered)))


def editor_of(database: Database, actor: Actor, column: Column, chosen: Sequence[str], language: str) -> FieldView:
    """Return what the input of a column needs; raises ``NotFound`` for one that the actor may not see."""
    with database.reading() as session:
        rights = rights_of(session, actor)
        offered = offered_columns(catalog_of(session), rights, language)
        view = next((view for view in offered if view.column == column), None)
        if view is None or (view.field is None and column != 'owner'):
            raise NotFound
        field = view.field or OWNER
        chosable = field.kind.has_options or field.kind is FieldKind.MEMBER
        choices = choices_for(session, field, [ident for ident in chosen if ident]) if chosable else Choices()
        return FieldView(field, view.name, view.editable, choices)
