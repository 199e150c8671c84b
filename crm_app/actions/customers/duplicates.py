"""The look-up for duplicates while somebody types: a courtesy, limited and logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_app.actions.customers.values import checked_value
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.findings import findings_of
from crm_app.data.models.base import now
from crm_app.data.models.record import AuditEntry
from crm_app.data.rights import rights_of, visible_customer
from crm_app.data.uniqueness import keys_for
from crm_app.rules.collisions import Finding, TooManyLookUps
from crm_app.rules.customers import CustomerKind
from crm_app.rules.members import Actor
from crm_app.rules.refusals import InvalidValue

LOOK_UPS_A_MINUTE: Final = 60


def duplicate_check(
    database: Database,
    actor: Actor,
    kind: CustomerKind,
    values: Mapping[int, Any],
    *,
    customer_id: int | None = None,
) -> tuple[Finding, ...]:
    """Return the customers that these raw values (by field id) collide with or resemble, masked.

    ``customer_id`` is the customer being edited. Only hits are logged. Raises ``TooManyLookUps``.
    """

    def unit(session: Session) -> tuple[Finding, ...]:
        rights = rights_of(session, actor)
        if customer_id is not None:
            visible_customer(session, rights, customer_id)
        catalog = catalog_of(session)
        by_slot: dict[str, Any] = {}
        for field in catalog.readable(rights):
            try:
                by_slot[field.slot] = checked_value(catalog, field, values.get(field.id))
            except InvalidValue:
                continue
        keys = keys_for(catalog, kind, by_slot)
        found = findings_of(session, catalog, rights, blocking=keys.blocking, hints=keys.hints, customer_id=customer_id)
        if found:
            _log(session, actor, found)
        return found

    with database.reading() as session:
        found = unit(session)
    # Most checks find nothing: only a hit is worth the write lock.
    return database.write(unit, actor) if found else found


def _log(session: Session, actor: Actor, found: tuple[Finding, ...]) -> None:
    if 'occasion' not in session.info:
        return
    since = now() - timedelta(minutes=1)
    mine = (AuditEntry.action == 'look_up', AuditEntry.member_id == actor.member_id, AuditEntry.at > since)
    if (session.scalar(select(func.count()).select_from(AuditEntry).where(*mine)) or 0) >= LOOK_UPS_A_MINUTE:
        raise TooManyLookUps
    detail = {'fields': sorted({finding.field_id for finding in found}), 'hits': len(found)}
    session.add(AuditEntry(action='look_up', member_id=actor.member_id, detail=detail))
