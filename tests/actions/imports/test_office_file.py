"""The workbook of a real office, row by row against what is known of it, in every format."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.run import run_import
from crm_app.actions.imports.undo import undo_import
from crm_app.data.database import Database
from crm_app.locale.texts import sentence_of
from crm_app.rules.import_plan import NewOptions
from crm_app.rules.import_problems import Outcome
from tests.support.cast import Cast, catalog_in, field_id
from tests.support.sheets import FILES, OFFICE, stored, table_counts

TRUTH: list[dict[str, Any]] = json.loads((FILES / 'customers-office-3000.truth.json').read_text('utf-8'))
OUTCOMES = {
    'dup_name': Outcome.SKIPPED,
    'dup_phone': Outcome.SKIPPED,
    'bad_date': Outcome.FAILED,
    'bad_number': Outcome.FAILED,
    'missing_name': Outcome.FAILED,
}
KEPT = ('audit_entry', 'change', 'import_run', 'revision')
KEYS = ('name', 'contact', 'mobile', 'phone', 'city', 'founded_on', 'revenue', 'remark', 'address')


def take(database: Database, cast: Cast, path: Path) -> Any:
    from dataclasses import replace

    plan = replace(propose(database, cast.admin, path).plan, new_options=NewOptions.ADD)
    return run_import(database, cast.admin, path, plan)


def good_rows() -> list[tuple[Any, ...]]:
    return [(t['name'], t['phone'], t['city'], t['date'], t['note']) for t in TRUTH if t['kind'] == 'good']


def rows_in(database: Database) -> list[tuple[Any, ...]]:
    cities = {str(option.id): option.name for option in catalog_in(database).options_of(field_id(database, 'city'))}
    rows = stored(database, 'name', 'mobile', 'city', 'founded_on', 'remark')
    return [(name, mobile, cities[city], day, note) for name, mobile, city, day, note in rows]


def test_the_office_file_comes_in_and_goes_out_again(database: Database, cast: Cast, tmp_path: Path) -> None:
    before = table_counts(database, *KEPT)
    report = take(database, cast, OFFICE)
    assert (report.rows, report.created, report.skipped, report.failed) == (3000, 2613, 109, 278)
    assert report.ignored == ('序号',)
    assert rows_in(database) == [
        (name, phone, city, day, note.strip() if note else None) for name, phone, city, day, note in good_rows()
    ]
    told = {row.number: row.outcome for row in report.problem_rows}
    assert told == {t['row']: OUTCOMES[t['kind']] for t in TRUTH if t['kind'] != 'good'}

    errors = tmp_path / 'errors.xlsx'
    assert report.write_errors(errors, lambda refusal: sentence_of(refusal, 'zh_CN')) == 387
    _correct(errors, tmp_path / 'corrected.xlsx')
    second = take(database, cast, tmp_path / 'corrected.xlsx')
    assert (second.created, second.skipped, second.failed) == (278, 109, 0)

    third = take(database, cast, OFFICE)
    assert (third.created, third.skipped, third.failed) == (0, 3000, 0)
    for done in (third, second, report):
        undo_import(database, cast.admin, done.import_id)
    assert table_counts(database, *KEPT) == before
    assert not catalog_in(database).by_key('revenue').enabled


def test_every_format_gives_the_same_customers(sqlite_url: str, tmp_path: Path) -> None:
    from tests.support.cast import add_cast

    rows = load_workbook(OFFICE).get_sheet_by_index(0).to_python(skip_empty_area=False)
    texts = [[_as_text(cell) for cell in row] for row in rows]
    paths = [FILES / 'customers-office-3000.xls', FILES / 'customers-office-3000.ods']
    for encoding in ('gb18030', 'utf-8', 'utf-8-sig'):
        path = tmp_path / f'{encoding}.csv'
        with path.open('w', encoding=encoding, newline='') as file:
            csv.writer(file).writerows(texts)
        paths.append(path)
    database = Database(sqlite_url)
    cast = add_cast(database)
    first = take(database, cast, OFFICE)
    wanted = stored(database, *KEYS)
    cities = Counter(option.name for option in catalog_in(database).options.values())
    undo_import(database, cast.admin, first.import_id)
    for path in paths:
        report = take(database, cast, path)
        assert (report.created, report.skipped, report.failed) == (2613, 109, 278), path.name
        found = stored(database, *KEYS)
        assert [row[:4] + row[5:] for row in found] == [row[:4] + row[5:] for row in wanted], path.name
        assert Counter(option.name for option in catalog_in(database).options.values()) == cities
        undo_import(database, cast.admin, report.import_id)
    database.close()


def _as_text(cell: Any) -> str:
    """Return a cell as Excel writes it into a csv file."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _correct(errors: Path, target: Path) -> None:
    """Fill in and repair what the error workbook complains of, as a person would."""
    from crm_app.data.spreadsheets.writing import write_xlsx

    header, *rows = load_workbook(errors).get_sheet_by_index(0).to_python(skip_empty_area=False)
    name, number, day = (header.index(word) for word in ('公司名称', '年营业额(万)', '成立日期'))
    fixed = []
    for place, row in enumerate(rows):
        row[name] = row[name] or f'补名第{place}公司'
        row[number] = 800 if row[number] == '约800' else row[number]
        row[day] = '' if row[day] in ('2020-02-30', '2021年13月40日', '去年') else row[day]
        fixed.append([None if cell == '' else cell for cell in row])
    assert header[0] == '行号'
    assert header[-1] == '问题'
    write_xlsx(target, [str(cell) for cell in header], fixed)


@pytest.mark.parametrize('name', ['customers-office-3000.xlsx', 'customers-office-3000.xls'])
def test_header_and_columns_are_found(database: Database, cast: Cast, name: str) -> None:
    proposal = propose(database, cast.admin, FILES / name)
    assert (proposal.plan.header_row, proposal.sheets) == (2, ('客户资料',))
    fields = {field.id: field.key for field in proposal.fields}
    keys = [fields.get(column.choice.field_id or 0) for column in proposal.columns]
    assert keys == [
        *(None, 'name', 'contact', 'mobile', 'phone', 'city', 'source', 'level', 'industry', 'revenue'),
        *('address', 'founded_on', 'remark'),
    ]
    assert proposal.columns[9].choice.factor == 10_000
    assert [column.is_off for column in proposal.columns].count(True) == 2
