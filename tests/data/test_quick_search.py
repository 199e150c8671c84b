from __future__ import annotations

from sqlalchemy import select

from crm_app.actions.customers.delete import delete_customers
from crm_app.data.database import Database
from crm_app.data.models.field import FieldDefinition
from crm_app.data.quick_search import CustomerHit, customer_hits
from crm_app.data.rights import rights_of
from crm_app.rules.list_query import Selection
from crm_app.rules.members import Actor
from tests.support.cast import Cast, add_customer


def hits(database: Database, actor: Actor, text: str) -> tuple[CustomerHit, ...]:
    with database.reading() as session:
        return customer_hits(session, rights_of(session, actor), text)


def names(database: Database, actor: Actor, text: str) -> list[str]:
    return [hit.name for hit in hits(database, actor, text)]


def test_a_hit_tells_who_it_is(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉恒瑞机械有限公司', {'mobile': '13800138000', 'contact': '张伟'})
    expected = CustomerHit(ident, '武汉恒瑞机械有限公司', '张伟', '13800138000', '李明')
    for text in ('恒瑞', '0138', 'whhr', '张伟'):
        assert hits(database, cast.li, text) == (expected,)


def test_names_that_begin_so_come_first_and_few_are_shown(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '恒瑞机械')
    for number in range(12):
        add_customer(database, cast.li, f'武汉恒瑞{number}')
    found = names(database, cast.li, '恒瑞')
    assert found[0] == '恒瑞机械'
    assert len(found) == 8


def test_what_one_may_not_see_is_not_found(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '武汉恒瑞')
    assert names(database, cast.wang, '恒瑞') == ['武汉恒瑞']
    assert names(database, cast.zhao, '恒瑞') == []


def test_nothing_is_found_through_a_hidden_field(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '武汉恒瑞', {'mobile': '13800138000'})
    with database.transaction(cast.admin) as session:
        mobile = session.scalars(
            select(FieldDefinition).where(FieldDefinition.key == 'mobile', FieldDefinition.entity_kind == 'customer')
        ).one()
        mobile.readable_by = [rights_of(session, cast.admin).role_id]
    assert names(database, cast.li, '13800138000') == []
    assert hits(database, cast.li, '恒瑞')[0].mobile is None
    assert names(database, cast.admin, '13800138000') == ['武汉恒瑞']


def test_the_recycle_bin_and_blank_texts_give_nothing(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.wang, '武汉恒瑞')
    assert names(database, cast.wang, '  ') == []
    delete_customers(database, cast.wang, Selection(ids=(ident,)))
    assert names(database, cast.wang, '恒瑞') == []
