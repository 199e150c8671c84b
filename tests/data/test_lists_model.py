"""The list against a naive one in Python: the same filters and sorts give the same ids."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from crm_app.data.database import Database
from crm_app.data.lists import count_of, ids_by_id, page_of
from crm_app.data.models.base import now
from crm_app.data.models.customer import Customer
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.data.rights import rights_of
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import FieldKind
from crm_app.rules.list_query import Column, Filter, ListQuery, Operator
from crm_app.rules.members import Actor
from crm_app.rules.pinyin import sort_key
from tests.support.cast import Cast, catalog_in, field_id, option_id

Row = dict[str, Any]
START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ('安庆', '北京长城', '重庆火锅', '武汉东湖', 'ABC', '曾氏', '10%')


def ids_in(database: Database, actor: Actor, query: ListQuery) -> list[int]:
    with database.reading() as session:
        rights = rights_of(session, actor)
        found: list[int] = []
        for page in range(4):
            found += [row.id for row in page_of(session, rights, query, (), page * 25, 25).rows]
        assert count_of(session, rights, query) == len(found)
        assert list(ids_by_id(session, rights, query)) == sorted(found)
        return found


@pytest.fixture
def stock(database: Database, cast: Cast) -> list[Row]:
    """80 customers with holes, in every combination that fits."""
    with database.transaction(None) as session:
        for key in ('birthday', 'employees'):
            field = session.scalars(select(FieldDefinition).where(FieldDefinition.key == key)).one()
            field.enabled, field.applies_to = True, 'both'
        tags = FieldDefinition(
            entity_kind='customer',
            original_name='标签',
            kind=FieldKind.MULTI_CHOICE,
            slot='t30',
            enabled=True,
            position=99,
        )
        session.add(tags)
        session.flush()
        session.add_all(FieldOption(field_id=tags.id, name=name, position=place) for place, name in enumerate('甲乙丙'))
    options = [o.id for o in catalog_in(database).options_of(field_of(database, '标签'))]
    statuses = [option_id(database, 'status', name) for name in ('潜在', '跟进中', '已成交')]
    chance = random.Random(7)
    rows: list[Row] = []
    for number in range(80):
        name = chance.choice(NAMES) + chance.choice(('', '1', '2'))
        tags_here = sorted(chance.sample(options, chance.randint(0, 3)))
        rows.append(
            {
                'kind': chance.choice(list(CustomerKind)).value,
                'name': name,
                'name_pinyin': sort_key(name),
                'owner_id': chance.choice([None, cast.wang.member_id, cast.li.member_id, cast.zhao.member_id]),
                'created_at': START + timedelta(days=chance.randint(0, 5)),
                'updated_at': START + timedelta(hours=chance.randint(0, 50)),
                'next_follow_up_at': chance.choice([None, START + timedelta(days=chance.randint(0, 9))]),
                'deleted_at': now() if chance.random() < 0.1 else None,
                't03': chance.choice([None, *statuses]),
                't08': chance.choice([None, 'East_1', 'east%', '东湖路']),
                't14': chance.choice([None, f'2000-01-{chance.randint(1, 9):02}']),
                'n01': chance.choice([None, chance.randint(-5, 5) * 10_000]),
                't30': f',{",".join(map(str, tags_here))},' if tags_here else None,
            }
        )
        rows[-1]['id'] = number + 1
    with database.transaction(None) as session:
        session.connection().execute(insert(Customer.__table__), rows)
    return rows


def field_of(database: Database, name: str) -> int:
    return next(field.id for field in catalog_in(database).fields if field.name == name)


def expected(
    rows: list[Row], seen: Callable[[Row], bool], sort: Callable[[Row], Any], *, descending: bool
) -> list[int]:
    kept = [row for row in rows if seen(row) and row['deleted_at'] is None]

    def key(row: Row) -> tuple[Any, ...]:
        value = sort(row)
        return (value is not None, value if value is not None else 0, row['id'])

    return [row['id'] for row in sorted(kept, key=key, reverse=descending)]


def test_every_sort_in_both_directions_for_everybody(database: Database, cast: Cast, stock: list[Row]) -> None:
    order = {
        option_id(database, 'status', name): place for place, name in enumerate(('潜在', '跟进中', '已成交', '已流失'))
    }
    by_sound = {
        m: sort_key(catalog_in(database).member_names[m], surname=True)
        for m in (cast.wang.member_id, cast.li.member_id, cast.zhao.member_id)
    }
    sorts: dict[Column, Callable[[Row], Any]] = {
        field_id(database, 'name'): lambda row: row['name_pinyin'].encode(),
        field_id(database, 'status'): lambda row: order.get(row['t03']),
        field_id(database, 'birthday'): lambda row: row['t14'],
        field_id(database, 'employees'): lambda row: row['n01'],
        'owner': lambda row: by_sound.get(row['owner_id']),
        'kind': lambda row: row['kind'],
        'created_at': lambda row: row['created_at'],
        'updated_at': lambda row: row['updated_at'],
        'next_follow_up_at': lambda row: row['next_follow_up_at'],
    }
    seers: dict[Actor, Callable[[Row], bool]] = {
        cast.admin: lambda row: True,
        cast.wang: lambda row: row['owner_id'] in (cast.wang.member_id, cast.li.member_id),
        cast.li: lambda row: row['owner_id'] == cast.li.member_id,
    }
    for column, sort in sorts.items():
        for descending in (False, True):
            for actor, seen in seers.items():
                query = ListQuery(sort=column, descending=descending)
                assert ids_in(database, actor, query) == expected(stock, seen, sort, descending=descending), (
                    column,
                    descending,
                )


def test_every_pair_of_filters(database: Database, cast: Cast, stock: list[Row]) -> None:
    status, won = field_id(database, 'status'), option_id(database, 'status', '已成交')
    tags = field_of(database, '标签')
    tag = catalog_in(database).options_of(tags)[0].id
    birthday, employees, address = (field_id(database, key) for key in ('birthday', 'employees', 'address'))
    third = (START + timedelta(days=3)).isoformat()
    cases: list[tuple[Filter, Callable[[Row], bool]]] = [
        (Filter(status, Operator.ANY_OF, (won,)), lambda row: row['t03'] == won),
        (Filter(status, Operator.NONE_OF, (won,)), lambda row: row['t03'] != won),
        (Filter(status, Operator.IS_EMPTY), lambda row: row['t03'] is None),
        (Filter(tags, Operator.ANY_OF, (tag,)), lambda row: f',{tag},' in (row['t30'] or '')),
        (Filter(tags, Operator.NONE_OF, (tag,)), lambda row: f',{tag},' not in (row['t30'] or '')),
        (Filter(birthday, Operator.AT_LEAST, ('2000-01-04',)), lambda row: (row['t14'] or '') >= '2000-01-04'),
        (
            Filter(birthday, Operator.BETWEEN, ('2000-01-03', '2000-01-05')),
            lambda row: '2000-01-03' <= (row['t14'] or '') <= '2000-01-05',
        ),
        (Filter(employees, Operator.AT_MOST, (0,)), lambda row: row['n01'] is not None and row['n01'] <= 0),
        (
            Filter(employees, Operator.BETWEEN, ('-20000', '30000')),
            lambda row: row['n01'] is not None and -20_000 <= row['n01'] <= 30_000,
        ),
        (Filter(address, Operator.CONTAINS, ('EAST',)), lambda row: 'east' in (row['t08'] or '').lower()),
        (Filter(address, Operator.CONTAINS, ('t_',)), lambda row: 't_' in (row['t08'] or '').lower()),
        (
            Filter('owner', Operator.ANY_OF, ('me', cast.li.member_id)),
            lambda row: row['owner_id'] in (cast.wang.member_id, cast.li.member_id),
        ),
        (Filter('owner', Operator.NONE_OF, (cast.li.member_id,)), lambda row: row['owner_id'] != cast.li.member_id),
        (
            Filter('next_follow_up_at', Operator.AT_LEAST, (third,)),
            lambda row: row['next_follow_up_at'] is not None and row['next_follow_up_at'] >= START + timedelta(days=3),
        ),
        (Filter('kind', Operator.IS, ('company',)), lambda row: row['kind'] == 'company'),
    ]
    for number, (first, fits_first) in enumerate(cases):
        for second, fits_second in cases[number:]:
            for actor, owners in (
                (cast.wang, (cast.wang.member_id, cast.li.member_id)),
                (cast.zhao, (cast.zhao.member_id,)),
            ):
                if actor is cast.zhao and 'me' in (*first.values, *second.values):
                    continue

                def seen(
                    row: Row, fits: tuple[Any, ...] = (fits_first, fits_second), owners: tuple[int, ...] = owners
                ) -> bool:
                    return row['owner_id'] in owners and all(fit(row) for fit in fits)

                query = ListQuery(filters=(first, second))
                assert ids_in(database, actor, query) == expected(
                    stock, seen, lambda row: row['updated_at'], descending=True
                ), query


def test_the_recycle_bin_is_apart(database: Database, cast: Cast, stock: list[Row]) -> None:
    there = {row['id'] for row in stock if row['deleted_at']}
    assert there
    assert set(ids_in(database, cast.admin, ListQuery(deleted=True))) == there
    with database.transaction(None) as session:
        session.connection().execute(update(Customer.__table__).values(deleted_at=now()))
    assert ids_in(database, cast.admin, ListQuery()) == []
