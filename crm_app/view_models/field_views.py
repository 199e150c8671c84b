"""The inputs of a record: fields with their names, rights and choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as given

from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.rules.fields import Entity, Field, FieldKind
from crm_app.rules.inputs import Typed, empty_input
from crm_app.rules.members import Rights
from crm_app.view_models.choices import Choices, choices_for
from crm_app.view_models.field_names import name_in


@dataclass(frozen=True, slots=True)
class FieldView:
    """One input: the field, its name in the page's language, whether one may write, and what can be chosen."""

    field: Field
    name: str
    writable: bool
    choices: Choices = given(default_factory=Choices)

    @property
    def id(self) -> int:
        """The field's id."""
        return self.field.id

    @property
    def required(self) -> bool:
        """Whether the record cannot be saved without it."""
        return self.field.required and self.writable


def field_views(
    session: Session, rights: Rights, entity: Entity, language: str, typed: Mapping[int, Typed]
) -> tuple[FieldView, ...]:
    """Return the inputs that these rights may see; ``typed`` is what they hold, so that it can be shown chosen."""
    catalog = catalog_of(session)
    writable = {found.id for found in catalog.writable(rights, entity)}
    views = []
    for found in catalog.readable(rights, entity):
        standing = typed.get(found.id, empty_input(found.kind))
        chosen = [standing] if isinstance(standing, str) else standing
        chosable = found.kind.has_options or found.kind is FieldKind.MEMBER
        choices = choices_for(session, found, [ident for ident in chosen if ident]) if chosable else Choices()
        views.append(FieldView(found, name_in(found, language), found.id in writable, choices))
    return tuple(views)
