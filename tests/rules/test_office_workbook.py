"""The cells of an office's real workbook, against what they mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from crm_app.rules.dates import UnreadableDate, read_date
from crm_app.rules.numbers import UnreadableNumber, read_number
from crm_app.rules.phones import phone_keys, read_phone

FILES = Path(__file__).parents[1] / 'files'
TRUTH: list[dict[str, Any]] = json.loads((FILES / 'customers-office-3000.truth.json').read_text('utf-8'))


@pytest.fixture(scope='module', params=['customers-office-3000.xlsx', 'customers-office-3000.xls'])
def cells(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """The cells of each row of the truth, by heading."""
    rows = load_workbook(FILES / request.param).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [dict(zip(map(str, rows[1]), rows[row['row'] - 1], strict=True)) for row in TRUTH]


def test_phones(cells: list[dict[str, Any]]) -> None:
    for row, truth in zip(cells, TRUTH, strict=True):
        assert read_phone(row['手机号码']) == truth['phone']
        assert phone_keys(truth['phone']) == (truth['phone'],)


def test_dates(cells: list[dict[str, Any]]) -> None:
    for row, truth in zip(cells, TRUTH, strict=True):
        if truth['kind'] == 'bad_date':
            with pytest.raises(UnreadableDate):
                read_date(row['成立日期'])
        elif row['成立日期'] != '':
            assert read_date(row['成立日期']) == truth['date']


def test_numbers(cells: list[dict[str, Any]]) -> None:
    expected = {'1,200': 12_000_000, 3500.5: 35_005_000, 120.0: 1_200_000, 15000.0: 150_000_000}
    for row, truth in zip(cells, TRUTH, strict=True):
        amount = row['年营业额(万)']
        if truth['kind'] == 'bad_number':
            with pytest.raises(UnreadableNumber):
                read_number(amount, 2, 10_000)
        elif amount in expected:
            assert read_number(amount, 2, 10_000) == expected[amount] * 10_000
