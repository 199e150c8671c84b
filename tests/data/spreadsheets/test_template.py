from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl

from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.data.spreadsheets.template import ErrorRow, write_error_workbook, write_template

HEADER = ['公司名称', '手机号码', '成立日期']
ROWS = [
    ErrorRow(5, ['=武汉', 13800138000.0, date(2022, 5, 1)], ['“x”不是电话号码。', '缺少名称。'], {1}),
    ErrorRow(9, ['上海', None], ['重复'], {0, 2}),
]


def test_an_error_workbook_shows_rows_problems_and_bad_cells(tmp_path: Path) -> None:
    path = tmp_path / 'errors.xlsx'
    assert write_error_workbook(path, HEADER, ROWS) == 2
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0] == ['行号', *HEADER, '问题']
    assert values[1] == [5, '=武汉', 13800138000, datetime(2022, 5, 1), '“x”不是电话号码。\n缺少名称。']
    assert values[2] == [9, '上海', None, None, '重复']
    red = {cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == 'FFFFC7CE'}
    assert red == {'C2', 'B3', 'D3'}
    assert sheet['B2'].data_type == 's'


def test_an_error_workbook_can_be_fed_back_in(tmp_path: Path) -> None:
    path = tmp_path / 'errors.xlsx'
    write_error_workbook(path, HEADER, ROWS)
    with open_workbook(path) as workbook:
        rows = dict(workbook.rows(workbook.first_with_data))
    assert rows[2][1:4] == ['=武汉', 13800138000.0, date(2022, 5, 1)]


def test_a_template_offers_the_options_and_keeps_phones_as_text(tmp_path: Path) -> None:
    path = tmp_path / 'template.xlsx'
    cities = [f'城市{number}' for number in range(400)]
    write_template(
        path,
        ['名称', '手机', '城市', '状态'],
        options={2: cities, 3: ['潜在', '=已成交'], 0: []},
        example=['武汉市无忧科技有限公司', '13800138000'],
        text_columns=[1],
        sheet_name='客户',
    )
    workbook = openpyxl.load_workbook(path)
    sheet = workbook['客户']
    validations = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert validations == {'C2:C5001': "'_options'!$A$1:$A$400", 'D2:D5001': "'_options'!$B$1:$B$2"}
    assert workbook['_options'].sheet_state == 'hidden'
    assert workbook['_options']['B2'].value == '=已成交'
    assert workbook['_options']['B2'].data_type == 's'
    assert sheet['B2'].value == '13800138000'
    assert sheet.column_dimensions['B'].number_format == '@'
    with open_workbook(path) as again:
        assert again.first_with_data == '客户'
