from __future__ import annotations

from nicegui import ui

from crm_app.actions.customers.follow_ups import add_follow_up
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.models.member import Member
from tests.support.cast import Cast, add_customer
from tests.support.pages import Opened, sees


async def test_everybody_sees_the_places_he_may_enter(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.admin) as user:
        await user.open('/')
        for place in ('首页', '客户', '成员', '设置'):
            await sees(user, place)
    async with open_as(cast.li) as user:
        await user.open('/')
        await sees(user, '客户')
        await user.should_not_see('成员')
        await user.should_not_see('设置')


async def test_a_place_one_may_not_enter_says_so(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.li) as user:
        for path in ('/members', '/settings'):
            await user.open(path)
            await sees(user, '您没有权限执行此操作。')


async def test_an_unknown_address_is_told_in_chinese(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.li) as user:
        response = await user.http_client.get('/nowhere')
        assert response.status_code == 404
        await user.open('/')
        user.navigate.to('/nowhere')
        await sees(user, '内容不存在或已被删除。')


async def test_who_has_a_password_of_somebody_else_changes_it_first(
    open_as: Opened, cast: Cast, database: Database
) -> None:
    with database.transaction(cast.admin) as session:
        session.get_one(Member, cast.li.member_id).must_change_password = True
    async with open_as(cast.li) as user:
        await user.open('/')
        await sees(user, '欢迎，李明')
        await user.should_not_see('首页')


async def test_a_promotion_opens_new_places_at_once(open_as: Opened, cast: Cast, database: Database) -> None:
    async with open_as(cast.li) as user:
        await user.open('/members')
        await user.should_not_see('成员')
        with database.transaction(cast.admin) as session:
            admin = session.get_one(Member, cast.admin.member_id)
            session.get_one(Member, cast.li.member_id).role_id = admin.role_id
        await sees(user, '添加成员')


async def test_the_home_page_starts_with_the_doors(open_as: Opened, cast: Cast, database: Database) -> None:
    async with open_as(cast.wang) as user:
        await user.open('/')
        await sees(user, '还没有客户。')
        ident = add_customer(database, cast.wang, '武汉恒瑞')
        await sees(user, '今天没有要联系的客户。')
        add_follow_up(database, cast.wang, ident, text='电话', way=None, next_at=now())
        await sees(user, '武汉恒瑞')


async def test_a_manager_switches_to_his_team(open_as: Opened, cast: Cast, database: Database) -> None:
    ident = add_customer(database, cast.li, '武汉恒瑞')
    add_follow_up(database, cast.li, ident, text='电话', way=None, next_at=now())
    async with open_as(cast.wang) as user:
        await user.open('/')
        await sees(user, '今天没有要联系的客户。')
        await user.should_not_see('武汉恒瑞')
        user.find(ui.toggle).elements.pop().set_value(True)
        await sees(user, '武汉恒瑞')


async def test_english_where_it_was_chosen(open_as: Opened, cast: Cast, database: Database) -> None:
    with database.transaction(cast.admin) as session:
        session.get_one(Member, cast.li.member_id).language = 'en'
    async with open_as(cast.li) as user:
        await user.open('/')
        await sees(user, 'There are no customers yet.')
