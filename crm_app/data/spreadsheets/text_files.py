"""Reading csv files as other programs write them."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from crm_app.rules.spreadsheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    DamagedSpreadsheet,
    NotASpreadsheet,
    TooManyColumns,
    TooManyRows,
    without_guard,
)

_CHUNK: Final = 1024 * 1024
_DELIMITERS: Final = (',', '\t', ';')


class TextFile:
    """A csv file; encoding and delimiter are found out from its content."""

    def __init__(self, path: Path, name: str) -> None:
        """Look at the whole file once.

        Raises:
            SpreadsheetRefused: It is no text in a known encoding.
        """
        self._path = path
        self._name = name
        self.encoding = encoding_of(path, name)
        self.delimiter = self._guess_delimiter()

    def rows(self, after: int = 0) -> Iterator[tuple[int, list[Cell]]]:
        """Yield (number of the record, counted from 1; its cells) below record ``after``.

        Raises:
            SpreadsheetRefused: There are too many rows or columns, or a quotation mark is never closed.
        """
        for number, record in enumerate(self._records(self.delimiter), start=1):
            if number > MOST_ROWS:
                raise TooManyRows(name=self._name, most=MOST_ROWS)
            if len(record) > MOST_COLUMNS and any(record[MOST_COLUMNS:]):
                raise TooManyColumns(name=self._name, most=MOST_COLUMNS)
            if number > after:
                yield number, [without_guard(text) if text else None for text in record[:MOST_COLUMNS]]

    def _records(self, delimiter: str) -> Iterator[list[str]]:
        with self._path.open(encoding=self.encoding, newline='') as file:
            try:
                yield from csv.reader(file, delimiter=delimiter)
            except csv.Error as error:
                raise DamagedSpreadsheet(name=self._name) from error

    def _guess_delimiter(self) -> str:
        """The one that splits the first records into most columns."""
        best, most = _DELIMITERS[0], 1.0
        for delimiter in _DELIMITERS:
            widths = [len(record) for record in islice(self._records(delimiter), 20) if record]
            width = median(widths) if widths else 0
            if width > most:
                best, most = delimiter, width
        return best


def encoding_of(path: Path, name: str) -> str:
    """Return the encoding of a text file: by its mark, else UTF-8, else GB18030 (which includes GBK).

    Raises:
        NotASpreadsheet: It is no text in any of them.
    """
    with path.open('rb') as file:
        head = file.read(4)
    if head.startswith(codecs.BOM_UTF8):
        candidates = ['utf-8-sig']
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ['utf-16']
    else:
        candidates = ['utf-8', 'gb18030']
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding
    raise NotASpreadsheet(name=name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open('rb') as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b'', final=True)
        except UnicodeDecodeError:
            return False
    return True
