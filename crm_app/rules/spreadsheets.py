"""Spreadsheets: what a cell may hold, why a file is refused, and how text is kept from becoming a formula."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, TypeAlias

from crm_app.rules.refusals import Refusal

Cell: TypeAlias = str | int | float | bool | date | datetime | time | None
"""What reading a file gives for a cell. An empty cell is None, never ``''``."""

Value: TypeAlias = Cell | Decimal
"""What writing a file takes for a cell."""

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 500
MOST_BYTES: Final = 200 * 1024 * 1024
MOST_BYTES_UNPACKED: Final = 1024 * 1024 * 1024
LONGEST_CELL: Final = 32_767
"""Characters (UTF-16 units) that one cell can hold."""

CUT_MARK: Final = '…[cut]'

_FORMULA_STARTS: Final = tuple("=+-@\t\r\n'＝＋－＠")
_ILLEGAL: Final = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]')


class SpreadsheetRefused(Refusal):
    """Base of all reasons why a file cannot be read as a spreadsheet."""

    message = '“{name}” cannot be read as a spreadsheet.'


class EmptyFile(SpreadsheetRefused):
    """The file has no bytes, or no cell holds anything."""

    message = '“{name}” is empty.'


class NotASpreadsheet(SpreadsheetRefused):
    """The content is something else, whatever the file's ending says."""

    message = '“{name}” is not a spreadsheet. Use an Excel (xlsx, xls), OpenDocument (ods) or csv file.'


class WebPageAsSpreadsheet(SpreadsheetRefused):
    """A web page or XML file that bears an Excel ending, as some systems export it."""

    message = '“{name}” is a web page with the ending of an Excel file. Open it in Excel and save it as xlsx.'


class DamagedSpreadsheet(SpreadsheetRefused):
    """Cut off or damaged."""

    message = '“{name}” is damaged or incomplete. Open it in Excel and save it again.'


class ProtectedSpreadsheet(SpreadsheetRefused):
    """Locked by a password."""

    message = '“{name}” is protected by a password. Save it without a password first.'


class SpreadsheetTooBig(SpreadsheetRefused):
    """The file is larger than ``megabytes``."""

    message = '“{name}” is larger than {megabytes} MB. Split it into several files.'


class SpreadsheetTooBigUnpacked(SpreadsheetRefused):
    """The file is small, yet its content would fill the memory."""

    message = 'The content of “{name}” is too large to be read. Split it into several files.'


class TooManyRows(SpreadsheetRefused):
    """More rows than ``most``."""

    message = '“{name}” has more than {most} rows. Split it into several files.'


class TooManyColumns(SpreadsheetRefused):
    """More columns in use than ``most``."""

    message = '“{name}” uses more than {most} columns. Delete the columns that are not needed.'


class TooManyRowsToWrite(Refusal):
    """An export has more rows than one sheet holds."""

    message = 'An Excel sheet holds {most} rows. Export as csv, or choose fewer customers.'


class NoSuchSheet(SpreadsheetRefused):
    """The workbook has no sheet ``sheet``."""

    message = '“{name}” has no sheet “{sheet}”.'


def without_illegal_characters(text: str) -> str:
    """Return the text without the control characters and halves of characters that no spreadsheet can store."""
    return _ILLEGAL.sub('', text)


def cut_to_cell(text: str) -> str:
    """Return the text if a cell can hold it, else its beginning with a visible mark at the end."""
    if len(text) * 2 <= LONGEST_CELL or len(text.encode('utf-16-le')) <= LONGEST_CELL * 2:
        return text
    room = (LONGEST_CELL - len(CUT_MARK)) * 2
    return text.encode('utf-16-le')[:room].decode('utf-16-le', errors='ignore') + CUT_MARK


def guard(text: str) -> str:
    """Return the text with an apostrophe before it where a spreadsheet program might take it for a formula."""
    return f"'{text}" if text.lstrip(' ').startswith(_FORMULA_STARTS) else text


def without_guard(text: str) -> str:
    """Take off the apostrophe that ``guard`` set: the exact inverse."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(' ').startswith(_FORMULA_STARTS) else text
