"""A workbook whose rows are written as a stream: XlsxWriter makes the package, this module the rows.

XlsxWriter's own constant-memory mode takes about three times as long for the same cells.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import IO, Final

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from crm_app.rules.spreadsheets import MOST_ROWS, TooManyRowsToWrite, Value, cut_to_cell, without_illegal_characters

_SHEET_PART: Final = 'xl/worksheets/sheet1.xml'
_STYLED_TYPES: Final[dict[type, str]] = {date: 'yyyy-mm-dd', datetime: 'yyyy-mm-dd hh:mm', time: 'hh:mm'}
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
_FIRST_DAY: Final = date(1900, 3, 1)
"""Before this day, Excel's count is off by one: such dates are written as text."""
_DEFAULT_WIDTH: Final = 16
_NEEDS_CARE: Final = re.compile(r'[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff&<>]|_x[0-9A-Fa-f]{4}_')
_ESCAPE_LIKE: Final = re.compile(r'_(?=x[0-9A-Fa-f]{4}_)')
_FEW: Final = 1000
Writer = Callable[[str, Value], str]


def write_package(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    sheet_name: str,
    widths: Sequence[float] | None,
) -> int:
    """Write the workbook to ``path`` and return the number of rows below the header."""
    with tempfile.TemporaryFile(dir=path.parent) as body:
        styles = _styles(_skeleton(header, 1, sheet_name, widths))
        count = _write_rows(body, len(header), rows, _writers(styles))
        body.seek(0)
        skeleton = _skeleton(header, count, sheet_name, widths)
        with zipfile.ZipFile(skeleton) as source, zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, True, 3) as target:
            for part in source.infolist():
                if part.filename != _SHEET_PART:
                    target.writestr(part, source.read(part))
                    continue
                before, after = _halves(source.read(part))
                with target.open(part.filename, 'w', force_zip64=True) as sheet:
                    sheet.write(before)
                    shutil.copyfileobj(body, sheet, 1024 * 1024)
                    sheet.write(after)
    return count


def _skeleton(header: Sequence[str], count: int, sheet_name: str, widths: Sequence[float] | None) -> BytesIO:
    """The workbook with its header and one blank row that shows the numbers of the styles."""
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {'in_memory': True})
    bold = workbook.add_format({'bold': True, 'bg_color': '#F2F2F2', 'bottom': 1})
    styles = [workbook.add_format({'num_format': number_format}) for number_format in _STYLED_TYPES.values()]
    sheet = workbook.add_worksheet(sheet_name)
    for column, heading in enumerate(header):
        sheet.write_string(0, column, cut_to_cell(without_illegal_characters(heading)), bold)
        sheet.set_column(column, column, widths[column] if widths else _DEFAULT_WIDTH)
    sheet.freeze_panes(1, 0)
    if header:
        sheet.autofilter(0, 0, count, len(header) - 1)
    for column, style in enumerate(styles):
        sheet.write_blank(1, column, None, style)
    workbook.close()
    content.seek(0)
    return content


def _styles(skeleton: BytesIO) -> dict[type, str]:
    with zipfile.ZipFile(skeleton) as package:
        xml = package.read(_SHEET_PART).decode()
    numbers = re.findall(r'<c r="[A-Z]+2" s="(\d+)"', xml)
    return dict(zip(_STYLED_TYPES, numbers, strict=True))


def _halves(sheet: bytes) -> tuple[bytes, bytes]:
    """The XML of a sheet before and after the place where rows go, without its claim of how far the cells reach."""
    before, _, after = sheet.partition(b'<row r="2"')
    return re.sub(rb'<dimension [^>]*/>', b'', before), after[after.index(b'</sheetData>') :]


def _write_rows(body: IO[bytes], columns: int, rows: Iterable[Sequence[Value]], writers: dict[type, Writer]) -> int:
    names = [xl_col_to_name(column) for column in range(columns)]
    count = 0
    waiting: list[str] = []
    for count, row in enumerate(rows, start=1):
        number = str(count + 1)
        cells = [
            writers[type(value)](name + number, value)
            for name, value in zip(names, row, strict=True)
            if value is not None
        ]
        waiting.append(f'<row r="{number}">{"".join(cells)}</row>')
        if len(waiting) == _FEW:
            body.write(''.join(waiting).encode())
            waiting.clear()
        if count >= MOST_ROWS:
            raise TooManyRowsToWrite(most=MOST_ROWS)
    body.write(''.join(waiting).encode())
    return count


def _writers(styles: dict[type, str]) -> dict[type, Writer]:
    def number(at: str, value: Value) -> str:
        return f'<c r="{at}"><v>{value}</v></c>'

    def decimal(at: str, value: Value) -> str:
        return f'<c r="{at}"><v>{value:f}</v></c>'

    def boolean(at: str, value: Value) -> str:
        return f'<c r="{at}" t="b"><v>{int(bool(value))}</v></c>'

    def day(at: str, value: Value) -> str:
        assert isinstance(value, date)
        if value < _FIRST_DAY:
            return _text(at, value.isoformat())
        return f'<c r="{at}" s="{styles[date]}"><v>{value.toordinal() - _EPOCH.toordinal()}</v></c>'

    def moment(at: str, value: Value) -> str:
        assert isinstance(value, datetime)
        if value.date() < _FIRST_DAY:
            return _text(at, value.isoformat(sep=' '))
        serial = (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86400
        return f'<c r="{at}" s="{styles[datetime]}"><v>{serial:.10f}</v></c>'

    def clock(at: str, value: Value) -> str:
        assert isinstance(value, time)
        serial = (value.hour * 3600 + value.minute * 60 + value.second) / 86400
        return f'<c r="{at}" s="{styles[time]}"><v>{serial:.10f}</v></c>'

    return {
        str: _text,
        int: number,
        float: number,
        Decimal: decimal,
        bool: boolean,
        date: day,
        datetime: moment,
        time: clock,
    }


def _text(at: str, value: Value) -> str:
    text = str(value)
    if len(text) > _FEW:
        text = cut_to_cell(without_illegal_characters(text))
    if _NEEDS_CARE.search(text):
        text = without_illegal_characters(text)
        text = _ESCAPE_LIKE.sub('_x005F_', text).replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
        text = text.replace('\r', '_x000D_')
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
