"""The process of its own in which workbooks are parsed: a hostile file can fill or crash it, never the server.

Run as a script. It reads requests from standard input, one JSON list a line, and answers each with one frame on
standard output: four bytes of length, then a pickled tuple ``('ok', value)`` or ``('refused', reason)``. It imports
nothing of the package, so that it starts quickly.
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import python_calamine

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY: Final = 3 * 1024 * 1024 * 1024
SECONDS: Final = 300
MIDNIGHT: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - spreadsheets know no time zones


class Parser:
    """One open workbook and the place up to which its current sheet was read."""

    def __init__(self, path: str, most_rows: int, most_columns: int) -> None:
        """Open the workbook of ``path``."""
        self._workbook = python_calamine.load_workbook(path)
        self._most_rows = most_rows
        self._most_columns = most_columns
        self._name: str | None = None
        self._sheet: python_calamine.CalamineSheet | None = None
        self._rows: Iterator[list[Any]] = iter(())
        self._at = 0

    def sheets(self) -> list[str]:
        """The names of the sheets that hold cells, in order; hidden ones last."""
        sheets = [
            sheet for sheet in self._workbook.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        visible = python_calamine.SheetVisibleEnum.Visible
        return [sheet.name for sheet in sorted(sheets, key=lambda sheet: sheet.visible != visible)]

    def count(self, name: str) -> int:
        """The number of rows down to the last one with content."""
        sheet = self._open(name)
        return 0 if sheet.end is None else sheet.end[0] + 1

    def rows(self, name: str, after: int, most: int) -> list[list[Any]]:
        """Up to ``most`` rows below row ``after``; shorter only at the end of the sheet."""
        sheet = self._open(name)
        if after != self._at or after == 0:
            self._rows = islice(sheet.iter_rows(), after, None)
            self._at = after
        left = [None] * (sheet.start[1] if sheet.start else 0)
        rows = [left + [_plain(cell) for cell in row] for row in islice(self._rows, most)]
        self._at += len(rows)
        return rows

    def _open(self, name: str) -> python_calamine.CalamineSheet:
        if self._sheet is None or self._name != name:
            self._sheet = None
            sheet = self._workbook.get_sheet_by_name(name)
            if sheet.end is not None and sheet.end[0] >= self._most_rows:
                raise OverflowError('rows')
            if sheet.end is not None and sheet.end[1] >= self._most_columns:
                raise OverflowError('columns')
            self._sheet, self._name, self._at = sheet, name, -1
        return self._sheet


def _plain(cell: Any) -> Any:
    if cell == '':
        return None
    if isinstance(cell, timedelta):
        return (MIDNIGHT + cell).time() if timedelta(0) <= cell < timedelta(days=1) else str(cell)
    return cell


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # Windows: there the system refuses the memory
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answers(arguments: list[str]) -> Iterator[tuple[str, Any]]:
    try:
        parser = Parser(arguments[0], int(arguments[1]), int(arguments[2]))
        yield 'ok', parser.sheets()
        for line in sys.stdin:
            question, *parameters = json.loads(line)
            yield 'ok', getattr(parser, question)(*parameters)
    except python_calamine.PasswordError:
        yield 'refused', 'password'
    except OverflowError as error:
        yield 'refused', str(error)
    except MemoryError:
        yield 'refused', 'memory'
    except Exception as error:  # noqa: BLE001 - whatever a parser says of a hostile file
        yield 'refused', 'memory' if 'limit exceeded' in str(error) else 'damaged'


def main() -> None:
    """Answer until standard input ends."""
    _limit_this_process()
    for answer in _answers(sys.argv[1:]):
        frame = pickle.dumps(answer, protocol=5)
        sys.stdout.buffer.write(len(frame).to_bytes(4, 'big') + frame)
        sys.stdout.buffer.flush()


if __name__ == '__main__':
    main()
