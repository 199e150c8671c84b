"""Files that would fill the memory are refused before anything is parsed."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Final

from crm_app.data.spreadsheets.kinds import Kind, kind_of
from crm_app.rules.spreadsheets import (
    MOST_BYTES,
    MOST_BYTES_UNPACKED,
    DamagedSpreadsheet,
    EmptyFile,
    SpreadsheetTooBig,
    SpreadsheetTooBigUnpacked,
)

_CHUNK: Final = 1024 * 1024
_MOST_PARTS: Final = 10_000
_READ_PARTS: Final = ('.xml', '.bin', '.rels')
"""Endings of the parts that hold cells; pictures are never unpacked."""


def check_file(path: Path, name: str) -> Kind:
    """Return the kind of a file that is safe to parse.

    Raises:
        SpreadsheetRefused: Its class says why the file cannot be read.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(name=name)
    if size > MOST_BYTES:
        raise SpreadsheetTooBig(name=name, megabytes=MOST_BYTES // 1024 // 1024)
    kind = kind_of(path, name)
    if kind in {Kind.EXCEL_ZIP, Kind.OPEN_DOCUMENT}:
        _check_unpacked_size(path, name)
    return kind


def _check_unpacked_size(path: Path, name: str) -> None:
    """Trust the declared sizes only to refuse; then unpack and count, because the directory of a zip file may lie."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = [part for part in package.infolist() if part.filename.lower().endswith(_READ_PARTS)]
            declared = sum(part.file_size for part in parts)
            if declared > MOST_BYTES_UNPACKED or len(package.infolist()) > _MOST_PARTS:
                raise SpreadsheetTooBigUnpacked(name=name)
            for part in parts:
                _unpack(package, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedSpreadsheet(name=name) from error


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part to its end: never more than its declared size, and a wrong size or checksum raises BadZipFile.

    No program writes entity definitions into a workbook, so whoever does means harm.
    """
    with package.open(part) as content:
        if b'<!DOCTYPE' in content.read(_CHUNK):
            raise zipfile.BadZipFile
        while content.read(_CHUNK):
            pass
