from __future__ import annotations

import codecs
import json
from datetime import date
from pathlib import Path

import pytest

from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.rules.spreadsheets import Cell, EmptyFile, NoSuchSheet

FILES = Path(__file__).parents[2] / 'files'


def rows_of(path: Path, sheet: str | None = None) -> dict[int, list[Cell]]:
    with open_workbook(path) as workbook:
        return dict(workbook.rows(sheet or workbook.first_with_data))


def without_blanks(rows: dict[int, list[Cell]]) -> dict[int, list[Cell]]:
    return {number: cells for number, cells in rows.items() if any(cell is not None for cell in cells)}


def seen(cells: list[Cell]) -> list[Cell]:
    """Cells without those that hold only blanks: the xlsx has dropped them, the xls keeps them."""
    return [None if isinstance(cell, str) and not cell.strip() else cell for cell in cells]


LIBREOFFICE_ROWS: dict[int, list[Cell]] = {
    2: [None, '客户资料汇总', None, None, None, None, None],
    4: [None, '公司名称', '手机 号码', '所在城市', '年营业额（万元）', '成立日期', '备注'],
    5: [None, '武汉市无忧科技有限公司', 13800138000, '武汉', 12.5, date(2022, 5, 1), '第一行\n第二行'],
    7: [None, 'ABC（中国）有限公司', '+86 138-0013-8001', '上海市', -3, '2022年5月1日', '  =1+1'],
    8: [None, '㐂龘堃😀', '１３８００１３８００２', '北京', 1000000, date(1999, 12, 31), "'撇号"],
}


@pytest.mark.parametrize('ending', ['xlsx', 'xls', 'ods'])
def test_files_of_libreoffice_give_the_same_cells_at_their_true_row_numbers(ending: str) -> None:
    rows = rows_of(FILES / f'libreoffice.{ending}')
    assert list(rows) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert without_blanks(rows) == LIBREOFFICE_ROWS


def test_a_gb18030_csv_of_libreoffice_gives_the_same_cells_as_text() -> None:
    as_text = {
        number: [None if cell is None else str(cell) for cell in cells] for number, cells in LIBREOFFICE_ROWS.items()
    }
    assert without_blanks(rows_of(FILES / 'libreoffice-gb18030.csv')) == as_text


@pytest.mark.parametrize('ending', ['xlsx', 'xls', 'ods'])
def test_the_first_sheet_with_data_is_found_behind_an_empty_one(ending: str) -> None:
    with open_workbook(FILES / f'libreoffice.{ending}') as workbook:
        assert workbook.sheets == ['说明', '客户']
        assert workbook.first_with_data == '客户'
        assert (workbook.row_count('说明'), workbook.row_count('客户')) == (0, 8)


def test_a_sheet_that_does_not_exist_is_refused() -> None:
    with open_workbook(FILES / 'libreoffice.xlsx') as workbook, pytest.raises(NoSuchSheet):
        list(workbook.rows('Sheet9'))


def test_reading_can_begin_in_the_middle_and_twice_at_once() -> None:
    with open_workbook(FILES / 'customers-office-3000.xlsx') as workbook:
        everything = list(workbook.rows('客户资料'))
        first, second = workbook.rows('客户资料'), workbook.rows('客户资料', after=2010)
        mixed = [(next(first), next(second)) for _ in range(500)]
        assert [one for one, _ in mixed] == everything[:500]
        assert [two for _, two in mixed] == everything[2010:2510]
        assert list(second) == everything[2510:]


def test_the_office_file_reads_the_same_from_xlsx_and_xls() -> None:
    new = rows_of(FILES / 'customers-office-3000.xlsx')
    old = rows_of(FILES / 'customers-office-3000.xls')
    assert {number: seen(cells) for number, cells in new.items()} == {n: seen(cells) for n, cells in old.items()}
    truth = json.loads((FILES / 'customers-office-3000.truth.json').read_text(encoding='utf-8'))
    wrong = [row for row in truth if row['name'] and row['name'] not in str(new[row['row']][1]).strip()]
    assert len(truth) == 3000
    assert len(wrong) < 50, wrong[:5]


@pytest.mark.parametrize('encoding', ['utf-8', 'utf-8-sig', 'gbk', 'gb18030', 'utf-16'])
@pytest.mark.parametrize('delimiter', [',', ';', '\t'])
def test_csv_is_read_in_every_usual_encoding_and_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / 'x.csv'
    lines = [['公司名称', '手机', '备注'], ['武汉无忧', '13800138000', '"一, 二; 三"'], [], ['上海', '', '完']]
    path.write_bytes('\r\n'.join(delimiter.join(line) for line in lines).encode(encoding))
    rows = rows_of(path)
    assert rows == {
        1: ['公司名称', '手机', '备注'],
        2: ['武汉无忧', '13800138000', '一, 二; 三'],
        3: [],
        4: ['上海', None, '完'],
    }


def test_a_long_gbk_csv_is_not_cut_in_the_middle_of_a_character(tmp_path: Path) -> None:
    path = tmp_path / 'x.csv'
    path.write_bytes(('a' + '汉' * 100_000 + '\n').encode('gbk') * 8)
    assert [len(str(cells[0])) for cells in rows_of(path).values()] == [100_001] * 8


def test_the_kind_is_recognised_by_content_not_by_ending(tmp_path: Path) -> None:
    xlsx = tmp_path / 'really.csv'
    xlsx.write_bytes((FILES / 'libreoffice.xlsx').read_bytes())
    text = tmp_path / 'really.xlsx'
    text.write_bytes(codecs.BOM_UTF8 + '名称,手机\n甲,1\n'.encode())
    assert without_blanks(rows_of(xlsx)) == LIBREOFFICE_ROWS
    assert rows_of(text) == {1: ['名称', '手机'], 2: ['甲', '1']}


def test_a_workbook_without_any_cell_is_empty(tmp_path: Path) -> None:
    from openpyxl import Workbook

    path = tmp_path / 'empty.xlsx'
    Workbook().save(path)
    with open_workbook(path) as workbook, pytest.raises(EmptyFile):
        _ = workbook.first_with_data


def test_the_guarding_apostrophe_of_a_csv_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / 'x.csv'
    path.write_text("a,b\n'=1+1,'+86 138\n'n Sync,''quoted\n", encoding='utf-8')
    assert rows_of(path) == {1: ['a', 'b'], 2: ['=1+1', '+86 138'], 3: ["'n Sync", "'quoted"]}


def test_a_cell_that_shows_an_error_is_not_taken_for_empty() -> None:
    assert rows_of(FILES / 'libreoffice-errors.xlsx') == {
        1: ['名称', '手机', '除', '文本'],
        2: ['甲', '#N/A', '#DIV/0!', '甲x'],
        3: ['乙', '#N/A', 2, None],
    }


def test_error_cells_are_found_in_large_sheets_and_by_the_name_of_the_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    path = tmp_path / 'x.xlsx'
    book = Workbook()
    for _ in range(2):
        sheet = book.create_sheet()
        for _ in range(10_000):
            sheet.append(['武汉市无忧科技有限公司', '#N/A', '备注' * 20])
    book.save(path)
    with open_workbook(path) as workbook:
        assert [{cells[1] for _, cells in workbook.rows(name)} for name in workbook.sheets] == [
            set(),
            {'#N/A'},
            {'#N/A'},
        ]
