"""Bringing in an office's sheet, from the file to the undo."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import Visitors, go
from tests.support.server import ROOT, Server

pytestmark = pytest.mark.asyncio(loop_scope='session')

PASSWORD = 'correct-horse-9'
FILES = ROOT / 'tests/files'
OFFICE = FILES / 'customers-office-3000.xlsx'
EXPECTED = json.loads((FILES / 'customers-office-3000.expected.json').read_text(encoding='utf-8'))
GOOD = EXPECTED['clean_rows'] - EXPECTED['clean_rows_but_unreadable_number']
DOUBLED = EXPECTED['same_phone_as_earlier_row'] + EXPECTED['same_name_as_earlier_row']
WRONG = EXPECTED['data_rows'] - GOOD - DOUBLED
LONG = 60_000


@pytest.fixture(scope='module', autouse=True)
def members(server: Server) -> None:
    server.add_member('admin', '管理员', PASSWORD, role='admin')
    server.add_member('li', '李明', PASSWORD)


def customers(server: Server) -> int:
    """How many there are in the database."""
    with closing(sqlite3.connect(next(server.data_dir.glob('*.db')))) as connection:
        count: int = connection.execute('SELECT count(*) FROM customer').fetchone()[0]
        return count


async def open_import(page: Page) -> None:
    """Go to the page once the present one has all its files: a browser that turns away earlier is no fault."""
    await page.wait_for_load_state('networkidle')
    await go(page, '/import')


async def upload(page: Page, path: Path) -> None:
    await page.locator('input[type=file]').set_input_files(path)


async def counts(page: Page, created: int, updated: int, skipped: int, failed: int) -> None:
    wanted = {'created': created, 'updated': updated, 'skipped': skipped, 'failed': failed}
    for name, count in wanted.items():
        await expect(page.locator(f'[data-count={name}]')).to_have_text(f'{count:,}', timeout=LONG)


def csv(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text('\n'.join(lines), encoding='utf-8')
    return path


async def test_an_office_sheet_comes_in_and_goes_out_again(server: Server, visitors: Visitors, tmp_path: Path) -> None:
    server.crm('import', str(csv(tmp_path, 'before.csv', '客户名称', '早已有之有限公司')), '--as', 'admin')
    before = customers(server)
    page = await visitors.signed_in(server, 'admin', PASSWORD)
    await open_import(page)

    await upload(page, OFFICE)
    await expect(page.get_by_label('“公司名称”对应的字段')).to_be_visible(timeout=LONG)
    await expect(page.locator('.import-column').filter(has_text='公司名称').first).to_contain_text('客户名称')
    await expect(page.get_by_label('列名所在行')).to_have_value('2')
    await page.get_by_role('button', name='检查各行').click()

    await expect(page.locator('[data-count=failed]')).to_be_visible(timeout=LONG)
    await page.get_by_role('radio', name='新增').click()
    await expect(page.locator('[data-run]')).to_be_disabled()
    await page.get_by_role('button', name='重新检查').click()
    await counts(page, GOOD, 0, DOUBLED, WRONG)

    await page.get_by_label('问题类型').click()
    await page.get_by_role('option', name='数字无法识别').click()
    await expect(page.locator('.import-problems')).not_to_contain_text(f'1–25 / {DOUBLED + WRONG}')
    row = page.locator('tr[data-row]').first
    cell = row.locator('.import-input input').first
    await expect(cell).to_have_value('约800')
    await cell.fill('800')
    await cell.press('Enter')
    await expect(row).to_contain_text('已改正')
    await counts(page, GOOD + 1, 0, DOUBLED, WRONG - 1)

    await page.locator('[data-run]').click()
    await expect(page.get_by_role('button', name='撤销本次导入')).to_be_visible(timeout=LONG)
    await counts(page, GOOD + 1, 0, DOUBLED, WRONG - 1)
    assert customers(server) == before + GOOD + 1

    async with page.expect_download() as downloading:
        await page.get_by_role('button', name='下载问题行').click()
    downloaded = tmp_path / 'wrong.xlsx'
    await (await downloading.value).save_as(downloaded)
    sheet = openpyxl.load_workbook(downloaded).worksheets[0]
    heading = [cell.value for cell in sheet[1]]
    assert (heading[0], heading[-1]) == ('行号', '问题')
    assert sheet.max_row == 1 + DOUBLED + WRONG - 1

    await page.get_by_role('button', name='撤销本次导入').click()
    await page.locator('.q-dialog').get_by_role('button', name='撤销本次导入').click()
    await expect(page.locator('.import-result')).to_contain_text('导入已撤销', timeout=LONG)
    assert customers(server) == before


async def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    server: Server, visitors: Visitors, tmp_path: Path
) -> None:
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await open_import(page)
    await upload(page, FILES / 'protected.xlsx')
    await expect(page.get_by_role('alert').filter(has_text='protected.xlsx')).to_be_visible(timeout=LONG)
    await upload(page, FILES / 'customers-office-3000.truth.json')
    await expect(page.get_by_text('“customers-office-3000.truth.json”')).to_be_visible()
    await upload(page, csv(tmp_path, '空.csv', ' '))
    await expect(page.get_by_role('alert').filter(has_text='空.csv')).to_be_visible(timeout=LONG)
    assert not any((server.data_dir / 'uploads').rglob('*.*')), 'refused files are removed'


async def test_on_a_phone_and_after_a_reload(server: Server, visitors: Visitors, tmp_path: Path) -> None:
    page = await visitors.signed_in(server, 'li', PASSWORD, width=390)
    await open_import(page)
    lines = ('客户名称,手机', '甲公司,13800138001', '乙公司,1.38E+10', '丙公司,13800138003')
    await upload(page, csv(tmp_path, '手机.csv', *lines))
    await page.get_by_role('button', name='检查各行').click(timeout=LONG)
    await counts(page, 2, 0, 0, 1)
    await open_import(page)
    await counts(page, 2, 0, 0, 1)
    assert await page.evaluate('document.documentElement.scrollWidth') <= 390
    cell = page.get_by_label('手机，第 3 行')
    await expect(cell).to_have_value('1.38E+10')
    await cell.fill('13800138002')
    await cell.press('Enter')
    await counts(page, 3, 0, 0, 0)
    await page.locator('[data-run]').click()
    await counts(page, 3, 0, 0, 0)
    await expect(page.locator('.import-result')).to_be_visible(timeout=LONG)
    await page.get_by_role('button', name='查看导入的客户').click()
    await expect(page.get_by_text('乙公司').first).to_be_visible(timeout=LONG)


async def test_without_the_permission_the_page_does_not_exist(server: Server, visitors: Visitors) -> None:
    with closing(sqlite3.connect(next(server.data_dir.glob('*.db')))) as connection, connection:
        connection.execute("UPDATE role SET permissions = '[]' WHERE key = 'staff'")
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await expect(page.locator('nav a[href="/import"]')).to_have_count(0)
    await open_import(page)
    await expect(page.get_by_text('不存在').first).to_be_visible()
    await expect(page.locator('input[type=file]')).to_have_count(0)
