from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from crm_app.actions.checks import check_database
from crm_app.actions.demo.add import CustomersExist, add_demo
from crm_app.actions.demo.remove import remove_demo
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer, FollowUp
from crm_app.data.models.member import Member, Role
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotPermitted

TODAY = date(2026, 11, 23)


def member(database: Database, role: str) -> Actor:
    with database.transaction(None) as session:
        role_id = session.query(Role.id).filter(Role.key == role).scalar()
        row = Member(login=role, name='王', role_id=role_id)
        session.add(row)
        session.flush()
        return Actor(row.id, '王')


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Customer.name).order_by(Customer.id)))


def test_demo_data_is_sound_and_leaves_with_one_step(database: Database) -> None:
    boss = member(database, 'admin')
    add_demo(database, None, customers=120, members=10, today=TODAY)
    assert check_database(database) == []
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer).where(Customer.demo)) == 120
        assert session.scalar(select(func.count(Customer.owner_id.distinct()))) == 10
        assert session.scalar(select(func.count()).select_from(FollowUp)) > 10
        demo_members = session.scalars(select(Member).where(Member.demo)).all()
    assert len(demo_members) == 10
    assert all(one.password_hash is None for one in demo_members)
    assert any(one.superior_id for one in demo_members)
    assert remove_demo(database, boss) == 120
    assert check_database(database) == []
    with database.reading() as session:
        assert session.scalars(select(Member.login)).all() == ['admin']
    add_demo(database, boss, customers=5, members=1, today=TODAY)
    assert check_database(database) == []


def test_the_same_seed_gives_the_same_customers(sqlite_url: str, postgres_url: str) -> None:
    first, second = Database(sqlite_url), Database(postgres_url)
    for database in (first, second):
        add_demo(database, None, customers=30, members=3, seed=7, today=TODAY)
    assert names(first) == names(second)
    for database in (first, second):
        database.close()


def test_it_never_mixes_with_real_customers(database: Database) -> None:
    add_demo(database, None, customers=3, members=1, today=TODAY)
    with pytest.raises(CustomersExist):
        add_demo(database, None, customers=3, members=1, today=TODAY)
    assert len(names(database)) == 3


def test_an_outsider_neither_adds_nor_removes_it(database: Database) -> None:
    staff = member(database, 'staff')
    with pytest.raises(NotPermitted):
        add_demo(database, staff, customers=3, members=1, today=TODAY)
    add_demo(database, None, customers=3, members=1, today=TODAY)
    with pytest.raises(NotPermitted):
        remove_demo(database, staff)
    assert len(names(database)) == 3


def test_a_demo_member_who_owns_a_real_customer_stays_deactivated(database: Database) -> None:
    boss = member(database, 'admin')
    add_demo(database, None, customers=3, members=1, today=TODAY)
    with database.transaction(None) as session:
        owner = session.scalar(select(Member.id).where(Member.demo))
        session.add(Customer(kind='company', name='真客户', name_pinyin='', owner_id=owner))
    assert remove_demo(database, boss) == 3
    assert names(database) == ['真客户']
    with database.reading() as session:
        assert session.scalar(select(Member.active).where(Member.id == owner)) is False
