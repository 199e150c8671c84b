from __future__ import annotations

from nicegui import ui
from nicegui.testing import User
from sqlalchemy import select

from crm_app.data.database import Database
from crm_app.data.models.member import Member, Role
from tests.support.cast import Cast, add_customer
from tests.support.pages import Opened, sees


def type_into(user: User, label: str, text: str) -> None:
    next(field for field in user.find(kind=ui.input).elements if field.props.get('label') == label).value = text


def member(database: Database, login: str) -> Member:
    with database.reading() as session:
        return session.scalars(select(Member).where(Member.login == login)).one()


async def test_a_member_is_added_and_appears(open_as: Opened, cast: Cast, database: Database) -> None:
    async with open_as(cast.admin) as user:
        await user.open('/members')
        await sees(user, '添加成员')
        user.find('添加成员').click()
        await sees(user, '初始密码')
        for label, text in (('姓名', '孙丽'), ('登录名', 'SunLi'), ('初始密码', 'password1')):
            type_into(user, label, text)
        user.find('保存').click()
        await sees(user, '已添加 孙丽。')
        await sees(user, '待首次登录')
    assert member(database, 'sunli').must_change_password


async def test_what_is_refused_is_told_and_the_dialog_stays(open_as: Opened, cast: Cast) -> None:
    async with open_as(cast.admin) as user:
        await user.open('/members')
        await sees(user, '添加成员')
        user.find('添加成员').click()
        await sees(user, '初始密码')
        for label, text in (('姓名', '孙丽'), ('登录名', 'li'), ('初始密码', 'password1')):
            type_into(user, label, text)
        user.find('保存').click()
        await sees(user, '“li”')
        await sees(user, '初始密码')


async def test_deactivating_names_the_person_and_his_customers(open_as: Opened, cast: Cast, database: Database) -> None:
    add_customer(database, cast.li, '武汉恒瑞')
    async with open_as(cast.admin) as user:
        await user.open('/members')
        await sees(user, '李明')
        user.find('member-li').click()
        await sees(user, '成员：李明')
        user.find('停用').click()
        await sees(user, '停用 李明（li）？')
        await sees(user, '李明 名下的 1 个客户保持不变')
        assert member(database, 'li').active
        user.find(marker='yes').click()
        await sees(user, '已停用 李明。')
    assert not member(database, 'li').active


async def test_a_role_is_added(open_as: Opened, cast: Cast, database: Database) -> None:
    async with open_as(cast.admin) as user:
        await user.open('/members')
        await sees(user, '添加成员')
        user.find(kind=ui.tabs).elements.pop().set_value('roles')
        user.find('添加角色').click()
        await sees(user, '可见范围')
        type_into(user, '角色名称', '客服')
        next(box for box in user.find(kind=ui.checkbox).elements if box.text == '导出客户').value = True
        user.find('保存').click()
        await sees(user, '已保存。')
        await sees(user, '客服')
    with database.reading() as session:
        role = session.scalars(select(Role).where(Role.name == '客服')).one()
    assert (role.permissions, role.scope) == (['export'], 'own')
