from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_app.actions.customers.delete import delete_customers
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.views import remember_columns, save_view
from crm_app.data.database import Database
from crm_app.data.news import News
from crm_app.data.rights import rights_of
from crm_app.rules.fields import Entity
from crm_app.rules.list_link import ListLink, decode_link
from crm_app.rules.list_query import Filter, ListQuery, Operator, Selection
from crm_app.rules.members import Actor
from crm_app.view_models.customer_list import CustomerList
from crm_app.view_models.desk import Desk, Office
from crm_app.view_models.hub import Hub
from crm_app.view_models.list_columns import OWNER, editor_of
from tests.support.cast import Cast, add_customer, field_id, option_id


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Which database it is, view models do not know."""
    return sqlite_url


@pytest.fixture
def told(database: Database) -> Iterator[list[News]]:
    """What was published."""
    news: list[News] = []
    database.listeners.append(news.append)
    yield news
    database.listeners.remove(news.append)


def opened(database: Database, actor: Actor, text: str = '') -> CustomerList:
    with database.reading() as session:
        rights = rights_of(session, actor)
    desk = Desk(Office(database, Hub(), Path()), actor, rights)
    return CustomerList(desk, 'zh_CN', decode_link(text))


def by_name(database: Database, **more: str) -> str:
    return f'sort={field_id(database, "name")}' + ''.join(f'&{name}={value}' for name, value in more.items())


async def names(state: CustomerList) -> list[str]:
    view = await state.load()
    assert view is not None
    return [row.name for row in view.rows]


async def test_it_shows_what_the_address_says(database: Database, cast: Cast) -> None:
    for name in ('甲公司', '乙公司', '丙'):
        add_customer(database, cast.li, name)
    assert await names(opened(database, cast.wang, by_name(database, q='公司'))) == ['甲公司', '乙公司']
    state = opened(database, cast.zhao)
    assert await names(state) == []
    assert state.shown is not None
    assert not state.shown.has_any


async def test_a_change_on_the_screen_is_told_in_place(database: Database, cast: Cast, told: list[News]) -> None:
    one = add_customer(database, cast.li, '甲公司')
    address = field_id(database, 'mobile')
    state = opened(database, cast.wang, by_name(database))
    await names(state)
    told.clear()
    edit_customer(database, cast.li, one, base={address: None}, mine={address: '13800138000'})
    after = await state.follow(told[-1])
    assert after is not None
    assert [row.texts[address] for row in after.changed] == ['138 0013 8000']
    assert (after.by, after.gone, state.waiting) == ('李明', frozenset(), 0)


async def test_what_would_enter_leave_or_move_is_announced(database: Database, cast: Cast, told: list[News]) -> None:
    status = field_id(database, 'status')
    following = option_id(database, 'status', '跟进中')
    one = add_customer(database, cast.li, '甲公司', {'status': following})
    add_customer(database, cast.li, '乙公司', {'status': following})
    state = opened(database, cast.wang, by_name(database, f=f'{status}:is:{following}'))
    shown = await names(state)
    add_customer(database, cast.li, '丙公司', {'status': following})
    after = await state.follow(told[-1])
    assert after is not None
    assert after.entered
    assert (state.waiting, after.count) == (1, 3)
    edit_customer(database, cast.li, one, base={status: following}, mine={status: None})
    await state.follow(told[-1])
    assert state.waiting == 2
    assert state.shown is not None
    assert [row.name for row in state.shown.rows] == shown, 'nothing moves before one asks'
    assert await names(state) == ['丙公司', '乙公司']
    assert state.waiting == 0


async def test_ones_own_changes_are_not_announced(database: Database, cast: Cast, told: list[News]) -> None:
    one = add_customer(database, cast.wang, '甲公司')
    add_customer(database, cast.wang, '乙公司')
    state = opened(database, cast.wang)
    await names(state)
    address = field_id(database, 'address')
    edit_customer(database, cast.wang, one, base={address: None}, mine={address: 'x'})
    assert await state.follow(told[-1]) is not None
    assert state.waiting == 0


async def test_what_one_may_no_longer_see_disappears_at_once(database: Database, cast: Cast, told: list[News]) -> None:
    one, two, three = (add_customer(database, cast.li, f'{number}号公司') for number in '一二三')
    state = opened(database, cast.li)
    await names(state)
    state.pick([one, two])
    edit_customer(database, cast.admin, one, base={'owner': cast.li.member_id}, mine={'owner': cast.zhao.member_id})
    after = await state.follow(told[-1])
    assert after is not None
    assert after.gone == {one}
    delete_customers(database, cast.admin, Selection(ids=(two,)))
    after = await state.follow(told[-1])
    assert after is not None
    assert (after.gone, after.count) == ({two}, 1)
    assert state.shown is not None
    assert [row.id for row in state.shown.rows] == [three]
    assert state.selection == Selection()


async def test_a_burst_is_one_announcement(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '甲公司')
    state = opened(database, cast.wang)
    await names(state)
    await state.follow(News(many={Entity.CUSTOMER: 10_000}, by=cast.li.member_id))
    assert state.waiting == 10_000


async def test_an_older_slower_answer_is_dropped(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '甲公司')
    state = opened(database, cast.li)
    first, second = await asyncio.gather(state.load(), state.load())
    assert first is None
    assert second is not None


async def test_the_selection_spans_pages_or_the_whole_result(database: Database, cast: Cast) -> None:
    ids = [add_customer(database, cast.li, f'客户{number}') for number in range(5)]
    state = opened(database, cast.li, 'sort=created_at')
    state.size = 2
    await names(state)
    state.pick([ids[0], ids[1]])
    state.page = 2
    await names(state)
    state.pick([ids[2], 99_999])
    assert state.selection == Selection(ids=(ids[0], ids[1], ids[2]))
    state.whole = True
    assert state.selection == Selection(query=state.query)
    assert state.selected_count == 5
    state.ask(ListQuery(search='客户1'))
    assert not state.whole, 'a selection of everything does not move on to another everything'


async def test_pages_beyond_the_end_show_the_last(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '甲公司')
    state = opened(database, cast.li, 'page=9')
    assert await names(state) == ['甲公司']
    assert state.page == 1


async def test_a_filter_on_a_hidden_field_is_dropped(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '甲公司')
    state = opened(database, cast.li, 'f=99999:is:1&sort=99999&columns=99999')
    assert await names(state) == ['甲公司']
    assert (state.query.filters, state.query.sort) == ((), 'updated_at')
    assert state.shown is not None
    assert state.shown.columns


async def test_columns_are_the_views_ones_own_or_the_usual(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '甲公司', {'mobile': '13800138000'})
    name, mobile = field_id(database, 'name'), field_id(database, 'mobile')

    async def columns(text: str = '') -> list[object]:
        state = opened(database, cast.li, text)
        await state.load()
        assert state.shown is not None
        assert set(state.shown.rows[0].values) == {view.column for view in state.shown.columns}, 'no more is read'
        return [view.column for view in state.shown.columns]

    assert (await columns())[:2] == [name, mobile]
    remember_columns(database, cast.li, ('owner', name))
    assert await columns() == ['owner', name]
    view = save_view(database, cast.li, 'v', f'q=甲&columns={mobile}')
    assert await columns(f'view={view}') == [mobile]


async def test_a_view_keeps_its_short_address_until_it_is_changed(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '甲公司')
    view = save_view(database, cast.li, 'v', 'q=甲')
    state = opened(database, cast.li, f'view={view}')
    assert await names(state) == ['甲公司']
    assert state.link == f'view={view}'
    wanted = Filter('owner', Operator.IS, ('me',))
    state.ask(ListQuery(search='甲', filters=(wanted,)))
    await names(state)
    assert decode_link(state.link) == ListLink(ListQuery(search='甲', filters=(wanted,)), view=view)


def test_the_owner_is_edited_like_a_member_field(database: Database, cast: Cast) -> None:
    editor = editor_of(database, cast.wang, 'owner', [str(cast.li.member_id)], 'zh_CN')
    assert (editor.field, editor.writable) == (OWNER, True)
    assert {choice.name for choice in editor.choices.listed} >= {'王芳', '李明'}
    assert not editor_of(database, cast.li, 'owner', [], 'zh_CN').writable
