"""What kind of spreadsheet a file is, recognised by its content."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from crm_app.rules.spreadsheets import (
    DamagedSpreadsheet,
    EmptyFile,
    NotASpreadsheet,
    ProtectedSpreadsheet,
    WebPageAsSpreadsheet,
)

_HEAD_BYTES: Final = 64 * 1024
_ZIP: Final = b'PK\x03\x04'
_COMPOUND: Final = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
_OLD_EXCEL: Final = (b'\x09\x08', b'\x09\x04', b'\x09\x02', b'\x09\x00')
_UTF16_MARKS: Final = (b'\xff\xfe', b'\xfe\xff')
_MARKUP: Final = (b'<!doctype', b'<html', b'<table', b'<?xml', b'<head', b'<meta', b'<style')
_BINARY: Final = frozenset(range(0x20)) - frozenset(b'\t\n\x0b\x0c\r\x1a\x1b')


class Kind(StrEnum):
    """The formats that can be read."""

    EXCEL_ZIP = 'xlsx'
    EXCEL_OLD = 'xls'
    OPEN_DOCUMENT = 'ods'
    TEXT = 'csv'


def kind_of(path: Path, name: str) -> Kind:
    """Return the kind of a file; ``name`` is what the user calls it.

    Raises:
        SpreadsheetRefused: It is empty, something else, damaged or locked by a password.
    """
    with path.open('rb') as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise EmptyFile(name=name)
    if head.startswith(_ZIP):
        return _kind_of_zip(path, name)
    if head.startswith(_COMPOUND):
        return _kind_of_compound(path, name)
    if _is_markup(head):
        raise WebPageAsSpreadsheet(name=name)
    if head.startswith((*_OLD_EXCEL, b'%PDF')) or _is_binary(head):
        raise NotASpreadsheet(name=name)
    if not head.strip(b'\xef\xbb\xbf\xff\xfe \t\r\n,;\x00'):
        raise EmptyFile(name=name)
    return Kind.TEXT


def _kind_of_zip(path: Path, name: str) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            kind_note = package.read('mimetype')[:100] if 'mimetype' in names else b''
            manifest = package.read('META-INF/manifest.xml') if 'META-INF/manifest.xml' in names else b''
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise DamagedSpreadsheet(name=name) from error
    if names & {'xl/workbook.xml', 'xl/workbook.bin'}:
        return Kind.EXCEL_ZIP
    if b'opendocument.spreadsheet' in kind_note:
        if b'encryption-data' in manifest:
            raise ProtectedSpreadsheet(name=name)
        return Kind.OPEN_DOCUMENT
    raise NotASpreadsheet(name=name)


def _kind_of_compound(path: Path, name: str) -> Kind:
    content = path.read_bytes()
    if any(_entry(stream) in content for stream in ('Workbook', 'Book')):
        return Kind.EXCEL_OLD
    if _entry('EncryptedPackage') in content:
        raise ProtectedSpreadsheet(name=name)
    if len(content) < _HEAD_BYTES:
        raise DamagedSpreadsheet(name=name)
    raise NotASpreadsheet(name=name)


def _entry(stream: str) -> bytes:
    """How a stream's name stands in the directory of a compound file: padded with zeros."""
    return stream.encode('utf-16-le') + b'\0\0\0\0'


def _is_markup(head: bytes) -> bool:
    return head.lstrip(b'\xef\xbb\xbf \t\r\n').lower().startswith(_MARKUP)


def _is_binary(head: bytes) -> bool:
    return not head.startswith(_UTF16_MARKS) and any(byte in _BINARY for byte in set(head))
