from __future__ import annotations

import pytest
from nicegui import ui
from sqlalchemy import func, select

from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.pages import home
from tests.support.cast import Cast, add_customer
from tests.support.pages import Opened, sees


def customers(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Customer)) or 0


async def test_demo_data_comes_and_goes_with_a_click(
    open_as: Opened, cast: Cast, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, '_DEMO_CUSTOMERS', 20)
    async with open_as(cast.admin) as user:
        await user.open('/')
        await sees(user, '用演示数据看看')
        user.find('用演示数据看看').click()
        await sees(user, '演示数据已生成')
        assert customers(database) == 20
        add_customer(database, cast.admin, '武汉恒瑞')
        await user.open('/settings')
        await sees(user, '清除演示数据')
        user.find(kind=ui.button, content='清除演示数据').click()
        await sees(user, '清除全部演示客户和演示成员？')
        user.find(marker='yes').click()
        await sees(user, '已清除 20 个演示客户。')
    assert customers(database) == 1


async def test_only_who_may_add_it_is_offered_demo_data(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.wang) as user:
        await user.open('/')
        await sees(user, '还没有客户。')
        await user.should_not_see('用演示数据看看')
        await user.open('/settings')
        await sees(user, '时区')
        await user.should_not_see('清除演示数据')
