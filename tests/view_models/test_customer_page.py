"""The customer page as plain values, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from crm_app.actions.customers.contacts import save_contact
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.customers.follow_ups import add_follow_up
from crm_app.data.database import Database
from crm_app.data.models.field import FieldDefinition
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotFound
from crm_app.view_models.customer_page import Show, customer_view, timeline_page
from tests.support.cast import Cast, add_customer, field_id, option_id


def change(database: Database, actor: Actor, ident: int, key: str, before: object, after: object) -> None:
    column = field_id(database, key)
    edit_customer(database, actor, ident, base={column: before}, mine={column: after})


def hide(database: Database, key: str) -> None:
    def unit(session: Session) -> None:
        row = session.get(FieldDefinition, field_id(database, key))
        assert row is not None
        row.readable_by = [1]

    database.write(unit, None)


def test_it_shows_texts_of_values_and_the_primary_contact_first(database: Database, cast: Cast) -> None:
    level = option_id(database, 'level', 'A')
    ident = add_customer(database, cast.li, '武汉甲公司', {'mobile': '13800138000', 'level': level, 'contact': '张伟'})
    name = field_id(database, 'name', Entity.CONTACT)
    save_contact(database, cast.li, ident, None, base={}, mine={name: '李雷'})
    view = customer_view(database, cast.wang, ident, 'zh_CN')
    assert view.detail.texts[field_id(database, 'mobile')] == '138 0013 8000'
    assert view.detail.texts[field_id(database, 'level')] == 'A'
    assert [(person.name, person.primary) for person in view.detail.contacts] == [('张伟', True), ('李雷', False)]
    assert view.detail.owner_name == '李明'


def test_a_foreign_customer_answers_as_one_that_does_not_exist(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉甲公司')
    for wanted in (ident, 999_999):
        with pytest.raises(NotFound):
            customer_view(database, cast.zhao, wanted, 'zh_CN')
        with pytest.raises(NotFound):
            timeline_page(database, cast.zhao, wanted, show=Show.ALL)


def test_follow_ups_and_changes_stand_in_one_stream_newest_first(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉甲公司', {'mobile': '13800138000'})
    add_follow_up(database, cast.li, ident, text='电话沟通', way=None, next_at=datetime.now(UTC) + timedelta(days=1))
    change(database, cast.wang, ident, 'mobile', '13800138000', '13900139000')
    entries, more = timeline_page(database, cast.li, ident, show=Show.ALL)
    assert [(entry.is_follow_up, entry.member_name) for entry in entries] == [
        (False, '王芳'),
        (True, '李明'),
        (False, '李明'),
    ]
    assert more is None
    (line,) = entries[0].changes
    assert (line.text_before, line.text_after) == ('138 0013 8000', '139 0013 9000')
    follow_ups, _ = timeline_page(database, cast.li, ident, show=Show.FOLLOW_UPS)
    assert [entry.text for entry in follow_ups] == ['电话沟通']
    changes, _ = timeline_page(database, cast.li, ident, show=Show.CHANGES)
    assert [entry.action for entry in changes] == ['update', 'create']


def test_changes_of_fields_one_may_not_see_are_left_out(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉甲公司', {'mobile': '13800138000'})
    change(database, cast.wang, ident, 'mobile', '13800138000', '13900139000')
    hide(database, 'mobile')
    entries, _ = timeline_page(database, cast.li, ident, show=Show.ALL)
    assert [entry.action for entry in entries] == ['create']
    assert field_id(database, 'mobile') not in customer_view(database, cast.li, ident, 'zh_CN').detail.values


def test_pages_of_the_stream_follow_each_other_without_gap_or_double(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉甲公司', {'address': '0'})
    for number in range(6):
        change(database, cast.li, ident, 'address', str(number), str(number + 1))
        add_follow_up(database, cast.li, ident, text=f'第 {number} 次', way=None, next_at=None)
    whole, _ = timeline_page(database, cast.li, ident, show=Show.ALL)
    read, mark = timeline_page(database, cast.li, ident, show=Show.ALL, limit=5)
    while mark is not None:
        more, mark = timeline_page(database, cast.li, ident, show=Show.ALL, before=mark, limit=5)
        read += more
    assert read == whole
    assert len(whole) == 13


def test_a_contacts_change_names_the_contact(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉甲公司')
    name, mobile = field_id(database, 'name', Entity.CONTACT), field_id(database, 'mobile', Entity.CONTACT)
    contact = save_contact(database, cast.li, ident, None, base={}, mine={name: '李雷'})
    save_contact(database, cast.li, ident, contact, base={mobile: None}, mine={mobile: '13800138000'})
    entries, _ = timeline_page(database, cast.li, ident, show=Show.CHANGES)
    assert [(entry.entity, entry.action) for entry in entries[:2]] == [
        (Entity.CONTACT, 'update'),
        (Entity.CONTACT, 'create'),
    ]
    assert entries[1].subject == '李雷'
    assert entries[0].changes[0].text_after == '138 0013 8000'
