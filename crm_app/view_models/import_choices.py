"""What can be chosen for an import: fields for columns, people who get the customers, options for texts."""

from __future__ import annotations

from dataclasses import dataclass

from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.rights import allowed
from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.members import Actor, Permission
from crm_app.view_models.choices import Choice, choices_for, members_choices
from crm_app.view_models.field_names import name_in


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that a column may fill. ``enabled`` is False for one that the import would switch on."""

    id: int
    name: str
    kind: FieldKind
    enabled: bool


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """All that the person may choose from."""

    fields: tuple[FieldChoice, ...]
    people: tuple[Choice, ...]
    """Who may get the customers; empty where only the importer himself may."""
    me: int
    may_add_fields: bool
    may_add_options: frozenset[int]
    """Ids of the fields to which the person may add options."""

    def name_of(self, field_id: int | None) -> str:
        """Return what the person calls a field; '' for one he may not fill."""
        return next((field.name for field in self.fields if field.id == field_id), '')


def load_choices(database: Database, actor: Actor) -> ImportChoices:
    """Return what the actor may choose from; raises ``NotPermitted`` where he may not import."""
    with database.reading() as session:
        rights = allowed(session, actor, Permission.IMPORT)
        catalog = catalog_of(session)
        may_settings = rights.may(Permission.MANAGE_SETTINGS)
        writable = catalog.writable(rights)
        off = [field for field in catalog.customer_fields if not field.enabled and _is_ours(field, rights.role_id)]
        fields = [*writable, *(off if may_settings else ())]
        return ImportChoices(
            tuple(FieldChoice(field.id, name_in(field, actor.language), field.kind, field.enabled) for field in fields),
            members_choices(session) if rights.may(Permission.CHANGE_OWNER) else (),
            actor.member_id,
            may_settings,
            frozenset(field.id for field in fields if may_settings or field.subordinates_may_edit),
        )


def options_of(database: Database, actor: Actor, field_id: int) -> tuple[Choice, ...]:
    """Return the options of a field that texts of a file can be mapped to."""
    with database.reading() as session:
        rights = allowed(session, actor, Permission.IMPORT)
        field = catalog_of(session).by_id.get(field_id)
        if field is None or field not in catalog_of(session).writable(rights):
            return ()
        return choices_for(session, field).listed


def _is_ours(field: Field, role_id: int) -> bool:
    return all(roles is None or role_id in roles for roles in (field.readable_by, field.writable_by))
