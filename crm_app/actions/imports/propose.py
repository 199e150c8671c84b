"""The first look at a file: its sheets, where the header is, and what the columns probably hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.database import Database
from crm_app.data.imports.runs import last_choices
from crm_app.data.rights import allowed
from crm_app.data.spreadsheets.reading import Workbook, open_workbook
from crm_app.rules.fields import Field
from crm_app.rules.import_plan import ColumnChoice, ImportPlan, columns_from_json
from crm_app.rules.import_problems import NoHeader
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.sheet_columns import find_header, guess_columns, known_headings
from crm_app.rules.spreadsheets import Cell
from crm_app.rules.system_fields import SYNONYMS

_LOOKED_AT: Final = 60
"""Rows from the top of the sheet in which header and samples are looked for."""
_SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class ProposedColumn:
    """One column of the file: ``choice`` is the proposal, ``samples`` the first three cells that are not blank."""

    column: int
    choice: ColumnChoice
    samples: tuple[Cell, ...]
    is_off: bool = False
    """The field is switched off: importing switches it on, where the importer may change settings."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file seems to be. ``plan`` may be carried out as it is, or changed with ``dataclasses.replace``."""

    sheets: tuple[str, ...]
    columns: tuple[ProposedColumn, ...]
    fields: tuple[Field, ...]
    """The fields that the importer may choose for a column."""
    plan: ImportPlan
    remembered: bool
    """Whether the columns are those the importer chose for the same headings last time."""


def propose(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
) -> Proposal:
    """Look at a file; ``name`` is what people call it, ``sheet`` one of its sheets (default: the first with data).

    ``header_row`` is the number of the row with the headings; without it, it is looked for near the top.

    Raises ``SpreadsheetRefused``, ``NoHeader`` or ``NotPermitted``.
    """
    with open_workbook(path, name) as workbook:
        with database.reading() as session:
            rights = allowed(session, actor, Permission.IMPORT)
            catalog = catalog_of(session)
            past = last_choices(session, actor.member_id)
        return _proposal(workbook, sheet or workbook.first_with_data, choosable(catalog, rights), past, header_row)


def choosable(catalog: Catalog, rights: Rights) -> tuple[Field, ...]:
    """Return the fields that these rights may fill by an import, those included that it would switch on."""
    on = set(catalog.writable(rights))
    may_switch = rights.may(Permission.MANAGE_SETTINGS)
    return tuple(
        field
        for field in catalog.customer_fields
        if field in on or (not field.enabled and may_switch and _open_to(field, rights))
    )


def _open_to(field: Field, rights: Rights) -> bool:
    return all(roles is None or rights.role_id in roles for roles in (field.readable_by, field.writable_by))


def _proposal(
    workbook: Workbook, sheet: str, fields: tuple[Field, ...], past: list[dict[str, Any]], header_row: int | None
) -> Proposal:
    first = max(0, header_row - 1) if header_row else 0
    rows = list(islice(workbook.rows(sheet, after=first), _LOOKED_AT))
    index = 0 if header_row else find_header([cells for _, cells in rows], known_headings(fields, SYNONYMS))
    if index is None or not any(cell is not None for cell in (rows[index][1] if rows else ())):
        raise NoHeader(sheet=sheet)
    number, header = rows[index]
    below = [cells for _, cells in rows[index + 1 :]]
    guesses = guess_columns(header, fields, SYNONYMS)
    choices = tuple(ColumnChoice(g.heading, g.field_id, g.special, factor=g.factor) for g in guesses)
    remembered = _remembered(choices, fields, past)
    off = {field.id for field in fields if not field.enabled}
    columns = tuple(
        ProposedColumn(place, choice, _samples(below, place), choice.field_id in off)
        for place, choice in enumerate(remembered or choices)
    )
    plan = ImportPlan(sheet=sheet, header_row=number, columns=remembered or choices)
    return Proposal(tuple(workbook.sheets), columns, fields, plan, remembered is not None and remembered != choices)


def _remembered(
    choices: Sequence[ColumnChoice], fields: Sequence[Field], past: list[dict[str, Any]]
) -> tuple[ColumnChoice, ...] | None:
    """Return what was chosen for the same headings last time, if all of it can still be chosen."""
    headings = [choice.heading for choice in choices]
    known = {field.id for field in fields} | {None}
    for stored in past:
        columns = columns_from_json(stored)
        if [column.heading for column in columns] == headings:
            return columns if all(column.field_id in known for column in columns) else None
    return None


def _samples(rows: Sequence[Sequence[Cell]], place: int) -> tuple[Cell, ...]:
    found = (cells[place] for cells in rows if place < len(cells))
    return tuple(islice((cell for cell in found if cell is not None and str(cell).strip()), _SAMPLES))
