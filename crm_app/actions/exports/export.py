"""Take customers out to a spreadsheet: exactly the rows and fields that the actor may see."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.exports.columns import ExportColumn, default_columns, export_columns
from crm_app.data import audit
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.lists import ids_by_id, selected_ids
from crm_app.data.models.customer import Customer
from crm_app.data.rights import allowed, visible_to
from crm_app.data.spreadsheets.writing import write_csv, write_xlsx
from crm_app.rules.customers import CustomerKind
from crm_app.rules.list_query import Column, ListQuery, Selection
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.refusals import NotFound, Refusal
from crm_app.rules.spreadsheets import Value

_CHUNK: Final = 500


class ExportCancelled(Refusal):
    """The person stopped the export."""

    message = 'The export was cancelled.'


@dataclass(frozen=True, slots=True)
class ExportResult:
    """How many customers were written, and how long it took."""

    rows: int
    seconds: float


def export_customers(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    selection: Selection | None = None,
    kind: CustomerKind | None = None,
    search: str = '',
    columns: Sequence[Column] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportResult:
    """Write customers to ``path``: csv where it ends so, else xlsx. The file appears only when it is complete.

    ``selection`` None means all that the actor may see, of this kind and with this search. ``columns`` None means all
    readable fields, then kind and owner; columns that may not be read are left out. Rows go by id. ``progress`` takes
    the rows written and the rows in all. Raises ``NotPermitted``, ``NotFound`` (no readable column) or
    ``ExportCancelled``.
    """
    started = time.monotonic()
    query = ListQuery(search=search, kind=kind)
    with database.reading() as session:
        rights = allowed(session, actor, Permission.EXPORT)
        catalog = catalog_of(session)
        wanted = default_columns(catalog, rights) if columns is None else columns
        found = export_columns(session, catalog, rights, wanted)
        if not found:
            raise NotFound
        ids = _ids(session, rights, selection, query)
        rows = _rows(session, rights, ids, found, cancelled)
        written = _write(path, found, rows, lambda done: progress(done, len(ids)))
    detail = {'filter': _told(selection, query), 'columns': [column.heading for column in found], 'rows': written}
    database.write(lambda session: audit.note(session, 'export', actor.member_id, file=path.name, what=detail), actor)
    return ExportResult(written, round(time.monotonic() - started, 3))


def _write(
    path: Path, columns: Sequence[ExportColumn], rows: Iterator[list[Value]], progress: Callable[[int], None]
) -> int:
    header = [column.heading for column in columns]
    if path.suffix.lower() == '.csv':
        return write_csv(path, header, rows, progress=progress)
    return write_xlsx(path, header, rows, widths=[column.width for column in columns], progress=progress)


def _ids(session: Session, rights: Rights, selection: Selection | None, query: ListQuery) -> array[int]:
    if selection is None:
        return array('q', ids_by_id(session, rights, query))
    return array('q', selected_ids(session, rights, selection))


def _rows(
    session: Session,
    rights: Rights,
    ids: array[int],
    columns: Sequence[ExportColumn],
    cancelled: Callable[[], bool],
) -> Iterator[list[Value]]:
    cells = [column.cell for column in columns]
    query = select(*(column.attribute for column in columns)).order_by(Customer.id)
    connection = session.connection()
    for start in range(0, len(ids), _CHUNK):
        if cancelled():
            raise ExportCancelled
        part = ids[start : start + _CHUNK].tolist()
        for row in connection.execute(query.where(Customer.id.in_(part), visible_to(rights))):
            yield [cell(raw) for cell, raw in zip(cells, row, strict=True)]


def _told(selection: Selection | None, query: ListQuery) -> dict[str, Any]:
    """Return what was asked for, as the audit log keeps it."""
    if selection is not None and selection.query is None:
        return {'selected': len(selection.ids)}
    asked = selection.query if selection and selection.query else query
    return {name: value for name, value in asdict(asked).items() if value}
