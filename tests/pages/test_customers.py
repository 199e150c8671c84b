from __future__ import annotations

from nicegui import ui

from crm_app.actions.customers.delete import delete_customers
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.rules.list_query import Selection
from tests.support.cast import Cast, add_customer, field_id
from tests.support.pages import Opened, sees


async def test_an_empty_list_says_how_to_begin(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.li) as user:
        await user.open('/customers')
        await sees(user, '还没有客户。')
        await user.should_see('导入 Excel 表格')


async def test_what_travels_are_the_visible_columns_of_visible_customers(
    open_as: Opened, cast: Cast, database: Database
) -> None:
    add_customer(database, cast.li, '武汉东湖', {'mobile': '13800138000', 'address': '秘密路'})
    add_customer(database, cast.zhao, '重庆火锅')
    async with open_as(cast.li) as user:
        await user.open('/customers')
        await sees(user, '负责人')
        (table,) = user.find(kind=ui.table).elements
        assert [row['title'] for row in table.rows] == ['武汉东湖']
        assert table.rows[0][str(field_id(database, 'mobile'))] == '138 0013 8000'
        assert '秘密路' not in str(table.rows)


async def test_a_forged_row_does_nothing(open_as: Opened, cast: Cast, database: Database) -> None:
    add_customer(database, cast.li, '武汉东湖')
    hidden = add_customer(database, cast.zhao, '重庆火锅')
    async with open_as(cast.li) as user:
        await user.open('/customers')
        await sees(user, '负责人')
        user.find(kind=ui.table).trigger('change', [hidden, 'name'])
        user.find(kind=ui.table).trigger('selection', {'added': True, 'rows': [{'id': hidden}], 'keys': [hidden]})
        await user.should_not_see('重庆火锅')
        await user.should_not_see('已选 1')


async def test_the_bar_of_a_selection_offers_what_is_permitted(open_as: Opened, cast: Cast, database: Database) -> None:
    one = add_customer(database, cast.li, '武汉东湖')
    for actor, may_delete in ((cast.li, False), (cast.wang, True)):
        async with open_as(actor) as user:
            await user.open('/customers')
            await sees(user, '负责人')
            (table,) = user.find(kind=ui.table).elements
            user.find(kind=ui.table).trigger('selection', {'added': True, 'rows': table.rows[:1], 'keys': [one]})
            await sees(user, '已选 1')
            labels = {button.text for button in user.find(kind=ui.button).elements}
            assert '批量修改' in labels
            assert ('删除' in labels) is may_delete


async def test_the_recycle_bin_gives_back(open_as: Opened, cast: Cast, database: Database) -> None:
    one = add_customer(database, cast.li, '武汉东湖')
    delete_customers(database, cast.wang, Selection(ids=(one,)))
    async with open_as(cast.wang) as user:
        await user.open('/recycle-bin')
        await sees(user, '武汉东湖')
        await user.should_see('王芳 于')
        user.find('恢复').click()
        await sees(user, '回收站是空的。')
    with database.reading() as session:
        assert session.get_one(Customer, one).deleted_at is None


async def test_who_may_not_restore_sees_no_recycle_bin(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.li) as user:
        await user.open('/recycle-bin')
        await sees(user, '您没有权限执行此操作。')
