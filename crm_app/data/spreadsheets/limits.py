"""Files that would fill the memory are refused before anything is parsed."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crm_app.data.spreadsheets.error_cells import ERROR_MARK
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


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What is known of a file that is safe to parse."""

    kind: Kind
    parts_with_errors: frozenset[str] = frozenset()
    """Parts of an Excel package in which a cell shows an error."""


def check_file(path: Path, name: str) -> CheckedFile:
    """Look through a file before it is parsed.

    Raises:
        SpreadsheetRefused: Its class says why the file cannot be read.
    """
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(name=name)
    if size > MOST_BYTES:
        raise SpreadsheetTooBig(name=name, megabytes=MOST_BYTES // 1024 // 1024)
    kind = kind_of(path, name)
    if kind not in {Kind.EXCEL_ZIP, Kind.OPEN_DOCUMENT}:
        return CheckedFile(kind)
    return CheckedFile(kind, _unpack_all(path, name))


def _unpack_all(path: Path, name: str) -> frozenset[str]:
    """Trust the declared sizes only to refuse; then unpack and count, because the directory of a zip file may lie."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = [part for part in package.infolist() if part.filename.lower().endswith(_READ_PARTS)]
            declared = sum(part.file_size for part in parts)
            if declared > MOST_BYTES_UNPACKED or len(package.infolist()) > _MOST_PARTS:
                raise SpreadsheetTooBigUnpacked(name=name)
            return frozenset(part.filename for part in parts if _unpack(package, part))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedSpreadsheet(name=name) from error


def _unpack(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Read a part to its end: never more than its declared size, and a wrong size or checksum raises BadZipFile.

    No program writes entity definitions into a workbook, so whoever does means harm. Returns whether a cell shows an
    error.
    """
    found, tail = False, b''
    with package.open(part) as content:
        chunk = content.read(_CHUNK)
        if b'<!DOCTYPE' in chunk:
            raise zipfile.BadZipFile
        while chunk:
            found = found or ERROR_MARK in chunk or ERROR_MARK in tail + chunk[:8]
            tail = chunk[-8:]
            chunk = content.read(_CHUNK)
    return found
