"""Add a field of the team's own to the customers' form."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.customer import NUMBER_SLOTS, TEXT_SLOTS
from crm_app.data.models.field import FieldDefinition
from crm_app.data.rights import allowed
from crm_app.rules.fields import AppliesTo, Entity, FieldKind
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import Refusal, shortened
from crm_app.rules.texts import clean_text

LONGEST_NAME: Final = 60


class BadFieldName(Refusal):
    """A field needs a name of at most ``most`` characters."""

    message = 'Give the field a name of at most {most} characters.'


class FieldNameTaken(Refusal):
    """Another field is called so."""

    message = 'There is a field “{name}” already.'


class NoSlotLeft(Refusal):
    """All places for values of this kind are in use."""

    message = 'No further field of this kind can be added.'


def add_field(database: Database, actor: Actor, name: str, kind: FieldKind) -> int:
    """Add an enabled field for both kinds of customers at the end of the form; return its id.

    Raises ``NotPermitted``, ``BadFieldName``, ``FieldNameTaken`` or ``NoSlotLeft``.
    """
    wanted = clean_text(name)

    def unit(session: Session) -> int:
        allowed(session, actor, Permission.MANAGE_SETTINGS)
        if not wanted or len(wanted) > LONGEST_NAME or '\n' in wanted:
            raise BadFieldName(most=LONGEST_NAME)
        fields = catalog_of(session).of(Entity.CUSTOMER, enabled=False)
        if any(wanted in {field.name, field.original_name} for field in fields):
            raise FieldNameTaken(name=shortened(wanted))
        used = {field.slot for field in fields}
        slot = next((slot for slot in (NUMBER_SLOTS if kind.is_number else TEXT_SLOTS) if slot not in used), None)
        if slot is None:
            raise NoSlotLeft
        last = session.scalar(
            select(func.max(FieldDefinition.position)).where(FieldDefinition.entity_kind == Entity.CUSTOMER.value)
        )
        field = FieldDefinition(
            entity_kind=Entity.CUSTOMER.value,
            original_name=wanted,
            kind=kind.value,
            slot=slot,
            enabled=True,
            applies_to=AppliesTo.BOTH.value,
            position=(last or 0) + 1,
            decimals=2 if kind.is_number else 0,
        )
        session.add(field)
        session.flush()
        return field.id

    return database.write(unit, actor)
