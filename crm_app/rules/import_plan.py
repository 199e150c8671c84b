"""What is to be imported and how: the choices of a person, as plain values that can be stored and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crm_app.rules.customers import CustomerKind
from crm_app.rules.sheet_columns import SpecialColumn


class OnMatch(StrEnum):
    """What becomes of a row whose customer exists already."""

    SKIP = 'skip'
    FILL = 'fill'
    """Only empty fields are filled."""
    OVERWRITE = 'overwrite'
    """Every cell that is not blank wins."""


class NewOptions(StrEnum):
    """What becomes of a dropdown value that is not among the options."""

    REJECT = 'reject'
    ADD = 'add'


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What one column holds: a field, something special, or (both None) nothing that counts."""

    heading: str = ''
    field_id: int | None = None
    special: SpecialColumn | None = None
    factor: int = 1
    """What numbers are multiplied by: 10,000 for money under a heading with (万)."""

    @property
    def is_ignored(self) -> bool:
        """Whether the column means nothing."""
        return self.field_id is None and self.special is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """All choices of one import. Change it with ``dataclasses.replace``."""

    sheet: str
    header_row: int
    """Number of the header's row as the spreadsheet program shows it; the rows below it are data."""
    columns: tuple[ColumnChoice, ...]
    kind: CustomerKind = CustomerKind.COMPANY
    """Of rows that do not say it in a column 客户类型."""
    owner_id: int | None = None
    """Of rows that do not say it in a column 负责人; None = whoever imports."""
    duplicates: OnMatch = OnMatch.SKIP
    new_options: NewOptions = NewOptions.REJECT
    option_map: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """By field id: texts of cells to ids of options, as a person mapped them."""
    corrections: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By (row number, column from 0): what a person typed in place of the cell."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of all columns: two files with the same ones are read the same way."""
        return tuple(choice.heading for choice in self.columns)


def as_json(plan: ImportPlan) -> dict[str, Any]:
    """Return the choices for storage with the import; corrections stay out, they belong to one file only."""
    return {
        'sheet': plan.sheet,
        'header_row': plan.header_row,
        'kind': plan.kind.value,
        'owner_id': plan.owner_id,
        'duplicates': plan.duplicates.value,
        'new_options': plan.new_options.value,
        'columns': [
            {
                'heading': choice.heading,
                'field_id': choice.field_id,
                'special': choice.special.value if choice.special else None,
                'factor': choice.factor,
            }
            for choice in plan.columns
        ],
    }


def columns_from_json(stored: Mapping[str, Any]) -> tuple[ColumnChoice, ...]:
    """Return the columns of stored choices, to propose them again for the same headings."""
    return tuple(
        ColumnChoice(
            column['heading'],
            column['field_id'],
            SpecialColumn(column['special']) if column['special'] else None,
            factor=column['factor'],
        )
        for column in stored.get('columns', ())
    )
