"""What one types is not lost: reload, a server that is away, a server that starts again."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import Visitors, go, live
from tests.support.server import Server, start

pytestmark = pytest.mark.asyncio(loop_scope='session')
PASSWORD = 'correct horse'
KEEPING_SECONDS = 1.2


async def open_form(page: Page) -> None:
    await go(page, '/customers')
    await page.get_by_role('button', name='新建').first.click()
    await expect(page.get_by_label('客户名称')).to_be_focused()


async def test_typing_survives_a_reload_and_can_be_given_up(server: Server, visitors: Visitors) -> None:
    server.add_member('li', '李明', PASSWORD)
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await open_form(page)
    await page.get_by_label('客户名称').fill('武汉无忧科技有限公司')
    await page.get_by_label('客户级别').click()
    await page.get_by_role('option', name='B').click()
    await asyncio.sleep(KEEPING_SECONDS)
    await page.reload()
    await live(page)
    await expect(page.get_by_text('已恢复未保存的内容')).to_be_visible()
    await expect(page.get_by_label('客户名称')).to_have_value('武汉无忧科技有限公司')
    await expect(page.get_by_label('客户级别')).to_have_value('B')
    await page.get_by_role('button', name='放弃').click()
    await expect(page.get_by_label('客户名称')).to_have_value('')
    await expect(page.get_by_text('已恢复未保存的内容')).to_be_hidden()


async def test_typing_while_the_server_is_away_is_there_when_it_is_back(tmp_path: Path, visitors: Visitors) -> None:
    first = start(tmp_path / 'data')
    try:
        first.add_member('li', '李明', PASSWORD)
        page = await visitors.signed_in(first, 'li', PASSWORD)
        await open_form(page)
        await page.get_by_label('客户名称').fill('武汉无忧科技有限公司')
        await asyncio.sleep(KEEPING_SECONDS)
    finally:
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
    await page.get_by_label('手机').first.fill('13800138000')
    await page.get_by_label('地址').fill('人民路 128 号')
    second = start(tmp_path / 'data', port=first.port)
    try:
        await expect(page.get_by_label('地址')).to_have_value('人民路 128 号')
        await expect(page.get_by_text('已恢复未保存的内容')).to_be_visible(timeout=60_000)
        await expect(page.get_by_label('客户名称')).to_have_value('武汉无忧科技有限公司')
        await expect(page.get_by_label('手机').first).to_have_value('13800138000')
        await expect(page.get_by_label('地址')).to_have_value('人民路 128 号')
        await page.get_by_role('button', name='保存', exact=True).click()
        await page.wait_for_url('**/customers/*')
        await expect(page.get_by_role('button', name='手机 138 0013 8000')).to_be_visible()
    finally:
        second.process.kill()
        second.process.wait()
