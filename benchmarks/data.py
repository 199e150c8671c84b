"""Data for the benchmarks: an office of 200 people and as many believable customers as asked, equal for each seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, text

from crm_app.data import search, uniqueness
from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.customer_rows import search_texts
from crm_app.data.database import Database
from crm_app.data.models.base import table_of
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member, Role
from crm_app.data.uniqueness import keys_for
from crm_app.rules.cities import official_cities
from crm_app.rules.customers import CustomerKind
from crm_app.rules.members import Actor
from crm_app.rules.pinyin import sort_key

MEMBERS: Final = 200
TEAM: Final = 50
"""People below the manager whose figures are measured."""
_BATCH: Final = 5000
_START: Final = datetime(2024, 1, 1, tzinfo=UTC)
_TRADES: Final = ('科技', '贸易', '建材', '食品', '物流', '化工', '电子', '机械设备', '服饰', '装饰工程')
_SURNAMES: Final = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'
_GIVEN: Final = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平'
_SYLLABLES: Final = '恒瑞金达宏盛嘉华博远安信天恒丰友诚中联创新鼎泰和顺万通长城东方启航海川云峰'


@dataclass(frozen=True)
class Office:
    """A filled database and two people in it."""

    database: Database
    admin: Actor
    manager: Actor
    """Sees the customers of 50 people."""


def fill(database: Database, customers: int, *, seed: int = 7) -> Office:
    """Fill an empty, migrated database; returns at once where it is filled already."""
    with database.reading() as session:
        there = session.scalar(select(Member.id).limit(1))
    if there is None:
        _add_members(database)
        for batch in _batches(database, customers, seed):
            _insert(database, batch)
        with database.engine.execution_options(write=True).begin() as connection:
            connection.execute(text('ANALYZE'))
    with database.reading() as session:
        ids = session.scalars(select(Member.id).order_by(Member.id).limit(2)).all()
    return Office(database, Actor(ids[0], '管理员'), Actor(ids[1], '主管'))


def _add_members(database: Database) -> None:
    def unit(session: Any) -> None:
        roles = {role.key: role.id for role in session.scalars(select(Role))}
        admin = Member(login='admin', name='管理员', role_id=roles['admin'])
        manager = Member(login='manager', name='主管', role_id=roles['manager'])
        session.add(admin)
        session.flush()
        session.add(manager)
        session.flush()
        for number in range(MEMBERS - 2):
            superior = manager.id if number < TEAM - 1 else None
            session.add(Member(login=f'm{number}', name=f'员工{number}', role_id=roles['staff'], superior_id=superior))
            session.flush()

    database.write(unit, None)


def _batches(database: Database, customers: int, seed: int) -> Iterator[list[dict[str, Any]]]:
    with database.reading() as session:
        catalog = catalog_of(session)
    make = _Maker(catalog, random.Random(seed))
    for start in range(0, customers, _BATCH):
        yield [make.row(number) for number in range(start + 1, min(start + _BATCH, customers) + 1)]


class _Maker:
    """Makes one row after the other from one source of chance."""

    def __init__(self, catalog: Catalog, chance: random.Random) -> None:
        self.chance = chance
        self.cities = sorted(set(official_cities(uniqueness.divisions()).values()))
        self.options = {
            key: [str(option.id) for option in catalog.options_of(catalog.by_key(key).id)]
            for key in ('status', 'level', 'source')
        }

    def row(self, number: int) -> dict[str, Any]:
        """Return a customer by column."""
        pick = self.chance.choice
        core = ''.join(self.chance.sample(_SYLLABLES, 3))
        name = f'{pick(self.cities).removesuffix("市")}{core}{pick(_TRADES)}有限公司{number}'
        return {
            'id': number,
            'kind': CustomerKind.COMPANY.value,
            'name': name,
            'name_pinyin': sort_key(name),
            'contact_name': pick(_SURNAMES) + pick(_GIVEN) + pick(_GIVEN),
            'owner_id': self.chance.randint(1, MEMBERS),
            'created_at': _START,
            'updated_at': _START + timedelta(seconds=self.chance.randint(0, 80_000_000)),
            'next_follow_up_at': None if number % 3 else _START + timedelta(minutes=number),
            'demo': False,
            't01': f'1{38_00000000 + number * 7:010}',
            't03': pick(self.options['status']),
            't04': pick(self.options['level']),
            't05': pick(self.options['source']),
            't08': f'{pick(self.cities)}人民路{number % 900}号',
            't09': f'关注价格，{pick(_TRADES)}项目月底前报价',
            'n02': self.chance.randint(1, 9_000_000) * 10_000,
        }


def _insert(database: Database, rows: list[dict[str, Any]]) -> None:
    with database.transaction(None) as session:
        catalog = catalog_of(session)
        session.connection().execute(insert(table_of(Customer)), rows)
        keys = {row['id']: keys_for(catalog, CustomerKind.COMPANY, row) for row in rows}
        uniqueness.claim(session, [(ident, key) for ident, found in keys.items() for key in found.blocking])
        uniqueness.add_hints(session, [(ident, hint) for ident, found in keys.items() for hint in found.hints])
        search.add(session, [(row['id'], search_texts(catalog, row)) for row in rows])
