"""The frame in a real browser: phone width, search, theme, and what a person sees when the connection drops."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import Visitors, go
from tests.support.server import Server

pytestmark = pytest.mark.asyncio(loop_scope='session')
PASSWORD = 'correct horse'
ROUTES = ('/', '/customers', '/import', '/members', '/recycle-bin', '/settings', '/account', '/nowhere')


@pytest.fixture(scope='module', autouse=True)
def team(server: Server) -> None:
    """An administrator, and demo customers."""
    server.add_member('boss', '老周', PASSWORD, role='admin')
    server.crm('demo', '--customers', '60', '--members', '3', '--seed', '1')


async def assert_no_overflow(page: Page) -> None:
    """Fail where something is wider than the screen."""
    width, inner = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]')
    assert width <= inner, f'{page.url} is {width} px wide on a screen of {inner} px'


@pytest.mark.parametrize('language', ['zh-CN', 'en'])
async def test_nothing_is_wider_than_a_phone(server: Server, visitors: Visitors, language: str) -> None:
    page = await visitors.new_page(server, width=390, language=language, path=None)
    await page.goto('/login')
    await assert_no_overflow(page)
    page = await visitors.signed_in(server, 'boss', PASSWORD, width=390, language=language)
    for route in ROUTES:
        await go(page, route)
        await expect(page.locator('[aria-busy=true]')).to_have_count(0)
        await assert_no_overflow(page)


async def test_a_phone_reaches_every_place(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'boss', PASSWORD, width=390)
    await page.get_by_role('link', name='客户').tap()
    await page.wait_for_url('**/customers')
    await page.get_by_role('button', name='我的').tap()
    await page.get_by_role('menuitem', name='成员').tap()
    await page.wait_for_url('**/members')
    await expect(page.get_by_role('heading', name='成员')).to_be_visible()
    await page.get_by_role('button', name='新建客户').tap()
    await expect(page.get_by_label('客户名称')).to_be_visible()


async def test_the_search_opens_by_a_key_and_leads_to_a_customer(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'boss', PASSWORD)
    await page.keyboard.press('/')
    await expect(page.get_by_role('combobox', name='搜索')).to_be_focused()
    await page.keyboard.type('公司')
    options = page.get_by_role('option')
    await expect(options.first).to_have_attribute('aria-selected', 'true')
    await page.keyboard.press('ArrowDown')
    await expect(options.nth(1)).to_have_attribute('aria-selected', 'true')
    name = await options.nth(1).locator('.truncate, div').first.inner_text()
    await page.keyboard.press('Enter')
    await page.wait_for_url('**/customers/*')
    await expect(page.get_by_role('heading', name=name.splitlines()[0])).to_be_visible()


async def test_dark_is_kept_and_language_too(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'boss', PASSWORD)
    await page.get_by_role('button', name='老周').click()
    await page.get_by_role('menuitemradio', name='深色').click()
    await expect(page.locator('body.body--dark')).to_have_count(1)
    await page.get_by_role('menuitemradio', name='English').click()
    await expect(page.get_by_role('link', name='Recycle bin')).to_be_visible()
    await expect(page.locator('body.body--dark')).to_have_count(1)
    await page.get_by_role('button', name='老周').click()
    await page.get_by_role('menuitemradio', name='As the system').click()
    await page.get_by_role('menuitemradio', name='简体中文').click()
    await expect(page.get_by_role('link', name='回收站')).to_be_visible()


async def test_a_lost_connection_is_told(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'boss', PASSWORD)
    lost = page.locator('.shell-link .lost')
    await expect(page.locator('.shell-link .fine')).to_be_visible()
    await expect(lost).to_be_hidden()
    await page.evaluate('window.socket.disconnect()')
    await expect(lost).to_be_visible()
    await page.evaluate('window.socket.connect()')
    await expect(lost).to_be_hidden()


async def test_logging_out_is_a_real_form(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'boss', PASSWORD)
    await page.get_by_role('button', name='老周').click()
    await page.get_by_role('button', name='退出登录').click()
    await page.wait_for_url('**/login*')
    await page.goto('/members')
    assert '/login' in page.url
