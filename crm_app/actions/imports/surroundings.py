"""What reading and judging a row depends on, as of one state of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.models.member import Member
from crm_app.data.rights import allowed
from crm_app.data.uniqueness import divisions
from crm_app.rules.cities import official_cities
from crm_app.rules.fields import Field
from crm_app.rules.import_options import MemberBook, OptionTable
from crm_app.rules.import_plan import ImportPlan, NewOptions
from crm_app.rules.import_rows import RowReader, Surroundings
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.sheet_columns import SpecialColumn


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything about the database that rows are read and judged by; valid while catalog and rights are the same."""

    stored: Catalog
    """As it is in the database."""
    catalog: Catalog
    """As it will be once fields are switched on: differs from ``stored`` in a dry run only."""
    rights: Rights
    reader: RowReader
    ignored: tuple[int, ...]
    """Columns that mean nothing, or that the importer may not fill."""

    def still_holds(self, session: Session, actor: Actor) -> bool:
        """Whether nothing changed that rows were read by."""
        return catalog_of(session) is self.stored and allowed(session, actor, Permission.IMPORT) == self.rights


def scene_of(session: Session, actor: Actor, plan: ImportPlan) -> Scene:
    """Return the present scene; raises ``NotPermitted`` where the actor may not import."""
    rights = allowed(session, actor, Permission.IMPORT)
    stored = catalog_of(session)
    catalog = with_fields_on(stored, fields_to_switch_on(stored, rights, plan))
    fields = _fields_by_column(catalog, rights, plan)
    extends = plan.new_options is NewOptions.ADD
    may_settings = rights.may(Permission.MANAGE_SETTINGS)
    choosing = [field for field in fields.values() if field.kind.has_options]
    members = session.execute(select(Member.id, Member.name, Member.login, Member.active)).all()
    around = Surroundings(
        fields=fields,
        required=tuple(field for field in catalog.writable(rights) if field.required),
        options={
            field.id: OptionTable(
                field,
                catalog.options_of(field.id),
                plan.option_map.get(field.id, {}),
                known_cities() if field.key == 'city' else None,
            )
            for field in choosing
        },
        extendable=frozenset(field.id for field in choosing if extends),
        may_add=frozenset(field.id for field in choosing if may_settings or field.subordinates_may_edit),
        members=MemberBook([(i, name, login) for i, name, login, _ in members], [i for i, _, _, on in members if on]),
        importer_id=actor.member_id,
        may_give=rights.may(Permission.CHANGE_OWNER),
    )
    ignored = tuple(
        place for place, choice in enumerate(plan.columns) if choice.special is None and place not in fields
    )
    return Scene(stored, catalog, rights, RowReader(plan, around), ignored)


def fields_to_switch_on(catalog: Catalog, rights: Rights, plan: ImportPlan) -> list[Field]:
    """Return the prepared fields that the plan fills, that are off, and that these rights may switch on."""
    if not rights.may(Permission.MANAGE_SETTINGS):
        return []
    wanted = {choice.field_id for choice in plan.columns}
    return [field for field in catalog.customer_fields if field.id in wanted and not field.enabled]


def with_fields_on(catalog: Catalog, fields: list[Field]) -> Catalog:
    """Return the catalog with some more fields switched on."""
    if not fields:
        return catalog
    on = {field.id for field in fields}
    changed = tuple(replace(field, enabled=True) if field.id in on else field for field in catalog.fields)
    return Catalog(changed, catalog.options, catalog.member_names)


@cache
def known_cities() -> Mapping[str, str]:
    """Return the official name of each city of China by its spellings."""
    return official_cities(divisions())


def _fields_by_column(catalog: Catalog, rights: Rights, plan: ImportPlan) -> dict[int, Field]:
    """Return which field each column fills; the first column of several for one field."""
    writable = {field.id: field for field in catalog.writable(rights)}
    by_row = any(choice.special is SpecialColumn.KIND for choice in plan.columns)
    found: dict[int, Field] = {}
    taken: set[int] = set()
    for place, choice in enumerate(plan.columns):
        field = writable.get(choice.field_id or 0)
        if field is None or field.id in taken or not (by_row or field.applies_to.includes(plan.kind)):
            continue
        found[place] = field
        taken.add(field.id)
    return found
