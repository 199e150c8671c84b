from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import Visitors, go
from tests.support.server import Server

pytestmark = pytest.mark.asyncio(loop_scope='session')
PASSWORD = 'long enough'
SHEET = '客户名称,手机,客户状态,负责人\n' + ''.join(
    f'客户{number:03},1380000{number:04},{"跟进中" if number % 2 else "潜在"},{"李明" if number <= 60 else "赵强"}\n'
    for number in range(1, 71)
)


@pytest.fixture(scope='module')
def stocked(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """王芳 above 李明, who has 60 customers; 赵强 has 10."""
    server.add_member('admin', '管理员', PASSWORD, role='admin')
    server.add_member('wang', '王芳', PASSWORD, role='manager')
    server.add_member('li', '李明', PASSWORD, superior='wang')
    server.add_member('zhao', '赵强', PASSWORD)
    sheet: Path = tmp_path_factory.mktemp('sheet') / 'customers.csv'
    sheet.write_text(SHEET, encoding='utf-8')
    server.crm('import', str(sheet), '--as', 'admin')
    return server


async def list_page(visitors: Visitors, server: Server, login: str, link: str = '', width: int = 1440) -> Page:
    page = await visitors.signed_in(server, login, PASSWORD, width=width)
    await go(page, f'/customers{link}')
    return page


async def names(page: Page) -> list[str]:
    return await page.locator('.customer-table tbody td a').all_inner_texts()


async def test_everybody_sees_his_own(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li')
    await expect(li.get_by_role('status').filter(has_text='60').first).to_be_visible()
    zhao = await list_page(visitors, stocked, 'zhao')
    await expect(zhao.locator('.customer-table tbody tr')).to_have_count(10)


async def test_an_edited_cell_changes_in_a_colleagues_window(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li', '?q=客户007')
    wang = await list_page(visitors, stocked, 'wang', '?q=客户007')
    cell = li.locator('td[id^=cell-]', has_text='138 0000 0007')
    await cell.dblclick()
    box = li.locator('.cell-editor input')
    await expect(box).to_be_focused()
    await box.fill('139 1111 2222')
    await box.press('Enter')
    await expect(wang.locator('td', has_text='139 1111 2222')).to_be_visible(timeout=2000)
    await expect(li.locator('td', has_text='139 1111 2222')).to_be_visible()
    assert '/customers?' in li.url, 'a double click edits, it does not open the customer'


async def test_what_is_refused_stays_typed(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li', '?q=客户008')
    await li.locator('td[id^=cell-]', has_text='138 0000 0008').dblclick()
    box = li.locator('.cell-editor input')
    await box.fill('138 0000 0009')
    await box.press('Enter')
    await expect(li.locator('.q-notification')).to_be_visible()
    await expect(box).to_have_value('138 0000 0009')
    await box.press('Escape')
    await expect(box).to_have_count(0)
    await expect(li.locator('td', has_text='138 0000 0008')).to_be_visible()


async def test_a_choice_is_saved_when_chosen(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li', '?q=客户010')
    await li.locator('td[id^=cell-]', has_text='潜在').dblclick()
    await li.get_by_role('option', name='已成交').click()
    await expect(li.locator('td', has_text='已成交')).to_be_visible()


async def test_a_click_opens_the_customer_and_the_keyboard_walks(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li', '?q=客户01')
    first = li.locator('.customer-table tbody tr').first.locator('td[id^=cell-]')
    await first.first.focus()
    await li.keyboard.press('ArrowDown')
    await li.keyboard.press('ArrowRight')
    second = li.locator('.customer-table tbody tr').nth(1).locator('td[id^=cell-]')
    await expect(second.nth(1)).to_be_focused()
    await li.keyboard.press('Space')
    await expect(li.get_by_text('已选 1')).to_be_visible()
    await first.nth(2).click()
    await li.wait_for_url(re.compile(r'/customers/\d+$'))


async def test_the_selection_survives_paging(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li')
    checks = li.locator('.customer-table tbody .q-checkbox')
    await checks.nth(0).click()
    await checks.nth(1).click()
    await li.get_by_role('button', name='2', exact=True).click()
    await expect(li.locator('.customer-table tbody tr')).to_have_count(10)
    await checks.nth(0).click()
    await expect(li.get_by_text('已选 3')).to_be_visible()
    assert 'page=2' in li.url
    await li.get_by_role('button', name='选择全部 60').click()
    await expect(li.get_by_text('已选 60')).to_be_visible()


async def test_filters_make_a_link_that_can_be_sent(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li')
    await li.locator('.list-filter').click()
    await li.get_by_role('menuitem', name='客户状态').click()
    await li.locator('.q-dialog').get_by_label('值').click()
    await li.get_by_role('option', name='跟进中').click()
    await li.keyboard.press('Escape')
    await li.locator('.q-dialog').get_by_role('button', name='筛选').click()
    await expect(li.locator('.filter-chip')).to_contain_text('客户状态: 跟进中')
    await expect(li.locator('.customer-table tbody tr')).to_have_count(30)
    wang = await list_page(visitors, stocked, 'wang', '?' + li.url.partition('?')[2])
    await expect(wang.locator('.filter-chip')).to_contain_text('客户状态: 跟进中')
    await expect(wang.locator('.customer-table tbody tr')).to_have_count(30)
    await li.get_by_role('button', name='移除筛选 客户状态: 跟进中').click()
    await expect(li.locator('.customer-table tbody tr')).to_have_count(50)


async def test_rows_that_would_enter_are_announced(stocked: Server, visitors: Visitors, tmp_path: Path) -> None:
    wang = await list_page(visitors, stocked, 'wang')
    await expect(wang.locator('.customer-table tbody tr')).to_have_count(50)
    before = await names(wang)
    sheet = tmp_path / 'more.csv'
    sheet.write_text('客户名称,负责人\n新来的,李明\n', encoding='utf-8')
    stocked.crm('import', str(sheet), '--as', 'admin')
    announced = wang.get_by_role('button', name=re.compile('1 处更新'))
    await expect(announced).to_be_visible()
    assert await names(wang) == before, 'nothing moves under the cursor'
    await announced.click()
    await expect(wang.get_by_role('link', name='新来的')).to_be_visible()
    await expect(announced).to_be_hidden()


async def test_a_search_answers_while_typing(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li')
    await li.get_by_label('在列表中搜索').fill('kh00')
    await expect(li.locator('.customer-table tbody tr')).to_have_count(9)
    await li.get_by_label('在列表中搜索').fill('no such')
    await li.get_by_role('button', name='清除筛选').click()
    await expect(li.locator('.customer-table tbody tr')).to_have_count(50)


async def test_on_a_phone_customers_are_cards(stocked: Server, visitors: Visitors) -> None:
    li = await list_page(visitors, stocked, 'li', '?q=客户003', width=390)
    card = li.locator('.customer-card')
    await expect(card).to_have_count(1)
    await expect(card.get_by_text('跟进中')).to_be_visible()
    await expect(card.get_by_role('link', name='拨打 客户003')).to_have_attribute('href', 'tel:13800000003')
    wide = await li.evaluate('document.documentElement.scrollWidth')
    assert wide <= 390
