"""Two people on one customer: what merges, what is asked, what disappears."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.steps import Visitors, go
from tests.support.server import Server

pytestmark = pytest.mark.asyncio(loop_scope='session')
PASSWORD = 'correct horse'


@pytest.fixture(scope='module', autouse=True)
def team(server: Server) -> None:
    """王 and her subordinate 李."""
    server.add_member('wang', '王芳', PASSWORD, role='manager')
    server.add_member('li', '李明', PASSWORD, superior='wang')


async def both_on_one_customer(server: Server, visitors: Visitors, name: str) -> tuple[Page, Page]:
    li = await visitors.signed_in(server, 'li', PASSWORD)
    await go(li, '/customers')
    await li.get_by_role('button', name='新建').first.click()
    await li.get_by_label('客户名称').fill(name)
    await li.get_by_label('地址').fill('人民路 1 号')
    await li.get_by_role('button', name='保存', exact=True).click()
    await li.wait_for_url('**/customers/*')
    wang = await visitors.signed_in(server, 'wang', PASSWORD)
    await go(wang, li.url.removeprefix(server.url))
    await expect(wang.get_by_role('heading', name=name)).to_be_visible()
    return li, wang


async def edit_in_place(page: Page, shown: str, field: str, text: str) -> None:
    await page.get_by_role('button', name=shown).click()
    await page.get_by_label(field, exact=True).fill(text)
    await page.keyboard.press('Enter')


async def test_different_fields_merge_and_show_in_the_other_browser(server: Server, visitors: Visitors) -> None:
    li, wang = await both_on_one_customer(server, visitors, '武汉甲公司')
    await li.get_by_role('button', name='编辑', exact=True).first.click()
    await li.get_by_role('textbox', name='电话').fill('027-87654321')
    await edit_in_place(wang, '地址 人民路 1 号', '地址', '人民路 2 号')
    await expect(li.get_by_role('textbox', name='电话')).to_have_value('027-87654321')
    await li.get_by_role('button', name='保存', exact=True).click()
    for page in (li, wang):
        await expect(page.get_by_role('button', name='地址 人民路 2 号')).to_be_visible()
        await expect(page.get_by_role('button', name='电话 027 8765 4321')).to_be_visible()


async def test_the_same_field_is_asked_about_and_nothing_is_overwritten_unseen(
    server: Server, visitors: Visitors
) -> None:
    li, wang = await both_on_one_customer(server, visitors, '武汉乙公司')
    await li.get_by_role('button', name='地址 人民路 1 号').click()
    await li.get_by_label('地址', exact=True).fill('人民路 3 号')
    await edit_in_place(wang, '地址 人民路 1 号', '地址', '人民路 2 号')
    await expect(li.get_by_text('王芳 已将此项改为“人民路 2 号”。')).to_be_visible()
    await expect(li.get_by_label('地址', exact=True)).to_have_value('人民路 3 号')
    await li.keyboard.press('Enter')
    dialog = li.get_by_role('dialog')
    await expect(dialog).to_contain_text('原值：人民路 1 号')
    await dialog.get_by_role('radio', name='我的').click()
    await dialog.get_by_role('button', name='按选择保存').click()
    for page in (li, wang):
        await expect(page.get_by_role('button', name='地址 人民路 3 号')).to_be_visible()


async def test_a_conflict_in_the_form_can_take_theirs(server: Server, visitors: Visitors) -> None:
    li, wang = await both_on_one_customer(server, visitors, '武汉丙公司')
    await li.get_by_role('button', name='编辑', exact=True).first.click()
    await li.get_by_role('textbox', name='地址').fill('人民路 3 号')
    await li.get_by_role('textbox', name='电话').fill('027-87654322')
    await edit_in_place(wang, '地址 人民路 1 号', '地址', '人民路 2 号')
    await expect(wang.get_by_role('button', name='地址 人民路 2 号')).to_be_visible()
    await li.get_by_role('button', name='保存', exact=True).click()
    await li.get_by_role('button', name='按选择保存').click()
    await expect(li.get_by_role('button', name='地址 人民路 2 号')).to_be_visible()
    await expect(li.get_by_role('button', name='电话 027 8765 4322')).to_be_visible()


async def test_a_customer_that_goes_to_somebody_else_is_gone_at_once(server: Server, visitors: Visitors) -> None:
    li, wang = await both_on_one_customer(server, visitors, '武汉丁公司')
    await wang.get_by_role('button', name='编辑', exact=True).first.click()
    await wang.get_by_label('负责人').click()
    await wang.get_by_role('option', name='王芳').click()
    await wang.get_by_role('button', name='保存', exact=True).click()
    await expect(li.get_by_text('内容不存在或已被删除。')).to_be_visible()
    await expect(wang.get_by_text('企业客户 · 负责人 王芳')).to_be_visible()
