"""Workbooks that people fill in: the template of an import, and the rows that went wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import xlsxwriter

from crm_app.data.spreadsheets.writing import finished_file
from crm_app.rules.spreadsheets import Value, cut_to_cell, without_illegal_characters

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTH: Final = 16
_PROBLEMS_WIDTH: Final = 60
_ROWS_TO_FILL: Final = 5000
_HEADER: Final = {'bold': True, 'bg_color': '#F2F2F2', 'bottom': 1}
_RED: Final = {'bg_color': '#FFC7CE', 'font_color': '#9C0006'}
_DATE: Final = {'num_format': 'yyyy-mm-dd'}
_MOMENT: Final = {'num_format': 'yyyy-mm-dd hh:mm'}
_TEXT: Final = {'num_format': '@'}


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """A row that an import did not take."""

    number: int
    """Its number in the sheet it came from."""
    cells: Sequence[Value]
    """As they were read."""
    problems: Sequence[str]
    """Sentences in the reader's language."""
    bad_columns: Collection[int] = ()
    """Columns (from 0) whose cells are marked."""


def write_error_workbook(
    path: Path,
    header: Sequence[str],
    rows: Iterable[ErrorRow],
    *,
    row_heading: str = '行号',
    problem_heading: str = '问题',
) -> int:
    """Write the rows between a column of row numbers and one of problems, bad cells in red; return their number.

    Corrected, the workbook can be imported as it is: imports ignore both added columns.
    """
    count = 0
    with finished_file(path) as unfinished:
        workbook = xlsxwriter.Workbook(unfinished, {'constant_memory': True})
        sheet = workbook.add_worksheet('Sheet1')
        plain, red = _styles(workbook, {}), _styles(workbook, _RED)
        _write_header(sheet, [row_heading, *header, problem_heading], workbook.add_format(_HEADER))
        sheet.set_column(len(header) + 1, len(header) + 1, _PROBLEMS_WIDTH)
        for count, row in enumerate(rows, start=1):
            sheet.write_number(count, 0, row.number)
            for column in range(len(header)):
                value = row.cells[column] if column < len(row.cells) else None
                _write_cell(sheet, count, column + 1, value, red if column in row.bad_columns else plain)
            _write_cell(sheet, count, len(header) + 1, '\n'.join(row.problems), plain)
        sheet.autofilter(0, 0, count, len(header) + 1)
        workbook.close()
    return count


def write_template(
    path: Path,
    header: Sequence[str],
    *,
    options: Mapping[int, Sequence[str]],
    example: Sequence[Value] = (),
    text_columns: Collection[int] = (),
    date_columns: Collection[int] = (),
    sheet_name: str = 'Sheet1',
) -> None:
    """Write a sheet to fill in: header, one example row, and dropdowns.

    ``options`` maps columns (from 0) to the choices; they stand on a hidden second sheet, so that any number will do.
    ``text_columns`` keep long digit strings (phones) from becoming numbers.
    """
    with finished_file(path) as unfinished:
        workbook = xlsxwriter.Workbook(unfinished)
        sheet = workbook.add_worksheet(sheet_name)
        styles = _styles(workbook, {})
        _write_header(sheet, header, workbook.add_format(_HEADER))
        for columns, style in ((text_columns, workbook.add_format(_TEXT)), (date_columns, workbook.add_format(_DATE))):
            for column in columns:
                sheet.set_column(column, column, _WIDTH, style)
        for column, value in enumerate(example):
            _write_cell(sheet, 1, column, value, styles)
        _write_options(workbook, sheet, {column: names for column, names in options.items() if names})
        workbook.close()


def _write_options(workbook: xlsxwriter.Workbook, sheet: Worksheet, options: Mapping[int, Sequence[str]]) -> None:
    if not options:
        return
    lists = workbook.add_worksheet('_options')
    lists.hide()
    for place, (column, names) in enumerate(options.items()):
        for row, name in enumerate(names):
            lists.write_string(row, place, cut_to_cell(without_illegal_characters(name)))
        letter = xlsxwriter.utility.xl_col_to_name(place)
        source = f"='_options'!${letter}$1:${letter}${len(names)}"
        sheet.data_validation(
            1, column, _ROWS_TO_FILL, column, {'validate': 'list', 'source': source, 'error_type': 'warning'}
        )


def _write_header(sheet: Worksheet, header: Sequence[str], style: Format) -> None:
    for column, heading in enumerate(header):
        sheet.write_string(0, column, cut_to_cell(without_illegal_characters(heading)), style)
    if header:
        sheet.set_column(0, len(header) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)


def _styles(workbook: xlsxwriter.Workbook, common: Mapping[str, str]) -> dict[type, Format]:
    text = workbook.add_format({**common, **_TEXT})
    clock = workbook.add_format({**common, 'num_format': 'hh:mm'})
    number = workbook.add_format({**common})
    return {
        str: text,
        type(None): number,
        int: number,
        float: number,
        Decimal: number,
        bool: number,
        date: workbook.add_format({**common, **_DATE}),
        datetime: workbook.add_format({**common, **_MOMENT}),
        time: clock,
    }


def _write_cell(sheet: Worksheet, row: int, column: int, value: Value, styles: Mapping[type, Format]) -> None:
    style = styles[type(value)]
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float() | Decimal():
            sheet.write_number(row, column, value, style)
        case date() | time() if not (isinstance(value, date) and value.year < 1901):
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.write_string(row, column, cut_to_cell(without_illegal_characters(str(value))), styles[str])
