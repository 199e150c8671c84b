from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.models.field import FieldOption
from crm_app.data.models.record import Change, Revision
from crm_app.data.news import MANY, News, news_from_json, touch
from crm_app.rules.fields import Entity
from tests.support.cast import Cast, add_customer, catalog_in


def customer(name: str) -> Customer:
    return Customer(kind='company', name=name, name_pinyin=name)


def test_news_come_after_the_commit_and_name_the_rows(database: Database) -> None:
    heard: list[News] = []

    def listen(told: News) -> None:
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(Customer)) == 1
        heard.append(told)

    database.listeners.append(listen)

    def unit(session: Session) -> int:
        row = customer('甲')
        session.add(row)
        session.flush()
        assert heard == []
        return row.id

    ident = database.write(unit, None)
    assert [told.ids for told in heard] == [{Entity.CUSTOMER: frozenset({ident})}]
    with database.reading() as session:
        stored = session.scalars(select(Change)).one()
    assert news_from_json(stored.news) == heard[0]
    assert stored.origin == database.origin


def test_a_rolled_back_transaction_leaves_neither_rows_nor_news(database: Database) -> None:
    heard: list[News] = []
    database.listeners.append(heard.append)

    def unit(session: Session) -> None:
        session.add(customer('甲'))
        session.flush()
        raise ValueError

    with pytest.raises(ValueError, match=r'^$'):
        database.write(unit, None)
    assert heard == []
    with database.reading() as session:
        for model in (Customer, Change, Revision):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_a_savepoint_publishes_nothing_of_its_own(database: Database) -> None:
    heard: list[News] = []
    database.listeners.append(heard.append)

    def unit(session: Session) -> None:
        with session.begin_nested():
            session.add(customer('甲'))
        assert heard == []

    database.write(unit, None)
    assert len(heard) == 1


def test_bursts_say_how_many_instead_of_which(database: Database) -> None:
    heard: list[News] = []
    database.listeners.append(heard.append)
    database.write(lambda session: touch(session, Entity.CUSTOMER, range(MANY)), None)
    assert heard[0].many == {Entity.CUSTOMER: MANY}
    assert Entity.CUSTOMER not in heard[0].ids
    assert heard[0].may_concern(Entity.CUSTOMER, 10**9)


def test_read_then_write_transactions_never_fail_each_other(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司')

    def count_up(_: int) -> None:
        def unit(session: Session) -> None:
            row = session.scalars(select(Customer).where(Customer.id == ident).with_for_update()).one()
            session.refresh(row, ['n05'])
            row.n05 = (row.n05 or 0) + 1  # type: ignore[attr-defined]

        database.write(unit, cast.li)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(40)))
    with database.reading() as session:
        assert session.scalar(select(Customer.n05)) == 40  # type: ignore[attr-defined]


def test_the_catalog_is_shared_until_it_changes(database: Database) -> None:
    first = catalog_in(database)
    assert catalog_in(database) is first
    status = first.by_key('status')

    def unit(session: Session) -> None:
        session.add(FieldOption(field_id=status.id, name='暂停', position=9))
        session.flush()
        assert '暂停' in {option.name for option in catalog_of(session).options_of(status.id)}

    database.write(unit, None)
    assert '暂停' in {option.name for option in catalog_in(database).options_of(status.id)}


def test_a_rolled_back_option_is_not_in_the_shared_catalog(database: Database) -> None:
    status = catalog_in(database).by_key('status')

    def unit(session: Session) -> None:
        session.add(FieldOption(field_id=status.id, name='暂停', position=9))
        session.flush()
        catalog_of(session)
        raise ValueError

    with pytest.raises(ValueError, match=r'^$'):
        database.write(unit, None)
    assert '暂停' not in {option.name for option in catalog_in(database).options_of(status.id)}
