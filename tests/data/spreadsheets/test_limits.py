from __future__ import annotations

import struct
import time
import zipfile
from pathlib import Path

import pytest

from crm_app.data.spreadsheets import limits, text_files, worker
from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.rules.refusals import Refusal
from crm_app.rules.spreadsheets import (
    DamagedSpreadsheet,
    EmptyFile,
    NotASpreadsheet,
    ProtectedSpreadsheet,
    SpreadsheetTooBig,
    SpreadsheetTooBigUnpacked,
    TooManyColumns,
    TooManyRows,
    WebPageAsSpreadsheet,
)

FILES = Path(__file__).parents[2] / 'files'
SHEET = 'xl/worksheets/sheet1.xml'


def read_all(path: Path) -> None:
    with open_workbook(path, 'upload.xlsx') as workbook:
        list(workbook.rows(workbook.first_with_data))


def refused(path: Path, why: type[Refusal], *, within: float = 10) -> None:
    started = time.perf_counter()
    with pytest.raises(why) as refusal:
        read_all(path)
    assert refusal.value.params['name'] == 'upload.xlsx'
    assert time.perf_counter() - started < within


def with_part(path: Path, part: str, content: bytes, source: str = 'customers-office-3000.xlsx') -> Path:
    """A copy of an office file with one part exchanged."""
    with zipfile.ZipFile(FILES / source) as old, zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist()
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return path


def sheet_with(path: Path, data: bytes) -> Path:
    namespace = b'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    return with_part(path, SHEET, b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (namespace, data))


@pytest.mark.parametrize(
    ('content', 'why'),
    [
        (b'', EmptyFile),
        (b'\xef\xbb\xbf', EmptyFile),
        (b' \r\n\r\n', EmptyFile),
        (b'\x89PNG\r\n\x1a\n\0\0\0\rIHDR', NotASpreadsheet),
        (b'%PDF-1.7\n', NotASpreadsheet),
        (bytes(range(256)) * 10, NotASpreadsheet),
        (b'\xff\xfa\x81 no encoding that we know \xff', NotASpreadsheet),
        (b'<html><table><tr><td>1</td></tr></table></html>', WebPageAsSpreadsheet),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', WebPageAsSpreadsheet),
        (b'PK\x03\x04 and nothing else', DamagedSpreadsheet),
        (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600, DamagedSpreadsheet),
        (b'a,"never closed\n' + b'x' * 200_000, DamagedSpreadsheet),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_its_reason(tmp_path: Path, content: bytes, why: type[Refusal]) -> None:
    path = tmp_path / 'x.xlsx'
    path.write_bytes(content)
    refused(path, why)


@pytest.mark.parametrize('ending', ['xlsx', 'xls', 'ods'])
def test_a_password_is_named_as_the_reason(ending: str) -> None:
    refused(FILES / f'protected.{ending}', ProtectedSpreadsheet)


@pytest.mark.parametrize('name', ['customers-office-3000.xlsx', 'libreoffice.xlsx', 'libreoffice.ods'])
@pytest.mark.parametrize('share', [0.1, 0.5, 0.95])
def test_a_cut_off_file_is_damaged(tmp_path: Path, name: str, share: float) -> None:
    content = (FILES / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * share)])
    refused(path, DamagedSpreadsheet)


@pytest.mark.parametrize('share', [0.1, 0.5])
def test_a_cut_off_xls_is_damaged(tmp_path: Path, share: float) -> None:
    content = (FILES / 'customers-office-3000.xls').read_bytes()
    path = tmp_path / 'x.xls'
    path.write_bytes(content[: int(len(content) * share)])
    refused(path, Refusal)


def test_a_zip_of_something_else_is_no_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / 'x.xlsx'
    with zipfile.ZipFile(path, 'w') as package:
        package.writestr('word/document.xml', '<x/>')
    refused(path, NotASpreadsheet)


def test_a_zip_bomb_is_refused_by_its_declared_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, 'MOST_BYTES_UNPACKED', 50_000_000)
    refused(with_part(tmp_path / 'x.xlsx', SHEET, b' ' * 60_000_000), SpreadsheetTooBigUnpacked, within=2)


def test_a_zip_bomb_with_a_lying_directory_is_damaged(tmp_path: Path) -> None:
    path = with_part(tmp_path / 'x.xlsx', SHEET, b' ' * 30_000_000)
    content = path.read_bytes()
    lying = content.replace(struct.pack('<I', 30_000_000), struct.pack('<I', 1000))
    assert lying != content
    path.write_bytes(lying)
    refused(path, DamagedSpreadsheet, within=2)


def test_a_file_beyond_the_size_limit_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, 'MOST_BYTES', 1000)
    refused(FILES / 'libreoffice.xlsx', SpreadsheetTooBig, within=1)


def test_entities_that_blow_up_are_never_expanded(tmp_path: Path) -> None:
    entities = ''.join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "ha">{entities}]><sst><si><t>&a11;</t></si></sst>'
    path = with_part(tmp_path / 'x.xlsx', 'xl/sharedStrings.xml', bomb.encode(), 'libreoffice.xlsx')
    refused(path, DamagedSpreadsheet, within=5)


def test_two_far_corners_do_not_fill_the_memory(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused(sheet_with(tmp_path / 'x.xlsx', cells), SpreadsheetTooBigUnpacked)


def test_repeated_cells_of_an_open_document_do_not_fill_the_memory(tmp_path: Path) -> None:
    with zipfile.ZipFile(FILES / 'libreoffice.ods') as package:
        content = package.read('content.xml').decode()
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    before, end, after = content.rpartition('</table:table>')
    bomb = before + row + end + after
    path = with_part(tmp_path / 'x.ods', 'content.xml', bomb.encode(), 'libreoffice.ods')
    refused(path, SpreadsheetTooBigUnpacked, within=30)


def test_too_many_rows_or_columns_are_refused(tmp_path: Path) -> None:
    wide = b'<row r="1"><c r="A1"><v>1</v></c><c r="SG1"><v>1</v></c></row>'
    refused(sheet_with(tmp_path / 'wide.xlsx', wide), TooManyColumns)
    deep = b'<row r="1048577"><c r="A1048577"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'
    refused(sheet_with(tmp_path / 'deep.xlsx', deep), Refusal)
    most = b'<row r="1"><c r="SF1"><v>1</v></c></row>'
    read_all(sheet_with(tmp_path / 'most.xlsx', most))


def test_too_many_rows_or_columns_of_a_csv_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / 'x.csv'
    monkeypatch.setattr(text_files, 'MOST_ROWS', 1000)
    path.write_text('a,b\n' * 1000, encoding='utf-8')
    read_all(path)
    path.write_text('a,b\n' * 1001, encoding='utf-8')
    refused(path, TooManyRows)
    path.write_text(','.join('a' * 501), encoding='utf-8')
    refused(path, TooManyColumns)
    path.write_text('a,b' + ',' * 600, encoding='utf-8')
    read_all(path)


def test_a_worker_that_was_taken_over_can_send_nothing_but_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_over = tmp_path / 'worker.py'
    taken_over.write_text(
        'import os, pickle, sys\n'
        'class Evil:\n'
        '    def __reduce__(self):\n'
        f'        return os.mkdir, ({str(tmp_path / "done")!r},)\n'
        "frame = pickle.dumps(('ok', Evil()))\n"
        "sys.stdout.buffer.write(len(frame).to_bytes(4, 'big') + frame)\n",
        encoding='utf-8',
    )
    monkeypatch.setattr(worker, '__file__', str(taken_over))
    refused(FILES / 'libreoffice.xlsx', DamagedSpreadsheet)
    assert not (tmp_path / 'done').exists()


def test_a_workbook_with_error_cells_and_a_damaged_list_of_sheets_is_refused(tmp_path: Path) -> None:
    path = with_part(tmp_path / 'x.xlsx', 'xl/workbook.xml', b'<workbook><sheets>', 'libreoffice-errors.xlsx')
    refused(path, DamagedSpreadsheet)


def test_cells_with_a_style_and_nothing_in_them_do_not_count(tmp_path: Path) -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row><row r="1048576"><c r="C1048576" s="0"/></row>'
    with open_workbook(sheet_with(tmp_path / 'x.xlsx', cells)) as workbook:
        assert list(workbook.rows(workbook.first_with_data)) == [(1, [1])]
