from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.lists import count_of, ids_by_id, page_of, selected_ids, usable
from crm_app.data.models.customer import Customer
from crm_app.data.models.field import FieldDefinition
from crm_app.data.rights import rights_of
from crm_app.rules.customers import CustomerKind
from crm_app.rules.list_query import Filter, ListQuery, Operator, Selection
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotFound
from tests.support.cast import Cast, add_customer, field_id, option_id


def names(database: Database, actor: Actor, query: ListQuery, *, offset: int = 0, limit: int = 50) -> list[str]:
    with database.reading() as session:
        page = page_of(session, rights_of(session, actor), query, (), offset, limit)
    return [row.name for row in page.rows]


def count(database: Database, actor: Actor, query: ListQuery, cap: int = 10_001) -> int:
    with database.reading() as session:
        return count_of(session, rights_of(session, actor), query, cap)


def change_field(database: Database, key: str, **properties: object) -> None:
    def unit(session: Session) -> None:
        field = session.get_one(FieldDefinition, field_id(database, key))
        for name, value in properties.items():
            setattr(field, name, value)

    database.write(unit, None)


def role_of(database: Database, actor: Actor) -> int:
    with database.reading() as session:
        return rights_of(session, actor).role_id


@pytest.fixture
def team(database: Database, cast: Cast) -> Cast:
    """李 has 武汉东湖 and 北京长城, 王 has 安庆, 赵 has 重庆."""
    following = option_id(database, 'status', '跟进中')
    won = option_id(database, 'status', '已成交')
    add_customer(
        database, cast.li, '武汉东湖科技', {'mobile': '13800138000', 'status': following, 'address': 'East 1_2'}
    )
    add_customer(database, cast.li, '北京长城', {'status': won, 'level': option_id(database, 'level', 'A')})
    add_customer(database, cast.wang, '安庆', {'mobile': '13900139000'}, kind=CustomerKind.INDIVIDUAL)
    add_customer(database, cast.zhao, '重庆火锅', {'status': following, 'address': '100%'})
    return cast


def test_everybody_sees_his_own_and_his_teams(database: Database, team: Cast) -> None:
    by_name = ListQuery(sort=field_id(database, 'name'), descending=False)
    assert names(database, team.admin, by_name) == ['安庆', '北京长城', '重庆火锅', '武汉东湖科技']
    assert names(database, team.wang, by_name) == ['安庆', '北京长城', '武汉东湖科技']
    assert names(database, team.li, by_name) == ['北京长城', '武汉东湖科技']
    assert names(database, team.zhao, by_name) == ['重庆火锅']


def test_an_outsider_finds_nothing_by_any_way(database: Database, team: Cast) -> None:
    status = field_id(database, 'status')
    won = Filter(status, Operator.IS, (option_id(database, 'status', '已成交'),))
    theirs = Filter('owner', Operator.ANY_OF, (team.li.member_id,))
    for query in (
        ListQuery(search='东湖'),
        ListQuery(search='13800138000'),
        ListQuery(filters=(won,)),
        ListQuery(filters=(theirs,)),
    ):
        assert names(database, team.zhao, query) == []
        assert count(database, team.zhao, query) == 0
        assert count(database, team.admin, query) > 0
    with database.reading() as session:
        everything = list(ids_by_id(session, rights_of(session, team.admin), ListQuery()))
        assert len(everything) == 4
        rights = rights_of(session, team.zhao)
        assert len(selected_ids(session, rights, Selection(ids=tuple(everything)))) == 1
        assert len(selected_ids(session, rights, Selection(query=ListQuery()))) == 1


@pytest.mark.parametrize('search', ['东湖', '科技 武汉', '1380', 'whdh', 'EAST'])
def test_a_search_finds_any_piece(database: Database, team: Cast, search: str) -> None:
    assert names(database, team.li, ListQuery(search=search)) == ['武汉东湖科技']


@pytest.mark.parametrize(
    ('key', 'operator', 'value', 'found'),
    [
        ('name', Operator.CONTAINS, '长城', {'北京长城'}),
        ('address', Operator.CONTAINS, 'east 1_', {'武汉东湖科技'}),
        ('address', Operator.CONTAINS, '0%', {'重庆火锅'}),
        ('address', Operator.CONTAINS, '_', {'武汉东湖科技'}),
        ('mobile', Operator.CONTAINS, '138 0013', {'武汉东湖科技'}),
        ('mobile', Operator.IS_EMPTY, None, {'北京长城', '重庆火锅'}),
        ('mobile', Operator.IS_NOT_EMPTY, None, {'武汉东湖科技', '安庆'}),
        ('status', Operator.IS, '跟进中', {'武汉东湖科技', '重庆火锅'}),
        ('status', Operator.NONE_OF, '跟进中', {'北京长城', '安庆'}),
    ],
)
def test_a_filter_leaves_what_it_says(
    database: Database, team: Cast, key: str, operator: Operator, value: str | None, found: set[str]
) -> None:
    if key == 'status' and value:
        value = option_id(database, 'status', value)
    wanted = Filter(field_id(database, key), operator, (value,) if value else ())
    assert set(names(database, team.admin, ListQuery(filters=(wanted,)))) == found
    assert count(database, team.admin, ListQuery(filters=(wanted,))) == len(found)


def test_my_own_means_whoever_asks(database: Database, team: Cast) -> None:
    mine = ListQuery(filters=(Filter('owner', Operator.IS, ('me',)),))
    assert names(database, team.wang, mine) == ['安庆']
    assert names(database, team.zhao, mine) == ['重庆火锅']


def test_choices_sort_as_the_team_ordered_them_and_empty_ones_are_smallest(database: Database, team: Cast) -> None:
    status = field_id(database, 'status')
    up = names(database, team.admin, ListQuery(sort=status, descending=False))
    assert up == ['安庆', '武汉东湖科技', '重庆火锅', '北京长城']
    assert names(database, team.admin, ListQuery(sort=status)) == up[::-1]


def test_owners_sort_by_sound(database: Database, team: Cast) -> None:
    owners = names(database, team.admin, ListQuery(sort='owner', descending=False))
    assert owners == ['武汉东湖科技', '北京长城', '安庆', '重庆火锅']


def test_kind_and_recycle_bin(database: Database, team: Cast) -> None:
    from crm_app.data.models.base import now

    assert names(database, team.wang, ListQuery(kind=CustomerKind.INDIVIDUAL)) == ['安庆']
    with database.transaction(None) as session:
        session.execute(update(Customer).where(Customer.name == '安庆').values(deleted_at=now()))
    assert names(database, team.wang, ListQuery(kind=CustomerKind.INDIVIDUAL)) == []
    assert names(database, team.wang, ListQuery(deleted=True, sort='deleted_at')) == ['安庆']
    assert names(database, team.zhao, ListQuery(deleted=True)) == []


@pytest.mark.parametrize(
    'hide', [lambda roles: {'enabled': False}, lambda roles: {'readable_by': roles}], ids=['off', 'not for his role']
)
def test_a_hidden_field_answers_as_if_there_were_none(
    database: Database, team: Cast, hide: Callable[[list[int]], dict[str, object]]
) -> None:
    address, status = field_id(database, 'address'), field_id(database, 'status')
    change_field(database, 'address', **hide([role_of(database, team.admin)]))
    hidden = Filter(address, Operator.CONTAINS, ('East',))
    kept = Filter(status, Operator.IS, (option_id(database, 'status', '跟进中'),))
    with database.reading() as session:
        rights = rights_of(session, team.li)
        for wanted in (hidden, Filter(999_999, Operator.CONTAINS, ('East',))):
            with pytest.raises(NotFound):
                count_of(session, rights, ListQuery(filters=(wanted,)))
            with pytest.raises(NotFound):
                selected_ids(session, rights, Selection(query=ListQuery(filters=(wanted,))))
        assert usable(session, rights, ListQuery(filters=(hidden, kept), sort=address)) == ListQuery(filters=(kept,))
        page = page_of(session, rights, ListQuery(sort=address), (address, status), 0, 50)
        assert all(address not in row.values and address not in row.texts for row in page.rows)


def test_nothing_is_found_through_a_field_that_is_hidden_from_the_role(database: Database, team: Cast) -> None:
    change_field(database, 'address', readable_by=[role_of(database, team.admin)])
    assert names(database, team.li, ListQuery(search='East')) == []
    assert names(database, team.li, ListQuery(search='东湖')) == ['武汉东湖科技']
    assert names(database, team.admin, ListQuery(search='East')) == ['武汉东湖科技']


def test_values_that_mean_nothing_are_refused(database: Database, team: Cast) -> None:
    status = field_id(database, 'status')
    for wanted in (
        Filter(status, Operator.IS, ('x',)),
        Filter(status, Operator.CONTAINS, ('1',)),
        Filter('owner', Operator.IS, ()),
        Filter('kind', Operator.IS, ('planet',)),
        Filter('created_at', Operator.AT_LEAST, ('2026-01-01T00:00:00',)),
        Filter('nothing', Operator.IS_EMPTY),
    ):
        with database.reading() as session, pytest.raises(NotFound):
            count_of(session, rights_of(session, team.admin), ListQuery(filters=(wanted,)))


def test_texts_are_what_people_read(database: Database, team: Cast) -> None:
    mobile, status = field_id(database, 'mobile'), field_id(database, 'status')
    with database.reading() as session:
        query = ListQuery(search='东湖')
        row = page_of(session, rights_of(session, team.li), query, (mobile, status, 'owner', 'created_at'), 0, 1).rows[
            0
        ]
    assert row.texts == {mobile: '138 0013 8000', status: '跟进中', 'owner': '李明'}
    assert row.values['owner'] == team.li.member_id


def test_odd_pages_are_clamped_and_counts_capped(database: Database, team: Cast) -> None:
    assert len(names(database, team.admin, ListQuery(), offset=-5, limit=-1)) == 1
    assert len(names(database, team.admin, ListQuery(), offset=0, limit=10**9)) == 4
    assert names(database, team.admin, ListQuery(), offset=10**30) == []
    assert count(database, team.admin, ListQuery(), cap=3) == 3
