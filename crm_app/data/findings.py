"""Duplicates as a member is told of them: masked unless he may see the record."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog
from crm_app.data.models.customer import Customer
from crm_app.data.models.work import Setting
from crm_app.data.rights import visible_to
from crm_app.data.uniqueness import Key, holders, resembling
from crm_app.rules.collisions import Finding
from crm_app.rules.masking import mask_name
from crm_app.rules.members import Rights

SHOW_OWNER = 'duplicates_show_owner'
"""Setting: whether a finding names the owner and the last contact of a record that one may not see."""

Hint = tuple[int, str, bool]


def findings_of(
    session: Session,
    catalog: Catalog,
    rights: Rights,
    *,
    blocking: Sequence[Key],
    hints: Sequence[Hint] = (),
    customer_id: int | None = None,
) -> tuple[Finding, ...]:
    """Return the customers that hold these keys, blocking ones first, the customer itself left out."""
    found: dict[tuple[int, int], tuple[bool, bool]] = {}
    for (field_id, _), holder in holders(session, blocking).items():
        found[holder, field_id] = (True, False)
    for field_id, loose, holder in resembling(session, hints):
        if not loose or all(other != holder for other, _ in found):
            found.setdefault((holder, field_id), (False, loose))
    found = {key: value for key, value in found.items() if key[0] != customer_id}
    if not found:
        return ()
    ids = {holder for holder, _ in found}
    visible = set(session.scalars(select(Customer.id).where(Customer.id.in_(ids), visible_to(rights))))
    columns = (Customer.id, Customer.name, Customer.owner_id, Customer.last_follow_up_at)
    rows = {
        row.id: row
        for row in session.execute(select(*columns).where(Customer.id.in_(ids), Customer.deleted_at.is_(None)))
    }
    tells = bool(session.scalar(select(Setting.value).where(Setting.key == SHOW_OWNER)))
    result = []
    for (holder, field_id), (blocks, loose) in found.items():
        row = rows.get(holder)
        if row is None:
            continue
        seen = holder in visible
        open_to_actor = seen or tells
        result.append(
            Finding(
                field_id=field_id,
                blocks=blocks,
                loose=loose,
                customer_id=holder if seen else None,
                name=row.name if seen else mask_name(row.name),
                has_owner=row.owner_id is not None,
                owner_name=catalog.member_names.get(row.owner_id) if open_to_actor else None,
                last_contact_on=row.last_follow_up_at.date() if open_to_actor and row.last_follow_up_at else None,
            )
        )
    return tuple(result)
