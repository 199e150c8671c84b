from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from crm_app.data.database import Database
from crm_app.data.feed import Feed, trim
from crm_app.data.models.base import now
from crm_app.data.models.record import Change
from crm_app.data.news import News
from crm_app.rules.fields import Entity
from tests.support.cast import add_cast, add_customer


@pytest.fixture
def elsewhere(database: Database) -> Iterator[Database]:
    """The same database as another process sees it."""
    other = Database(database.url)
    yield other
    other.close()


@pytest.fixture
def heard(database: Database) -> Iterator[list[News]]:
    """What the listeners of the first process hear while its feed runs."""
    news: list[News] = []
    database.listeners.append(news.append)
    feed = Feed(database)
    feed.start()
    yield news
    feed.stop()


def wait_for(what: Callable[[], bool], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not what() and time.monotonic() < deadline:
        time.sleep(0.01)
    return what()


def test_another_process_is_heard_at_once(database: Database, elsewhere: Database, heard: list[News]) -> None:
    cast = add_cast(elsewhere)
    customer_id = add_customer(elsewhere, cast.li, '武汉长江贸易有限公司')
    assert wait_for(lambda: any(news.may_concern(Entity.CUSTOMER, customer_id) for news in heard))
    assert heard[-1].by == cast.li.member_id


def test_ones_own_changes_are_not_told_twice(database: Database, elsewhere: Database, heard: list[News]) -> None:
    cast = add_cast(database)
    heard.clear()
    own = add_customer(database, cast.li, '武汉长江贸易有限公司')
    foreign = add_customer(elsewhere, cast.li, '上海东方科技有限公司')
    assert wait_for(lambda: any(news.may_concern(Entity.CUSTOMER, foreign) for news in heard))
    assert sum(news.may_concern(Entity.CUSTOMER, own) for news in heard) == 1
    assert sum(news.may_concern(Entity.CUSTOMER, foreign) for news in heard) == 1


def test_a_commit_that_comes_late_is_told_though_its_number_is_lower(postgres_url: str) -> None:
    here, fast, slow = (Database(postgres_url) for _ in range(3))
    heard: list[News] = []
    here.listeners.append(heard.append)
    feed = Feed(here)
    feed.start()
    cast = add_cast(fast)
    with slow.transaction(None) as session:
        session.add(Change(origin='slow', news={'ids': {'customer': [4711]}, 'many': {}}))
        session.flush()
        customer_id = add_customer(fast, cast.li, '武汉长江贸易有限公司')
        assert wait_for(lambda: any(news.may_concern(Entity.CUSTOMER, customer_id) for news in heard))
    add_customer(fast, cast.li, '上海东方科技有限公司')
    assert wait_for(lambda: any(news.may_concern(Entity.CUSTOMER, 4711) for news in heard))
    feed.stop()
    for database in (here, fast, slow):
        database.close()


def test_many_changes_all_arrive_once(database: Database, elsewhere: Database, heard: list[News]) -> None:
    cast = add_cast(elsewhere)
    ids = [add_customer(elsewhere, cast.li, f'客户{number}') for number in range(20)]
    assert wait_for(lambda: all(any(news.may_concern(Entity.CUSTOMER, ident) for news in heard) for ident in ids))
    told = [ident for news in heard for ident in news.ids.get(Entity.CUSTOMER, ())]
    assert sorted(told) == sorted(ids)


def test_old_changes_are_deleted(database: Database) -> None:
    add_cast(database)
    trim(database)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 1
    database.write(lambda session: session.execute(update(Change).values(at=now() - timedelta(days=2))), None)
    trim(database)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Change)) == 0
