from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crm_app.actions.customers.follow_ups import add_follow_up
from crm_app.data.database import Database
from crm_app.data.lists import count_of
from crm_app.data.models.base import now
from crm_app.data.rights import rights_of
from crm_app.rules.inbox import Inbox
from crm_app.rules.list_link import decode_link
from crm_app.rules.members import Actor
from crm_app.view_models.desk import Desk, Office
from crm_app.view_models.home import HomeView, load_home
from crm_app.view_models.hub import Hub
from tests.support.cast import Cast, add_customer


async def home(database: Database, actor: Actor, *, team: bool = False) -> HomeView:
    with database.reading() as session:
        rights = rights_of(session, actor)
    return await load_home(Desk(Office(database, Hub(), Path()), actor, rights), team=team)


def due(database: Database, actor: Actor, name: str, days: float) -> int:
    ident = add_customer(database, actor, name, {'mobile': '13800138000'} if name == '武汉恒瑞' else {})
    add_follow_up(database, actor, ident, text='电话', way=None, next_at=now() + timedelta(days=days))
    return ident


def names(view: HomeView, inbox: Inbox) -> list[str]:
    return [customer.name for customer in view.lists[inbox].customers]


async def test_each_customer_is_in_the_list_of_its_day(database: Database, cast: Cast) -> None:
    for name, days in (('早就', -3), ('武汉恒瑞', 0), ('后天', 2), ('前天', -2), ('很久', 30)):
        due(database, cast.li, name, days)
    add_customer(database, cast.li, '没有')
    view = await home(database, cast.li)
    assert names(view, Inbox.OVERDUE) == ['早就', '前天']
    assert names(view, Inbox.TODAY) == ['武汉恒瑞']
    assert names(view, Inbox.UPCOMING) == ['后天']
    assert view.lists[Inbox.TODAY].customers[0].mobile == '13800138000'


async def test_mine_are_mine_and_the_team_is_the_team(database: Database, cast: Cast) -> None:
    for actor in (cast.wang, cast.li, cast.zhao):
        due(database, actor, f'{actor.name}的', 2)
    assert names(await home(database, cast.wang), Inbox.UPCOMING) == ['王芳的']
    assert set(names(await home(database, cast.wang, team=True), Inbox.UPCOMING)) == {'王芳的', '李明的'}
    assert len(names(await home(database, cast.admin, team=True), Inbox.UPCOMING)) == 3


async def test_who_sees_only_his_own_has_no_team(database: Database, cast: Cast) -> None:
    due(database, cast.wang, '王芳的', 2)
    view = await home(database, cast.li, team=True)
    assert not view.sees_others
    assert names(view, Inbox.UPCOMING) == []


async def test_the_number_is_that_of_the_list_behind_it(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr('crm_app.view_models.home.SHOWN', 3)
    for number in range(5):
        due(database, cast.li, f'客户{number}', 2)
    found = (await home(database, cast.li)).lists[Inbox.UPCOMING]
    with database.reading() as session:
        behind = count_of(session, rights_of(session, cast.li), decode_link(found.link).query)
    assert (found.count, len(found.customers), behind) == (5, 3, 5)


async def test_an_empty_system_is_told_from_an_empty_day(database: Database, cast: Cast) -> None:
    assert not (await home(database, cast.wang)).has_customers
    add_customer(database, cast.zhao, '别人的')
    assert not (await home(database, cast.wang)).has_customers
    add_customer(database, cast.li, '下属的')
    assert (await home(database, cast.wang)).has_customers
