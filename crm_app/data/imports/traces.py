"""What an import left behind, found by its history; and removing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import and_, delete, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from crm_app.data import search
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.data.models.record import Revision
from crm_app.rules.fields import Entity, Field, FieldKind

_CUSTOMER: Final = Entity.CUSTOMER.value


def revisions_of(
    session: Session, run_id: int, entity: Entity, action: str, *, after: int = 0, most: int = 500
) -> Sequence[Revision]:
    """Return revisions that an import wrote, by id."""
    query = (
        select(Revision)
        .where(
            Revision.import_id == run_id,
            Revision.entity_kind == entity.value,
            Revision.action == action,
            Revision.route == 'import',
            Revision.id > after,
        )
        .order_by(Revision.id)
        .limit(most)
    )
    return session.scalars(query).all()


def touched_since(session: Session, run_id: int, ids: Collection[int]) -> set[int]:
    """Return which customers have been changed by anything but this import, their contacts and follow-ups included.

    What happened to a customer before the import changed it does not count.
    """
    own = aliased(Revision)
    first = (
        select(own.entity_id, func.min(own.id).label('first'))
        .where(own.import_id == run_id, own.entity_kind == _CUSTOMER, own.entity_id.in_(ids))
        .group_by(own.entity_id)
        .subquery()
    )
    others = or_(Revision.import_id.is_(None), Revision.import_id != run_id)
    direct = (
        select(first.c.entity_id)
        .join(Revision, and_(Revision.entity_kind == _CUSTOMER, Revision.entity_id == first.c.entity_id))
        .where(Revision.id > first.c.first, others)
    )
    indirect = (
        select(first.c.entity_id)
        .join(Revision, Revision.customer_id == first.c.entity_id)
        .where(Revision.id > first.c.first, others)
    )
    return {*session.scalars(direct), *session.scalars(indirect)}


def remove_customers(session: Session, ids: Sequence[int]) -> None:
    """Remove customers for good, with contacts, keys, search index and history."""
    search.remove(session, ids)
    for model in (UniqueValue, DuplicateHint, Contact):
        session.execute(delete(model).where(model.customer_id.in_(ids)))
    session.execute(delete(Revision).where(Revision.customer_id.in_(ids)))
    session.execute(delete(Revision).where(Revision.entity_kind == _CUSTOMER, Revision.entity_id.in_(ids)))
    session.execute(delete(Customer).where(Customer.id.in_(ids)))


def options_in_use(session: Session, field: Field, option_ids: Collection[int]) -> set[int]:
    """Return which options of a customer's field stand in any customer."""
    column = getattr(Customer, field.slot)
    if field.kind is FieldKind.MULTI_CHOICE:
        return {ident for ident in option_ids if session.scalar(select(exists().where(column.like(f'%,{ident},%'))))}
    found = session.scalars(select(column).where(column.in_([str(ident) for ident in option_ids])).distinct())
    return {int(value) for value in found}


def is_filled(session: Session, field: Field) -> bool:
    """Whether any customer has a value in the field."""
    return bool(session.scalar(select(exists().where(getattr(Customer, field.slot).is_not(None)))))


def was_changed_since(session: Session, run_id: int, entity: Entity, entity_id: int) -> bool:
    """Whether anything but the import changed a field or option after it."""
    own = aliased(Revision)
    first = (
        select(func.max(own.id))
        .where(own.import_id == run_id, own.entity_kind == entity.value, own.entity_id == entity_id)
        .scalar_subquery()
    )
    later = exists().where(Revision.entity_kind == entity.value, Revision.entity_id == entity_id, Revision.id > first)
    return bool(session.scalar(select(later)))
