"""Reading one row of a sheet: what each cell means, and what is wrong with it. Dry runs and real ones share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from crm_app.rules.checking import UnknownOption
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.import_options import FoundOption, MemberBook, OptionTable, option_key
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import (
    InactiveOwner,
    MissingCell,
    NewOptionNotPermitted,
    NotOfThisKind,
    OwnerNotPermitted,
    Problem,
    UnknownKind,
)
from crm_app.rules.numbers import read_number
from crm_app.rules.refusals import Refusal, shortened
from crm_app.rules.sheet_columns import SpecialColumn
from crm_app.rules.spreadsheets import Cell
from crm_app.rules.texts import clean_text
from crm_app.rules.values import LONGEST_LINE, read_value

_KINDS: Final = {
    **dict.fromkeys(('企业客户', '企业', '公司', '公司客户', '单位', 'company', 'companies'), CustomerKind.COMPANY),
    **dict.fromkeys(
        ('个人客户', '个人', '自然人', 'individual', 'individuals', 'person', 'personal'), CustomerKind.INDIVIDUAL
    ),
}
OWNER: Final = 'owner_id'
"""Stands for the owner among slots."""


@dataclass(frozen=True, slots=True)
class Pending:
    """Options that a row needs and that do not exist yet; ``ids`` are those of the same cell that do."""

    field: Field
    ids: tuple[int, ...]
    names: tuple[str, ...]


@dataclass(slots=True)
class SheetRow:
    """One row as read. ``values`` are raw values by slot; blank cells have none."""

    number: int
    cells: Sequence[Cell]
    kind: CustomerKind
    kind_given: bool = False
    owner_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    doubts: list[tuple[str, Any, Problem]] = field(default_factory=list)
    """(slot, value, problem): good where the customer has this value already, a problem where it would be new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What reading a row depends on beside the plan; as of one state of the database."""

    fields: Mapping[int, Field]
    """The fields that the importer may fill, by column; columns without one are ignored."""
    required: tuple[Field, ...]
    """The fields without which no customer may be created."""
    options: Mapping[int, OptionTable]
    """By field id."""
    extendable: frozenset[int]
    """Ids of the fields to which this import adds options."""
    may_add: frozenset[int]
    """Ids of the fields to which the importer may add options."""
    members: MemberBook
    importer_id: int
    may_give: bool
    """Whether the importer may give customers to others."""


class RowReader:
    """Reads the rows of one sheet."""

    def __init__(self, plan: ImportPlan, around: Surroundings) -> None:
        """Prepare one reading function per column."""
        self._plan = plan
        self._around = around
        self._corrected = {number for number, _ in plan.corrections}
        self._columns = [(column, found, self._reading_of(column, found)) for column, found in around.fields.items()]
        self._kind_column = self._special(SpecialColumn.KIND)
        self._owner_column = self._special(SpecialColumn.OWNER)
        self._column_of = {found.id: column for column, found in around.fields.items()}
        extra = [column for column in (self._kind_column, self._owner_column) if column is not None]
        self.used = sorted([*around.fields, *extra])

    def read(self, number: int, cells: Sequence[Cell]) -> SheetRow | None:
        """Return the row, None for a blank one. ``number`` is the row's in the spreadsheet program."""
        if number in self._corrected:
            cells = self._with_corrections(number, cells)
        width = len(cells)
        if all(column >= width or _is_blank(cells[column]) for column in self.used):
            return None
        row = SheetRow(number, cells, self._plan.kind)
        self._read_kind(row)
        for column, found, reading in self._columns:
            cell = cells[column] if column < width else None
            if cell is None:
                continue
            try:
                value = reading(row, column, cell)
            except Refusal as refusal:
                row.problems.append(Problem(column, refusal))
                continue
            if value is not None:
                row.values[found.slot] = value
        self._read_owner(row)
        if row.kind_given:
            self._refuse_values_of_other_kinds(row)
        return row

    def column_of(self, field_id: int) -> int | None:
        """Return the column that fills a field."""
        return self._column_of.get(field_id)

    def missing(self, row: SheetRow) -> list[Problem]:
        """Return the required fields that a new customer of this row would lack; unreadable ones are told already."""
        told = {problem.column for problem in row.problems}
        waiting = {pending.field.id for pending in row.pending}
        problems = []
        for found in self._around.required:
            if not found.applies_to.includes(row.kind) or found.slot in row.values or found.id in waiting:
                continue
            column = self._column_of.get(found.id)
            if column is None or column not in told:
                problems.append(Problem(column, MissingCell(field=found.name)))
        return problems

    def _special(self, special: SpecialColumn) -> int | None:
        return next((place for place, choice in enumerate(self._plan.columns) if choice.special is special), None)

    def _with_corrections(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        corrected = list(cells)
        for (row, column), text in self._plan.corrections.items():
            if row == number:
                corrected.extend([None] * (column + 1 - len(corrected)))
                corrected[column] = text or None
        return corrected

    def _read_kind(self, row: SheetRow) -> None:
        column = self._kind_column
        cell = row.cells[column] if column is not None and column < len(row.cells) else None
        if _is_blank(cell):
            return
        kind = _KINDS.get(option_key(str(cell)))
        if kind is None:
            row.problems.append(Problem(column, UnknownKind(value=shortened(cell))))
        else:
            row.kind, row.kind_given = kind, True

    def _refuse_values_of_other_kinds(self, row: SheetRow) -> None:
        waiting = {pending.field.id for pending in row.pending}
        for column, found, _ in self._columns:
            if not found.applies_to.includes(row.kind) and (found.id in waiting or found.slot in row.values):
                row.problems.append(Problem(column, NotOfThisKind(field=found.name)))

    def _read_owner(self, row: SheetRow) -> None:
        column = self._owner_column
        cell = row.cells[column] if column is not None and column < len(row.cells) else None
        if _is_blank(cell):
            return
        try:
            row.owner_id = self._around.members.find(clean_text(cell))
        except Refusal as refusal:
            row.problems.append(Problem(column, refusal))
            return
        if row.owner_id not in self._around.members.active:
            row.doubts.append((OWNER, row.owner_id, Problem(column, InactiveOwner(value=shortened(cell)))))
        elif row.owner_id != self._around.importer_id and not self._around.may_give:
            row.doubts.append((OWNER, row.owner_id, Problem(column, OwnerNotPermitted(value=shortened(cell)))))

    def _reading_of(self, column: int, found: Field) -> Callable[[SheetRow, int, Cell], Any]:
        if found.kind.has_options:
            table = self._around.options[found.id]
            several = found.kind is FieldKind.MULTI_CHOICE
            return lambda row, column, cell: self._read_options(row, column, cell, table, several=several)
        if found.kind is FieldKind.MEMBER:
            return lambda _row, _column, cell: self._read_member(cell)
        if found.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            return lambda _row, _column, cell: _read_text(found, cell)
        factor = self._plan.columns[column].factor
        if factor != 1 and found.kind.is_number:
            return lambda _row, _column, cell: _read_scaled(found, cell, factor)
        return lambda _row, _column, cell: read_value(found, cell)

    def _read_member(self, cell: Cell) -> str | None:
        text = clean_text(cell)
        return str(self._around.members.find(text)) if text else None

    def _read_options(self, row: SheetRow, column: int, cell: Cell, table: OptionTable, *, several: bool) -> str | None:
        if isinstance(cell, str) and (known := table.values.get(cell)):
            return known
        text = clean_text(cell)
        if not text:
            return None
        found = [table.find(part) for part in (table.split(text) if several else [text])]
        new = tuple(dict.fromkeys(option.name for option in found if option.id is None))
        for option in found:
            if option.id is None:
                self._require_addable(table.field, option)
        ids = tuple(sorted({option.id for option in found if option.id is not None}))
        if new:
            row.pending.append(Pending(table.field, ids, new))
            return None
        value = choice_value(ids, several=several)
        retired = next((option for option in found if option.retired), None)
        if retired:
            problem = Problem(column, UnknownOption(value=shortened(retired.name)))
            row.doubts.append((table.field.slot, value, problem))
        elif isinstance(cell, str):
            table.values[cell] = value
        return value

    def _require_addable(self, found: Field, option: FoundOption) -> None:
        if option.known_place:
            return
        if found.id not in self._around.extendable:
            raise UnknownOption(value=shortened(option.name))
        if found.id not in self._around.may_add:
            raise NewOptionNotPermitted(value=shortened(option.name))


def choice_value(ids: Sequence[int], *, several: bool) -> str:
    """Return the raw value of a choice (``'7'``) or of a multiple choice (``',3,7,'``)."""
    return f',{",".join(map(str, sorted(ids)))},' if several else str(ids[0])


def _read_text(found: Field, cell: Cell) -> Any:
    """Most texts are clean already: then there is nothing to do."""
    if (
        type(cell) is str
        and 0 < len(cell) <= LONGEST_LINE
        and cell.isprintable()
        and not (cell[0].isspace() or cell[-1].isspace())
    ):
        return cell
    return read_value(found, cell)


def _read_scaled(found: Field, cell: Cell, factor: int) -> int | None:
    if isinstance(cell, str):
        cell = clean_text(cell)
        if not cell:
            return None
        cell = cell.removesuffix(found.unit) if found.unit else cell
    return read_number(cell, found.decimals, factor)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))
