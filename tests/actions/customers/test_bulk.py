from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crm_app.actions.customers.bulk import edit_many
from crm_app.actions.customers.delete import delete_customers, purge_recycle_bin, restore_customers
from crm_app.data import search
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.models.customer import Customer
from crm_app.data.models.record import Revision
from crm_app.rules.collisions import Collision
from crm_app.rules.list_query import ListQuery, Selection
from crm_app.rules.refusals import InvalidValue, NotFound, NotPermitted
from tests.support.cast import Cast, add_customer, field_id, option_id


def alive(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Customer.name).where(Customer.deleted_at.is_(None))))


def test_edit_many_reaches_the_whole_result_and_nothing_else(database: Database, cast: Cast) -> None:
    for actor, name in ((cast.li, '李一'), (cast.li, '李二'), (cast.zhao, '赵一')):
        add_customer(database, actor, name)
    level, raw = field_id(database, 'level'), option_id(database, 'level', 'A')
    result = edit_many(database, cast.wang, Selection(query=ListQuery()), {level: raw})
    assert (result.changed, result.unchanged, result.refused) == (2, 0, ())
    again = edit_many(database, cast.wang, Selection(query=ListQuery()), {level: raw})
    assert (again.changed, again.unchanged) == (0, 2)
    with database.reading() as session:
        assert set(session.scalars(select(Customer.name).where(Customer.t04 == raw))) == {'李一', '李二'}  # type: ignore[attr-defined]
        assert session.scalar(select(func.count()).where(Revision.route == 'bulk')) == 2


def test_a_refused_row_stays_as_it_was_and_is_reported(database: Database, cast: Cast) -> None:
    mine = add_customer(database, cast.li, '李一', {'mobile': '13800138000'})
    second = add_customer(database, cast.li, '李二')
    foreign = add_customer(database, cast.zhao, '赵一')
    mobile = field_id(database, 'mobile')
    result = edit_many(database, cast.li, Selection(ids=(mine, second, foreign)), {mobile: '13800138000'})
    assert (result.changed, result.unchanged) == (0, 1)
    assert {ident: type(refusal) for ident, refusal in result.refused} == {second: Collision, foreign: NotFound}
    level = field_id(database, 'level')
    bad = edit_many(database, cast.li, Selection(ids=(mine,)), {level: '99999'})
    assert isinstance(bad.refused[0][1], InvalidValue)


def test_the_owner_changes_in_bulk_only_with_permission(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '李一')
    change = {'owner': cast.zhao.member_id}
    refused = edit_many(database, cast.li, Selection(ids=(ident,)), change).refused
    assert isinstance(refused[0][1], NotPermitted)
    assert edit_many(database, cast.wang, Selection(ids=(ident,)), change).changed == 1


def test_deleting_frees_the_keys_and_restoring_checks_them_again(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'mobile': '13800138000'})
    with pytest.raises(NotPermitted):
        delete_customers(database, cast.li, Selection(ids=(ident,)))
    assert delete_customers(database, cast.wang, Selection(ids=(ident,))).changed == 1
    assert alive(database) == set()
    with database.reading() as session:
        assert session.scalars(select(Customer.id).where(search.matching(session, '甲公'))).all() == []
    other = add_customer(database, cast.zhao, '乙公司', {'mobile': '13800138000'})
    refused = restore_customers(database, cast.wang, [ident]).refused
    assert isinstance(refused[0][1], Collision)
    assert alive(database) == {'乙公司'}
    assert delete_customers(database, cast.admin, Selection(ids=(other,))).changed == 1
    assert isinstance(restore_customers(database, cast.wang, [other]).refused[0][1], NotFound)
    assert restore_customers(database, cast.wang, [ident]).changed == 1
    assert alive(database) == {'甲公司'}
    with pytest.raises(Collision):
        add_customer(database, cast.zhao, '丙公司', {'mobile': '13800138000'})


def test_the_bin_is_emptied_after_its_time(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'contact': '张三'})
    add_customer(database, cast.li, '乙公司')
    delete_customers(database, cast.wang, Selection(ids=(ident,)))
    assert purge_recycle_bin(database, now() - timedelta(days=30)) == 0
    assert purge_recycle_bin(database, now() + timedelta(seconds=1)) == 1
    with database.reading() as session:
        assert list(session.scalars(select(Customer.name))) == ['乙公司']
