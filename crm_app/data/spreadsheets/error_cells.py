"""Cells that show an error (#N/A, #REF! …) in Excel workbooks.

The parser gives such cells as empty ones; an import must see them, or it would take a failed look-up for "no phone".
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET  # document types were refused before, so nothing can blow up

from crm_app.rules.spreadsheets import DamagedSpreadsheet

ERROR_MARK: Final = b't="e"'
"""What the part of a sheet contains if one of its cells shows an error."""

_CHUNK: Final = 1024 * 1024
_LONGEST_CELL: Final = _CHUNK
_CELL: Final = re.compile(
    rb'<(?:\w+:)?c (?=[^>]*?\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb'(?:(?!</?(?:\w+:)?c[ >]).)*?<(?:\w+:)?v>([^<]{0,20})<',
    re.DOTALL,
)
_RELATION: Final = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id'

ErrorCells = dict[int, dict[int, str]]
"""Row number → column (from 0) → what the cell shows."""


def error_cells_of(path: Path, name: str, parts: Collection[str]) -> dict[str, ErrorCells]:
    """Return the error cells by name of sheet; ``parts`` are the parts of the package that contain ``ERROR_MARK``.

    Raises:
        DamagedSpreadsheet: The list of sheets is no XML.
    """
    if not parts:
        return {}
    try:
        with zipfile.ZipFile(path) as package:
            sheets = _sheet_parts(package)
            return {sheet: _cells(package, part) for sheet, part in sheets.items() if part in parts}
    except ET.ParseError as error:
        raise DamagedSpreadsheet(name=name) from error


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    names = set(package.namelist())
    if not {'xl/workbook.xml', 'xl/_rels/workbook.xml.rels'} <= names:
        return {}
    targets = {
        relation.get('Id'): posixpath.normpath(posixpath.join('/xl', relation.get('Target', '')))[1:]
        for relation in ET.fromstring(package.read('xl/_rels/workbook.xml.rels'))  # noqa: S314 - as above
    }
    workbook = ET.fromstring(package.read('xl/workbook.xml'))  # noqa: S314 - as above
    sheets = (element for element in workbook.iter() if element.tag.endswith('}sheet'))
    return {sheet.get('name', ''): targets.get(sheet.get(_RELATION), '') for sheet in sheets}


def _cells(package: zipfile.ZipFile, part: str) -> ErrorCells:
    found: ErrorCells = {}
    for piece in _pieces(package, part):
        for letters, row, text in _CELL.findall(piece) if ERROR_MARK in piece else ():
            found.setdefault(int(row), {})[_column(letters)] = text.decode(errors='replace')
    return found


def _pieces(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces of whole cells."""
    rest = b''
    with package.open(part) as content:
        while chunk := content.read(_CHUNK):
            data = rest + chunk
            last_cell = max(data.rfind(b'<c '), data.rfind(b'<x:c '))
            yield data[: max(last_cell, 0)]
            rest = data[last_cell:] if last_cell >= 0 and len(data) - last_cell < _LONGEST_CELL else b''
    yield rest


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
