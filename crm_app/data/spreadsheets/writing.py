"""Writing exports: text stays text, whatever it looks like."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Final

from crm_app.data.spreadsheets.sheet_xml import write_package
from crm_app.rules.spreadsheets import Value, guard, without_illegal_characters

Progress = Callable[[int], None]
"""Called now and then with the number of rows written so far."""

_PROGRESS_ROWS: Final = 500


def write_xlsx(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet_name: str = 'Sheet1',
    widths: Sequence[float] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write a workbook of one sheet and return the number of rows below the header.

    Texts become text cells (never formulas or links; cut visibly at 32,767 characters), dates date cells shown as
    yyyy-mm-dd, numbers number cells. The header is bold, frozen and filterable; ``widths`` are in characters. The file
    appears under its name only when complete.
    """
    with finished_file(path) as unfinished:
        return write_package(unfinished, header, _counted(rows, progress), sheet_name=sheet_name, widths=widths)


def write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[Value]], *, progress: Progress | None = None
) -> int:
    """Write UTF-8 with a byte order mark, commas and CRLF; return the number of rows below the header.

    Texts that a spreadsheet program might run as a formula get an apostrophe, which reading takes off again. The same
    rows give the same bytes.
    """
    count = 0
    with finished_file(path) as unfinished, unfinished.open('w', encoding='utf-8-sig', newline='') as file:
        writer = csv.writer(file)
        writer.writerow([_csv_text(heading) for heading in header])
        for row in _counted(rows, progress):
            writer.writerow([_csv_text(value) for value in row])
            count += 1
    return count


def _csv_text(value: Value) -> str:
    if isinstance(value, str):
        return guard(without_illegal_characters(value))
    if value is None:
        return ''
    if isinstance(value, bool):
        return 'TRUE' if value else 'FALSE'
    if isinstance(value, Decimal):
        return f'{value:f}'
    if isinstance(value, datetime):
        return value.isoformat(sep=' ', timespec='seconds')
    return value.isoformat() if isinstance(value, (date, time)) else repr(value)


def _counted(rows: Iterable[Sequence[Value]], progress: Progress | None) -> Iterator[Sequence[Value]]:
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if progress and number % _PROGRESS_ROWS == 0:
            progress(number)
    if progress and number % _PROGRESS_ROWS:
        progress(number)


@contextmanager
def finished_file(path: Path) -> Iterator[Path]:
    """Give a path to write to beside ``path``; it takes the place of ``path`` only when all went well."""
    handle, unfinished = tempfile.mkstemp(prefix=f'.{path.name}.', suffix='.part', dir=path.parent)
    os.close(handle)
    try:
        yield Path(unfinished)
        Path(unfinished).replace(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)
