from __future__ import annotations

import pytest
from sqlalchemy import select

from crm_app.actions.customers.contacts import delete_contact, save_contact
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.customers.set_back import set_back
from crm_app.data.database import Database
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.record import Revision
from crm_app.data.news import News
from crm_app.rules.collisions import Collision, MissingValues
from crm_app.rules.conflicts import Conflict
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.refusals import NotFound, NotPermitted
from tests.support.cast import Cast, add_customer, field_id, option_id


def value(database: Database, ident: int, slot: str) -> object:
    with database.reading() as session:
        return session.scalar(select(getattr(Customer, slot)).where(Customer.id == ident))


def test_edits_of_different_fields_merge_silently(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'mobile': '13800138000', 'address': '旧'})
    mobile, address = field_id(database, 'mobile'), field_id(database, 'address')
    seen = {mobile: '13800138000', address: '旧'}
    edit_customer(database, cast.wang, ident, base=seen, mine={**seen, mobile: '13900139000'})
    written = edit_customer(database, cast.li, ident, base=seen, mine={**seen, address: '新'})
    assert written == {address}
    assert (value(database, ident, 't01'), value(database, ident, 't08')) == ('13900139000', '新')


def test_an_edit_of_the_same_field_is_a_conflict_and_writes_nothing(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'address': '旧', 'remark': '一'})
    address, remark = field_id(database, 'address'), field_id(database, 'remark')
    seen = {address: '旧', remark: '一'}
    edit_customer(database, cast.wang, ident, base=seen, mine={address: '王的'})
    with pytest.raises(Conflict) as caught:
        edit_customer(database, cast.li, ident, base=seen, mine={address: '李的', remark: '二'})
    conflict = caught.value.conflicts[0]
    assert (conflict.before, conflict.theirs, conflict.mine) == ('旧', '王的', '李的')
    assert value(database, ident, 't09') == '一'


def test_edit_refuses_an_outsider_as_if_the_customer_did_not_exist(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司')
    address = field_id(database, 'address')
    for wrong in (ident, 999_999):
        with pytest.raises(NotFound):
            edit_customer(database, cast.zhao, wrong, base={}, mine={address: 'x'})
    assert value(database, ident, 't08') is None


def test_edit_moves_the_keys(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'mobile': '13800138000'})
    mobile = field_id(database, 'mobile')
    edit_customer(database, cast.li, ident, base={mobile: '13800138000'}, mine={mobile: '13900139000'})
    other = add_customer(database, cast.zhao, '乙公司', {'mobile': '13800138000'})
    with pytest.raises(Collision):
        edit_customer(database, cast.zhao, other, base={mobile: '13800138000'}, mine={mobile: '139 0013 9000'})


def test_the_owner_changes_only_with_permission(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司')
    owner = cast.li.member_id
    with pytest.raises(NotPermitted):
        edit_customer(database, cast.li, ident, base={'owner': owner}, mine={'owner': cast.zhao.member_id})
    edit_customer(database, cast.wang, ident, base={'owner': owner}, mine={'owner': cast.zhao.member_id})
    with pytest.raises(NotFound):
        edit_customer(database, cast.li, ident, base={}, mine={field_id(database, 'address'): 'x'})


def test_required_fields_cannot_be_emptied(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司')
    name = field_id(database, 'name')
    with pytest.raises(MissingValues):
        edit_customer(database, cast.li, ident, base={name: '甲公司'}, mine={name: None}, route=Route.INLINE)


def test_an_edit_without_a_difference_is_no_news(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'address': '旧'})
    heard: list[News] = []
    database.listeners.append(heard.append)
    address = field_id(database, 'address')
    assert edit_customer(database, cast.li, ident, base={address: '旧'}, mine={address: '旧'}) == frozenset()
    assert heard == []
    edit_customer(database, cast.li, ident, base={address: '旧'}, mine={address: '新'})
    assert [told.ids[Entity.CUSTOMER] for told in heard] == [{ident}]
    assert heard[0].by == cast.li.member_id


def test_any_value_can_be_set_back_with_its_texts_kept(database: Database, cast: Cast) -> None:
    first, second = (option_id(database, 'status', name) for name in ('潜在', '已成交'))
    ident = add_customer(database, cast.li, '甲公司', {'status': first})
    status = field_id(database, 'status')
    edit_customer(database, cast.li, ident, base={status: first}, mine={status: second}, route=Route.INLINE)
    with database.reading() as session:
        revision = session.scalars(select(Revision).where(Revision.action == 'update')).one()
    assert revision.changes == [[status, first, second, '潜在', '已成交']]
    with pytest.raises(NotFound):
        set_back(database, cast.zhao, ident, revision.id, status)
    set_back(database, cast.wang, ident, revision.id, status)
    assert value(database, ident, 't03') == first
    with database.reading() as session:
        newest = session.scalars(select(Revision).order_by(Revision.id.desc()).limit(1)).one()
    assert (newest.route, newest.member_id) == ('restore', cast.wang.member_id)


def test_contacts_mirror_the_primary_one(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司', {'contact': '张三'})
    name = field_id(database, 'name', Entity.CONTACT)
    second = save_contact(database, cast.li, ident, None, base={}, mine={name: '李四'}, primary=True)
    assert value(database, ident, 'contact_name') == '李四'
    with database.reading() as session:
        assert [c.name for c in session.scalars(select(Contact).where(Contact.is_primary))] == ['李四']
    contact = field_id(database, 'contact')
    edit_customer(database, cast.li, ident, base={contact: '李四'}, mine={contact: '王五'})
    with database.reading() as session:
        assert session.get_one(Contact, second).name == '王五'
    with pytest.raises(NotFound):
        delete_contact(database, cast.zhao, second)
    delete_contact(database, cast.li, second)
    assert value(database, ident, 'contact_name') is None
