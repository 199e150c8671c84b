"""First start, log-in, and pages that close when they must, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from crm_app.actions.access.sign_out import end_session, list_sessions
from crm_app.actions.members.actors import actor_by_login
from crm_app.actions.members.edit import deactivate_member
from crm_app.data.database import Database
from tests.browser.steps import Visitors, go, live
from tests.support.server import STOP_SECONDS, Server, start

pytestmark = pytest.mark.asyncio(loop_scope='session')
PASSWORD = 'correct horse'


async def test_the_first_visitor_becomes_administrator(server: Server, visitors: Visitors) -> None:
    page = await visitors.new_page(server, path='/customers')
    assert page.url.endswith('/setup')
    for name, value in {'name': '王芳', 'login': 'wang', 'password': PASSWORD, 'again': 'another one'}.items():
        await page.locator(f'input[name={name}]').fill(value)
    await page.get_by_role('button', name='创建').click()
    await expect(page.get_by_role('alert')).to_have_text('两次输入的密码不一致。')
    assert await page.locator('input[name=login]').input_value() == 'wang'
    for name in ('password', 'again'):
        await page.locator(f'input[name={name}]').fill(PASSWORD)
    await page.get_by_role('button', name='创建').click()
    await page.wait_for_url(f'{server.url}/')
    await live(page)
    await expect(page.get_by_text('导入 Excel 表格')).to_be_visible()


async def test_a_wrong_password_is_said_and_the_right_one_leads_on(server: Server, visitors: Visitors) -> None:
    page = await visitors.new_page(server, path='/members', width=390, language='en-US')
    await page.locator('input[name=login]').fill('wang')
    await page.locator('input[name=password]').fill('wrong horse')
    await page.locator('input[name=password]').press('Enter')
    await expect(page.get_by_role('alert')).to_have_text('The log-in name or the password is not right.')
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.get_by_role('button', name='Log in').click()
    await page.wait_for_url(f'{server.url}/members')


async def test_ending_a_log_in_closes_its_pages_and_no_others(server: Server, visitors: Visitors) -> None:
    server.add_member('li', '李明', PASSWORD)
    ended = await visitors.signed_in(server, 'li', PASSWORD)
    database = Database(f'sqlite:///{server.data_dir / "crm.db"}')
    li = actor_by_login(database, 'li')
    first = list_sessions(database, li)[0].id
    kept = await visitors.signed_in(server, 'li', PASSWORD)
    end_session(database, li, first)
    await ended.wait_for_url('**/login?next=%2F')
    assert kept.url == f'{server.url}/'
    deactivate_member(database, actor_by_login(database, 'wang'), li.member_id)
    await kept.wait_for_url('**/login?next=%2F')
    database.close()


async def test_logging_out_closes_all_windows_of_the_log_in(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'wang', PASSWORD)
    second = await page.context.new_page()
    await go(second, '/account')
    await page.context.request.post('/auth/logout')
    await page.wait_for_url('**/login?next=%2F')
    await second.wait_for_url('**/login?next=%2Faccount')


async def test_the_program_stops_in_time_with_pages_open(tmp_path: Path, visitors: Visitors) -> None:
    server = start(tmp_path / 'data')
    server.add_member('wang', '王芳', PASSWORD, role='admin')
    for _ in range(2):
        await visitors.signed_in(server, 'wang', PASSWORD)
    server.stop(within=2 * STOP_SECONDS)  # the other worker takes its share of the machine
