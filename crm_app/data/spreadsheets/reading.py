"""Reading spreadsheets of every kind through one door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from crm_app.data.spreadsheets.error_cells import error_cells_of
from crm_app.data.spreadsheets.kinds import Kind
from crm_app.data.spreadsheets.limits import check_file
from crm_app.data.spreadsheets.parsing import ParsingProcess
from crm_app.data.spreadsheets.text_files import TextFile
from crm_app.rules.spreadsheets import Cell, EmptyFile, NoSuchSheet

_BATCH: Final = 2000


class Workbook:
    """An open spreadsheet file. Close it, or use it in a ``with`` block."""

    def __init__(self, path: Path, name: str) -> None:
        """Check and open the file; see ``open_workbook``."""
        self.name = name
        checked = check_file(path, name)
        self.kind: Kind = checked.kind
        self._errors = error_cells_of(path, name, checked.parts_with_errors)
        self._text = TextFile(path, name) if self.kind is Kind.TEXT else None
        self._process = None if self._text else ParsingProcess(path, name)
        self._counts: dict[str, int] = {}
        self.sheets: list[str] = self._process.sheets if self._process else [Path(name).stem]

    @property
    def first_with_data(self) -> str:
        """The first sheet in which a cell holds something.

        Raises:
            EmptyFile: None does.
        """
        for sheet in self.sheets:
            if any(any(cell is not None for cell in cells) for _, cells in self.rows(sheet)):
                return sheet
        raise EmptyFile(name=self.name)

    def row_count(self, sheet: str) -> int:
        """The number of rows down to the last one with content, blank and heading rows included."""
        if sheet not in self._counts:
            self._require(sheet)
            if self._process:
                self._counts[sheet] = self._process.ask('count', sheet)
            else:
                self._counts[sheet] = sum(1 for _ in self.rows(sheet))
        return self._counts[sheet]

    def rows(self, sheet: str, after: int = 0) -> Iterator[tuple[int, list[Cell]]]:
        """Yield (row number as the spreadsheet program shows it, cells from column A on) below row ``after``.

        Blank rows are included; rows may differ in length. A cell of an xlsx file that shows an error holds its text:
        ``'#N/A'``.

        Raises:
            SpreadsheetRefused: The sheet is damaged or too large.
        """
        self._require(sheet)
        if self._text:
            yield from self._text.rows(after)
        errors = self._errors.get(sheet, {})
        while self._process:
            batch: list[list[Cell]] = self._process.ask('rows', sheet, after, _BATCH)
            for number, cells in enumerate(batch, start=after + 1):
                yield number, _with_errors(cells, errors[number]) if number in errors else cells
            after += len(batch)
            if len(batch) < _BATCH:
                return

    def close(self) -> None:
        """Free what the open file holds."""
        if self._process:
            self._process.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require(self, sheet: str) -> None:
        if sheet not in self.sheets:
            raise NoSuchSheet(name=self.name, sheet=sheet)


def _with_errors(cells: list[Cell], errors: dict[int, str]) -> list[Cell]:
    filled = cells + [None] * (max(errors) + 1 - len(cells))
    for column, text in errors.items():
        filled[column] = text
    return filled


def open_workbook(path: Path, name: str | None = None) -> Workbook:
    """Open a spreadsheet of any kind; ``name`` is what refusals call it (the name of an uploaded file).

    The kind is recognised by content, never by the ending. Takes seconds at most.

    Raises:
        SpreadsheetRefused: Its class says why the file cannot be read.
    """
    return Workbook(path, name or path.name)
