from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.data.spreadsheets.template import ErrorRow, write_error_workbook, write_template
from crm_app.data.spreadsheets.writing import write_csv, write_xlsx
from crm_app.rules.spreadsheets import Cell, Value

SOFFICE = shutil.which('soffice')
pytestmark = [pytest.mark.interop, pytest.mark.skipif(SOFFICE is None, reason='no LibreOffice here')]
HEADER = ['客户名称', '手机', '年营业额', '成立日期', '备注']
ROWS: list[list[Value]] = [
    ['武汉市无忧科技有限公司', '13800138000', Decimal('1234.5'), date(2022, 5, 1), '=1+1'],
    ['㐂龘堃😀', '+8613800138000', Decimal(-3), None, '第一行\n第二行'],
]


def converted(path: Path, to: str, ending: str) -> Path:
    """What LibreOffice makes of a file."""
    assert SOFFICE
    profile = (path.parents[1] / 'libreoffice-profile').as_uri()
    command = [SOFFICE, f'-env:UserInstallation={profile}', '--headless', '--convert-to', to, '--outdir']
    subprocess.run([*command, str(path.parent / 'out'), str(path)], check=True, capture_output=True, timeout=120)
    return path.parent / 'out' / f'{path.stem}.{ending}'


def rows_of(path: Path) -> list[list[Cell]]:
    with open_workbook(path) as workbook:
        return [cells for _, cells in workbook.rows(workbook.first_with_data)]


def test_libreoffice_shows_an_export_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / 'x.xlsx'
    write_xlsx(path, HEADER, ROWS)
    text = converted(path, 'csv:Text - txt - csv (StarCalc):44,34,76', 'csv')
    with text.open(encoding='utf-8', newline='') as file:
        assert list(csv.reader(file)) == [
            HEADER,
            ['武汉市无忧科技有限公司', '13800138000', '1234.5', '2022-05-01', '=1+1'],
            ['㐂龘堃😀', '+8613800138000', '-3', '', '第一行\n第二行'],
        ]


@pytest.mark.parametrize('ending', ['xlsx', 'xls', 'ods'])
def test_an_export_saved_again_by_libreoffice_keeps_every_cell(tmp_path: Path, ending: str) -> None:
    path = tmp_path / 'x.xlsx'
    write_xlsx(path, HEADER, ROWS)
    assert rows_of(converted(path, ending, ending)) == rows_of(path)


def test_libreoffice_runs_nothing_of_a_csv_export(tmp_path: Path) -> None:
    path = tmp_path / 'x.csv'
    write_csv(path, ['a', 'b'], [['=1+1', '@SUM(1)'], ['+1+1', "'x"]])
    assert rows_of(converted(path, 'xlsx', 'xlsx'))[1:] == [["'=1+1", "'@SUM(1)"], ["'+1+1", "''x"]]


def test_libreoffice_opens_error_workbooks_and_templates(tmp_path: Path) -> None:
    errors, template = tmp_path / 'errors.xlsx', tmp_path / 'template.xlsx'
    write_error_workbook(errors, HEADER, [ErrorRow(3, ROWS[0], ['问题'], [1])])
    write_template(template, HEADER, options={0: ['甲', '乙']}, example=ROWS[0], text_columns=[1])
    for path in (errors, template):
        assert rows_of(converted(path, 'ods', 'ods')) == rows_of(path)
