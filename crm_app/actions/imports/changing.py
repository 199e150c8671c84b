"""Rows that match a stored customer: what they would change, and changing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from crm_app.actions.customers.values import put, settle
from crm_app.actions.imports.judging import Verdict
from crm_app.actions.imports.retrying import LostRace
from crm_app.actions.imports.surroundings import Scene
from crm_app.data.catalog import catalog_of
from crm_app.data.models.customer import Customer
from crm_app.rules.collisions import Collision
from crm_app.rules.import_plan import OnMatch
from crm_app.rules.import_problems import NothingChanged, OtherKind, Outcome, Problem
from crm_app.rules.import_rows import OWNER, Pending, SheetRow
from crm_app.rules.refusals import NotFound

Change = tuple[str, Any]
"""(slot or ``OWNER``, new value)."""


def loaded(session: Session, verdicts: Sequence[Verdict], *, lock: bool) -> dict[int, Customer]:
    """Return the customers that rows would change, with all values; locked in the order of their ids."""
    ids = sorted({v.customer_id for v in verdicts if v.outcome is Outcome.UPDATED and v.customer_id})
    if not ids:
        return {}
    query = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).options(undefer_group('slots'))
    rows = session.scalars(query.with_for_update() if lock else query)
    return {customer.id: customer for customer in rows}


def settle_changes(scene: Scene, verdict: Verdict, customer: Customer | None, mode: OnMatch) -> list[Change]:
    """Return what an ``UPDATED`` row would change; turns the verdict where that is nothing, or not possible."""
    row = verdict.row
    if customer is None or customer.deleted_at is not None or not scene.rights.sees_owner(customer.owner_id):
        raise LostRace
    if row.kind_given and row.kind.value != customer.kind:
        _turn(verdict, Outcome.FAILED, [Problem(None, OtherKind(name=customer.name))])
        return []
    changes = _changes(row, customer, mode)
    wanted = {slot for slot, _ in changes}
    doubts = [problem for slot, _, problem in row.doubts if slot in wanted]
    if doubts:
        _turn(verdict, Outcome.FAILED, doubts)
    elif not changes:
        _turn(verdict, Outcome.SKIPPED, [Problem(None, NothingChanged())])
    return changes


def apply_changes(session: Session, scene: Scene, customer: Customer, changes: Mapping[str, Any]) -> None:
    """Write what a row changes; raises ``LostRace`` where a key was taken meanwhile."""
    by_slot = {field.slot: field for field in scene.catalog.customer_fields}
    with session.no_autoflush:  # one row of the file is one entry of the history
        for slot, value in changes.items():
            if slot == OWNER:
                customer.owner_id = value
            else:
                put(session, customer, by_slot[slot], value)
    try:
        settle(session, catalog_of(session), scene.rights, customer)
    except Collision as collision:
        raise LostRace from collision
    except NotFound as gone:
        raise LostRace from gone


def resolved(changes: Sequence[Change], value_of: Callable[[Pending], str]) -> dict[str, Any]:
    """Return changes with the ids of the options that had to be added."""
    return {slot: value_of(value) if isinstance(value, Pending) else value for slot, value in changes}


def _changes(row: SheetRow, customer: Customer, mode: OnMatch) -> list[Change]:
    offered: list[Change] = [*row.values.items(), *((pending.field.slot, pending) for pending in row.pending)]
    if row.owner_id is not None:
        offered.append((OWNER, row.owner_id))
    changes = []
    for slot, value in offered:
        before = getattr(customer, slot)
        if before != value and (before is None or mode is OnMatch.OVERWRITE):
            changes.append((slot, value))
    return changes


def _turn(verdict: Verdict, outcome: Outcome, problems: list[Problem]) -> None:
    verdict.outcome = outcome
    verdict.problems = [*problems, *verdict.problems]
