from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.data.spreadsheets import sheet_xml
from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.data.spreadsheets.writing import write_csv, write_xlsx
from crm_app.rules.spreadsheets import LONGEST_CELL, Cell, TooManyRowsToWrite, Value

HEADER = ['客户名称', '手机', '年营业额', '成立日期', '备注']
ROWS: list[list[Value]] = [
    ['武汉市无忧科技有限公司', '13800138000', Decimal('1234.50'), date(2022, 5, 1), '=1+1'],
    ['A & B <c> "d"', '+8613800138000', -3, date(1899, 1, 1), 'http://evil.example/'],
    ['㐂龘堃😀', '027-87654321', 0, None, '第一行\n第二行\r\n第三行'],
    ['  blanks  ', '00123', Decimal('0.0001'), datetime(2022, 5, 1, 13, 30), "'apostrophe"],
    ['\x00\x08control\x1f\ud800', '@x', 12.25, time(9, 30), '_x000D_ literal'],
    ['true', '', True, False, '\t-2+3'],
]
TEXTS = st.text(st.characters(exclude_categories=['Cs']), max_size=20)
DANGEROUS = st.builds(lambda start, rest: start + rest, st.sampled_from(list("=+-@\t\r＝＋－＠' \n")), TEXTS)


def read_back(path: Path) -> list[list[Cell]]:
    with open_workbook(path) as workbook:
        return [cells for _, cells in workbook.rows(workbook.sheets[0])]


def xml_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return ''.join(package.read(name).decode() for name in package.namelist() if name.endswith(('.xml', '.rels')))


def test_an_export_is_read_back_by_another_program_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / 'x.xlsx'
    assert write_xlsx(path, HEADER, ROWS, sheet_name='客户', widths=[30, 16, 12, 12, 40]) == 6
    sheet = openpyxl.load_workbook(path)['客户']
    got = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert got[0] == HEADER
    assert got[1] == ['武汉市无忧科技有限公司', '13800138000', 1234.5, datetime(2022, 5, 1), '=1+1']
    assert got[2] == ['A & B <c> "d"', '+8613800138000', -3, '1899-01-01', 'http://evil.example/']
    assert got[3][0] == '㐂龘堃😀'
    assert got[4][:4] == ['  blanks  ', '00123', 0.0001, datetime(2022, 5, 1, 13, 30)]
    assert got[5][:4] == ['control', '@x', 12.25, time(9, 30)]
    assert got[6][2:4] == [True, False]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)} <= {
        's',
        'inlineStr',
    }
    assert sheet['D2'].number_format == 'yyyy-mm-dd'
    assert sheet['A1'].font.bold
    assert sheet.freeze_panes == 'A2'
    assert sheet.auto_filter.ref == 'A1:E7'
    assert sheet.column_dimensions['A'].width == pytest.approx(30, abs=1)


def test_an_export_is_read_back_by_ourselves_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / 'x.xlsx'
    write_xlsx(path, HEADER, ROWS)
    got = read_back(path)
    assert got[1] == ['武汉市无忧科技有限公司', '13800138000', 1234.5, date(2022, 5, 1), '=1+1']
    assert got[3][4] == '第一行\n第二行\r\n第三行'
    assert got[5][4] == '_x000D_ literal'
    assert got[6] == ['true', None, True, False, '\t-2+3']


def test_no_cell_of_an_export_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = tmp_path / 'x.xlsx'
    write_xlsx(path, ['=1+1', 'http://x.cn'], [['=cmd|A1', 'http://evil.example/'], ['@SUM(A1)', '+1']])
    xml = xml_of(path)
    assert not re.search('<f[ >/]', xml)
    assert 'hyperlink' not in xml


def test_a_text_that_no_cell_can_hold_is_cut_visibly(tmp_path: Path) -> None:
    path = tmp_path / 'x.xlsx'
    write_xlsx(path, ['a'], [['汉' * 40_000], ['😀' * 20_000], ['汉' * LONGEST_CELL]])
    texts = [str(cells[0]) for cells in read_back(path)[1:]]
    assert all(len(text.encode('utf-16-le')) // 2 <= LONGEST_CELL for text in texts)
    assert [text.endswith('…[cut]') for text in texts] == [True, True, False]


def test_a_broken_off_export_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def failing() -> Iterator[Sequence[Value]]:
        yield ['a']
        raise ConnectionError

    path = tmp_path / 'x.xlsx'
    path.write_bytes(b'old')
    for write in (write_xlsx, write_csv):
        with pytest.raises(ConnectionError):
            write(path, ['h'], failing())
    assert path.read_bytes() == b'old'
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_of_nothing_is_a_header(tmp_path: Path) -> None:
    assert write_xlsx(tmp_path / 'x.xlsx', ['a', 'b'], []) == 0
    assert read_back(tmp_path / 'x.xlsx') == [['a', 'b']]


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_xml, 'MOST_ROWS', 11)
    assert write_xlsx(tmp_path / 'x.xlsx', ['a'], [['b']] * 10) == 10
    with pytest.raises(TooManyRowsToWrite):
        write_xlsx(tmp_path / 'x.xlsx', ['a'], [['b']] * 11)


def test_progress_is_told_up_to_the_last_row(tmp_path: Path) -> None:
    told: list[int] = []
    write_xlsx(tmp_path / 'x.xlsx', ['a'], [['b']] * 1200, progress=told.append)
    write_csv(tmp_path / 'x.csv', ['a'], [['b']] * 1000, progress=told.append)
    assert told == [500, 1000, 1200, 500, 1000]


def test_a_csv_has_a_mark_windows_line_ends_and_guards(tmp_path: Path) -> None:
    path = tmp_path / 'x.csv'
    assert write_csv(path, HEADER, ROWS[:2]) == 2
    assert path.read_bytes().decode('utf-8') == (
        '\ufeff客户名称,手机,年营业额,成立日期,备注\r\n'
        "武汉市无忧科技有限公司,13800138000,1234.50,2022-05-01,'=1+1\r\n"
        '"A & B <c> ""d""",\'+8613800138000,-3,1899-01-01,http://evil.example/\r\n'
    )
    first = path.read_bytes()
    write_csv(path, HEADER, ROWS[:2])
    assert path.read_bytes() == first


@given(st.lists(st.lists(TEXTS | DANGEROUS, min_size=3, max_size=3), min_size=1, max_size=5))
def test_reading_is_the_exact_inverse_of_writing(rows: list[list[str]]) -> None:
    clean = [[re.sub('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]', '', text) for text in row] for row in rows]
    with TemporaryDirectory() as folder:
        path = Path(folder) / 'x.csv'
        write_csv(path, ['甲', '乙', '丙'], rows)
        assert [[cell or '' for cell in cells] for cells in read_back(path)[1:]] == clean
        lines = path.read_text(encoding='utf-8-sig')
        assert not re.search(r'(?:^|,|")[ ]*[=+\-@＝＋－＠]', re.sub(r'"(?:[^"]|"")*"', '', lines))


def test_a_workbook_keeps_every_text_exactly(tmp_path: Path) -> None:
    texts = [' ', ' a ', 'a\tb', 'a\r\nb', 'a\rb', '_x0041_', '&amp;', ']]>', '\u2028', '\x85', "'=1", 'é', '\ufeffx']
    path = tmp_path / 'x.xlsx'
    write_xlsx(path, ['h'], [[text] for text in texts])
    assert [cells[0] for cells in read_back(path)[1:]] == texts
