from __future__ import annotations

from dataclasses import replace

from nicegui import ui

from crm_app.actions.access.passwords import hashed, is_right
from crm_app.data.database import Database
from crm_app.data.models.member import LoginSession, Member
from crm_app.data.sessions import open_session, open_sessions
from crm_app.rules.members import Actor
from tests.support.cast import Cast
from tests.support.pages import Opened, sees


def logged_in(database: Database, actor: Actor, device: str) -> Actor:
    with database.transaction(actor) as session:
        open_session(session, actor.member_id, address='10.0.0.7', device=device)
    with database.reading() as session:
        newest = max(row.id for row in open_sessions(session, actor.member_id))
    return replace(actor, session_id=newest)


async def test_other_log_ins_can_be_ended(open_as: Opened, cast: Cast, database: Database) -> None:
    other = logged_in(database, cast.li, 'Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537')
    here = logged_in(database, cast.li, 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604')
    async with open_as(here) as user:
        await user.open('/account')
        await sees(user, 'Chrome · Windows')
        await sees(user, '本机')
        user.find(f'end-{other.session_id}').click()
        await sees(user, '已结束该登录。')
        await user.should_not_see('Chrome · Windows', retries=50)
    with database.reading() as session:
        assert session.get_one(LoginSession, other.session_id).ended_at is not None
        assert session.get_one(LoginSession, here.session_id).ended_at is None


async def test_the_password_is_changed_with_the_present_one(open_as: Opened, cast: Cast, database: Database) -> None:
    with database.transaction(cast.admin) as session:
        session.get_one(Member, cast.li.member_id).password_hash = hashed('password1')
    async with open_as(cast.li) as user:
        await user.open('/account')
        await sees(user, '当前密码')
        fields = {field.props['label']: field for field in user.find(kind=ui.input).elements if 'label' in field.props}
        fields['当前密码'].value, fields['新密码'].value, fields['再次输入新密码'].value = (
            'password1',
            'password2',
            'other',
        )
        user.find('修改密码').click()
        await sees(user, '两次输入的新密码不一致。')
        fields['再次输入新密码'].value = 'password2'
        user.find('修改密码').click()
        await sees(user, '密码已修改')
    with database.reading() as session:
        assert is_right('password2', session.get_one(Member, cast.li.member_id).password_hash)


async def test_the_name_is_changed(open_as: Opened, cast: Cast, database: Database) -> None:
    async with open_as(cast.li) as user:
        await user.open('/account')
        await sees(user, '保存姓名')
        next(f for f in user.find(kind=ui.input).elements if f.props.get('label') == '姓名').value = '李小明'
        user.find('保存姓名').click()
        await sees(user, '已保存。')
    with database.reading() as session:
        assert session.get_one(Member, cast.li.member_id).name == '李小明'
