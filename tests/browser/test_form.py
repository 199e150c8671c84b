"""The customer form and the customer page as people use them."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import Visitors, go
from tests.support.server import Server

pytestmark = pytest.mark.asyncio(loop_scope='session')
PASSWORD = 'correct horse'


@pytest.fixture(scope='module', autouse=True)
def team(server: Server) -> None:
    """王 and her subordinate 李; 赵 is none of hers."""
    server.add_member('wang', '王芳', PASSWORD, role='manager')
    server.add_member('li', '李明', PASSWORD, superior='wang')
    server.add_member('zhao', '赵强', PASSWORD)


async def open_form(page: Page) -> None:
    await go(page, '/customers')
    await page.get_by_role('button', name='新建').first.click()
    await expect(page.get_by_label('客户名称')).to_be_focused()


async def enter(page: Page, name: str, mobile: str = '') -> None:
    await open_form(page)
    await page.get_by_label('客户名称').fill(name)
    if mobile:
        await page.get_by_label('手机').first.fill(mobile)
    await page.get_by_role('button', name='保存', exact=True).click()
    await page.wait_for_url('**/customers/*')


async def test_a_new_customer_is_typed_with_the_keyboard_and_seen_on_its_page(
    server: Server, visitors: Visitors
) -> None:
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await open_form(page)
    await page.keyboard.type('武汉恒瑞机械设备有限公司')
    await page.keyboard.press('Enter')
    await expect(page.get_by_label('联系人', exact=True)).to_be_focused()
    await page.keyboard.type('张伟')
    await page.keyboard.press('Enter')
    await page.keyboard.type('138-0013-8000')
    await page.get_by_label('客户状态').click()
    await page.keyboard.type('gjz')
    await page.get_by_role('option', name='跟进中').click()
    await page.keyboard.press('Control+s')
    await page.wait_for_url('**/customers/*')
    await expect(page.get_by_role('heading', name='武汉恒瑞机械设备有限公司')).to_be_visible()
    await expect(page.get_by_role('link', name='拨打 138 0013 8000')).to_have_attribute('href', 'tel:13800138000')
    await expect(page.get_by_role('button', name='客户状态 跟进中')).to_be_visible()
    await expect(page.get_by_text('新建了客户')).to_be_visible()
    await expect(page.locator('.contact-card')).to_contain_text('张伟')


async def test_what_is_missing_or_unreadable_is_said_under_the_field(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await open_form(page)
    await page.get_by_label('手机').first.fill('abc')
    await page.get_by_label('地址').fill('人民路 128 号')
    await expect(page.get_by_text('“abc”不是电话号码。')).to_be_visible()
    await page.get_by_role('button', name='保存', exact=True).click()
    await expect(page.get_by_text('此项必填。')).to_be_visible()
    await expect(page.get_by_label('客户名称')).to_be_focused()
    await expect(page.get_by_label('地址')).to_have_value('人民路 128 号')
    await page.get_by_role('button', name='取消', exact=True).click()
    await expect(page.get_by_role('dialog')).to_be_hidden()
    await page.get_by_role('button', name='新建').first.click()
    await expect(page.get_by_label('地址')).to_have_value('人民路 128 号')
    await page.get_by_role('button', name='放弃').click()
    await expect(page.get_by_label('地址')).to_have_value('')


async def test_a_collision_is_told_masked_while_typing_and_keeps_what_was_typed(
    server: Server, visitors: Visitors
) -> None:
    owner = await visitors.signed_in(server, 'zhao', PASSWORD)
    await enter(owner, '上海晨光文具有限公司', '13900139000')
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await open_form(page)
    await page.get_by_label('客户名称').fill('长江贸易有限公司')
    await page.get_by_label('手机').first.fill('+86 139-0013-9000')
    panel = page.locator('.collision')
    await expect(panel).to_contain_text('已有客户 上海**公司（已有负责人）')
    await page.get_by_role('button', name='保存', exact=True).click()
    await expect(page.get_by_label('客户名称')).to_have_value('长江贸易有限公司')
    await expect(panel).to_be_visible()
    await page.get_by_label('手机').first.fill('13900139001')
    await expect(panel).to_be_hidden()
    await page.get_by_role('button', name='保存', exact=True).click()
    await page.wait_for_url('**/customers/*')
    foreign = owner.url.rsplit('/', 1)[1]
    await go(page, f'/customers/{foreign}')
    await expect(page.get_by_text('内容不存在或已被删除。')).to_be_visible()


async def test_a_follow_up_is_recorded_and_a_value_set_back(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'li', PASSWORD)
    await enter(page, '成都锦里茶业有限公司', '13700137000')
    await page.get_by_label('发生了什么…').fill('电话沟通，要求重新报价')
    await page.get_by_role('button', name='明天').click()
    await page.get_by_role('button', name='记录').click()
    entry = page.locator('.entry').first
    await expect(entry).to_contain_text('电话沟通，要求重新报价')
    await expect(entry).to_contain_text('下次跟进 明天 09:00')
    await expect(page.get_by_label('发生了什么…')).to_have_value('')
    await page.get_by_role('button', name='手机 137 0013 7000').click()
    await page.get_by_role('textbox', name='手机').fill('13700137001')
    await page.keyboard.press('Enter')
    await expect(page.get_by_role('button', name='手机 137 0013 7001')).to_be_visible()
    change = page.locator('.change-line', has_text='137 0013 7001')
    await expect(change).to_contain_text('137 0013 7000')
    await change.get_by_role('button', name='恢复为此值').click()
    await expect(page.get_by_role('button', name='手机 137 0013 7000')).to_be_visible()
    await page.get_by_role('button', name='跟进', exact=True).last.click()
    await expect(page.locator('.change-line')).to_have_count(0)


async def test_the_form_fills_a_phone_and_nothing_hangs_over_the_edge(server: Server, visitors: Visitors) -> None:
    page = await visitors.signed_in(server, 'li', PASSWORD, width=390)
    await open_form(page)
    box = await page.locator('.full-on-phone').bounding_box()
    assert box is not None
    assert (box['x'], box['width']) == (0, 390)
    await page.get_by_label('客户名称').fill('昆明花都园艺有限公司')
    await page.get_by_role('button', name='保存', exact=True).click()
    await page.wait_for_url('**/customers/*')
    await expect(page.get_by_role('heading', name='昆明花都园艺有限公司')).to_be_visible()
    assert await page.evaluate('document.documentElement.scrollWidth') <= 390
