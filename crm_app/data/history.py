"""History of every tracked row, written in the transaction that changed it.

Nothing calls this by hand but bulk statements, which go through ``revision_of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.display import text_of
from crm_app.data.models.base import Base, now, table_of
from crm_app.data.models.customer import Contact, Customer, FollowUp
from crm_app.data.models.record import Revision

if TYPE_CHECKING:
    from crm_app.data.database import Occasion

_NEVER = frozenset({'id', 'customer_id'})


def record(session: Session) -> None:
    """Write the revisions of changed and deleted rows; called before each flush."""
    for row in list(session.dirty):
        if isinstance(row, Base) and row.tracked and session.is_modified(row):
            changes = list(_changes(session, row))
            if changes:
                session.add(_revision(session, row, _action(row, changes), changes))
    for row in list(session.deleted):
        if isinstance(row, Base) and row.tracked:
            session.add(_revision(session, row, 'delete', _values(session, row, before=True)))


def record_created(session: Session) -> None:
    """Write the revisions of new rows; called after each flush, when they have their ids."""
    created = [row for row in session.new if isinstance(row, Base) and row.tracked]
    if not created:
        return
    table = table_of(Revision)
    rows = [_row(_revision(session, row, 'create', _values(session, row, before=False))) for row in created]
    session.connection().execute(table.insert(), rows)


def revision_of(
    occasion: Occasion, entity_kind: str, entity_id: int, action: str, changes: list[list[Any]], at: datetime
) -> dict[str, Any]:
    """Return a revision as a plain row, for bulk statements."""
    return {
        'entity_kind': entity_kind,
        'entity_id': entity_id,
        'customer_id': None,
        'action': action,
        'at': at,
        'member_id': occasion.member_id,
        'route': occasion.route.value,
        'because': occasion.because,
        'import_id': occasion.import_id,
        'changes': changes,
    }


def change_of(catalog: Catalog, row: Base, attribute: str, before: Any, after: Any) -> list[Any]:
    """Return one line of a revision; displayed texts are kept only where they differ from the raw values."""
    field = catalog.field_at(row.entity, attribute)
    name: int | str = field.id if field else attribute
    texts = [text_of(catalog, field, attribute, value) for value in (before, after)]
    plain = [name, _raw(before), _raw(after)]
    if all(text == ('' if raw is None else raw) for text, raw in zip(texts, plain[1:], strict=True)):
        return plain
    return plain + texts


def _changes(session: Session, row: Base) -> Iterable[list[Any]]:
    catalog = catalog_of(session)
    state = inspect(row)
    for attribute in state.mapper.column_attrs:
        key = attribute.key
        if key in _NEVER or key in row.untracked:
            continue
        found = state.attrs[key].history
        if found.has_changes() and found.added:
            before = found.deleted[0] if found.deleted else None
            if before != found.added[0]:
                yield change_of(catalog, row, key, before, found.added[0])


def _values(session: Session, row: Base, *, before: bool) -> list[list[Any]]:
    catalog = catalog_of(session)
    changes = []
    for attribute in inspect(row).mapper.column_attrs:
        key = attribute.key
        value = row.__dict__.get(key)
        if value is None or key in _NEVER or key in row.untracked:
            continue
        pair = (value, None) if before else (None, value)
        changes.append(change_of(catalog, row, key, *pair))
    return changes


def _action(row: Base, changes: list[list[Any]]) -> str:
    for change in changes:
        if change[0] == 'deleted_at' and isinstance(row, Customer):
            return 'restore' if change[2] is None else 'delete'
    return 'update'


def _revision(session: Session, row: Base, action: str, changes: list[list[Any]]) -> Revision:
    occasion: Occasion = session.info['occasion']
    return Revision(
        entity_kind=row.entity.value if row.entity else row.__tablename__,
        entity_id=getattr(row, 'id', 0) or 0,
        customer_id=row.customer_id if isinstance(row, Contact | FollowUp) else None,
        action=action,
        at=now(),
        member_id=occasion.member_id,
        route=occasion.route.value,
        because=occasion.because,
        import_id=occasion.import_id,
        changes=changes,
    )


def _row(revision: Revision) -> dict[str, Any]:
    return {column.key: getattr(revision, column.key) for column in table_of(Revision).columns if column.key != 'id'}


def _raw(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
