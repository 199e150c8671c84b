from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from crm_app.actions.customers.create import NewCustomer, create_customer
from crm_app.data import search
from crm_app.data.database import Database
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.record import Revision
from crm_app.rules.collisions import Collision, MissingValues
from crm_app.rules.customers import CustomerKind
from crm_app.rules.members import Actor
from crm_app.rules.refusals import InvalidValue, NotFound, NotPermitted, SignedOut
from tests.support.cast import Cast, add_customer, catalog_in, field_id, option_id


def found(database: Database, words: str) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Customer.id).where(search.matching(session, words))))


def test_create_keeps_values_contact_history_and_is_found(database: Database, cast: Cast) -> None:
    status = option_id(database, 'status', '跟进中')
    ident = add_customer(
        database, cast.li, '武汉无忧科技有限公司', {'mobile': '13800138000', 'contact': '曾丽', 'status': status}
    )
    with database.reading() as session:
        customer = session.get_one(Customer, ident)
        assert (customer.owner_id, customer.contact_name) == (cast.li.member_id, '曾丽')
        contact = session.scalars(select(Contact)).one()
        assert (contact.name, contact.is_primary) == ('曾丽', True)
        revision = session.scalars(select(Revision).where(Revision.entity_kind == 'customer')).one()
        assert revision.member_id == cast.li.member_id
        assert [field_id(database, 'status'), None, status, '', '跟进中'] in revision.changes
    for words in ('无忧', 'whwy', '曾丽', 'zl', '1380', '8000', '科'):
        assert found(database, words) == [ident], words
    assert found(database, '无优') == []


def test_create_refuses_the_same_phone_in_another_spelling_and_masks_the_owner(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉无忧科技有限公司', {'mobile': '13800138000'})
    with pytest.raises(Collision) as caught:
        add_customer(database, cast.zhao, '另一家公司', {'mobile': '+86 138-0013-8000'})
    finding = caught.value.findings[0]
    assert (finding.customer_id, finding.owner_name, finding.blocks) == (None, None, True)
    assert '无忧' not in finding.name
    with pytest.raises(Collision) as seen:
        add_customer(database, cast.wang, '另一家公司', {'mobile': '+86 138-0013-8000'})
    assert (seen.value.findings[0].customer_id, seen.value.findings[0].name) == (ident, '武汉无忧科技有限公司')
    assert found(database, '另一家') == []


def test_names_block_companies_and_only_warn_for_individuals(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, 'ABC（中国）有限公司')
    with pytest.raises(Collision):
        add_customer(database, cast.li, 'abc(中国)有限公司')
    first = add_customer(database, cast.li, '张伟', kind=CustomerKind.INDIVIDUAL)
    assert add_customer(database, cast.li, '张伟', kind=CustomerKind.INDIVIDUAL) != first


def test_two_simultaneous_saves_make_exactly_one_customer(database: Database, cast: Cast) -> None:
    def save(number: int) -> bool:
        try:
            add_customer(database, cast.li, f'公司{number}', {'mobile': '13900139000'})
        except Collision:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(save, range(8)))
    assert results.count(True) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 1


def test_create_refuses_what_forged_clients_send(database: Database, cast: Cast) -> None:
    name, level, birthday = (field_id(database, key) for key in ('name', 'level', 'birthday'))
    foreign = option_id(database, 'status', '潜在')

    def send(values: dict[int, object], owner_id: int | None = None, actor: Actor = cast.li) -> None:
        create_customer(database, actor, NewCustomer(kind=CustomerKind.COMPANY, values=values, owner_id=owner_id))

    with pytest.raises(MissingValues):
        send({})
    with pytest.raises(InvalidValue):
        send({name: '甲', level: foreign})
    with pytest.raises(InvalidValue):
        send({name: 17})
    with pytest.raises(NotFound):
        send({name: '甲', birthday: '2000-01-01'})
    with pytest.raises(NotFound):
        send({name: '甲', 999_999: 'x'})
    with pytest.raises(NotPermitted):
        send({name: '甲'}, owner_id=cast.zhao.member_id)
    with pytest.raises(SignedOut):
        send({name: '甲'}, actor=Actor(999_999, 'nobody'))
    assert found(database, '甲') == []
    assert catalog_in(database).options_of(level)
