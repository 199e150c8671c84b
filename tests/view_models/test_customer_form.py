"""The form as plain values, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.drafts import forget_draft, keep_draft
from crm_app.data.database import Database
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.rules.customers import CustomerKind
from crm_app.rules.refusals import NotFound
from crm_app.view_models.choices import HITS, find_choices
from crm_app.view_models.customer_form import edit_of, form_of, kept_draft, read_typed
from crm_app.view_models.form_draft import draft_from_json, draft_key
from tests.support.cast import Cast, add_customer, field_id


def set_field(database: Database, key: str, **properties: object) -> None:
    def unit(session: Session) -> None:
        row = session.scalars(
            select(FieldDefinition).where(FieldDefinition.key == key, FieldDefinition.entity_kind == 'customer')
        ).one()
        for name, value in properties.items():
            setattr(row, name, value)

    database.write(unit, None)


def add_options(database: Database, key: str, names: list[str]) -> None:
    ident = field_id(database, key)
    database.write(
        lambda session: session.add_all(
            FieldOption(field_id=ident, name=name, position=place) for place, name in enumerate(names)
        ),
        None,
    )


def test_each_kind_of_customer_has_its_inputs_in_the_teams_order(database: Database, cast: Cast) -> None:
    set_field(database, 'mobile', position=0)
    view = form_of(database, cast.li, None, 'zh_CN')
    companies = [found.field.key for found in view.fields_for(CustomerKind.COMPANY)]
    people = [found.field.key for found in view.fields_for(CustomerKind.INDIVIDUAL)]
    assert companies[:3] == ['mobile', 'name', 'contact']
    assert people[:3] == ['mobile', 'name', 'phone']


def test_a_field_that_is_off_or_hidden_from_the_role_has_no_input(database: Database, cast: Cast) -> None:
    set_field(database, 'address', enabled=False)
    set_field(database, 'source', readable_by=[1])
    set_field(database, 'level', writable_by=[1])
    views = {found.field.key: found for found in form_of(database, cast.li, None, 'zh_CN').fields}
    assert 'address' not in views
    assert 'source' not in views
    assert not views['level'].writable
    assert views['status'].writable


def test_names_follow_the_language_until_the_team_gives_its_own(database: Database, cast: Cast) -> None:
    set_field(database, 'source', custom_name='来源渠道')
    names = {found.field.key: found.name for found in form_of(database, cast.li, None, 'en').fields}
    assert names['mobile'] == 'Mobile'
    assert names['source'] == '来源渠道'


def test_a_stranger_cannot_open_the_form_of_a_customer(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉无忧科技有限公司')
    with pytest.raises(NotFound):
        form_of(database, cast.zhao, ident, 'zh_CN')
    assert form_of(database, cast.wang, ident, 'zh_CN').customer_name == '武汉无忧科技有限公司'


def test_only_who_may_change_owners_can_choose_one(database: Database, cast: Cast) -> None:
    assert not form_of(database, cast.li, None, 'zh_CN').owners
    assert '赵强' in [entry.name for entry in form_of(database, cast.wang, None, 'zh_CN').owners]


def test_unreadable_and_missing_inputs_are_named(database: Database, cast: Cast) -> None:
    view = form_of(database, cast.li, None, 'zh_CN')
    name, mobile = field_id(database, 'name'), field_id(database, 'mobile')
    values, wrong = read_typed(view.fields_for(CustomerKind.COMPANY), {mobile: 'abc'})
    assert set(wrong) == {name, mobile}
    assert mobile not in values


def test_an_edit_speaks_only_of_inputs_that_were_touched(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '武汉无忧科技有限公司', {'mobile': '13800138000', 'address': '人民路 1 号'})
    view = form_of(database, cast.li, ident, 'zh_CN')
    address = field_id(database, 'address')
    draft = draft_from_json(view.start.as_json())
    draft.typed[address] = '人民路 2 号'
    values, wrong = read_typed(view.fields_for(draft.kind), draft.typed)
    assert not wrong
    base, mine = edit_of(view, draft, values)
    assert base == {'owner': cast.li.member_id, address: '人民路 1 号'}
    assert mine == {'owner': cast.li.member_id, address: '人民路 2 号'}


def test_a_draft_is_kept_for_its_member_alone_until_it_is_given_up(database: Database, cast: Cast) -> None:
    view = form_of(database, cast.li, None, 'zh_CN')
    draft = draft_from_json(view.start.as_json())
    draft.typed[field_id(database, 'name')] = '武汉'
    draft.contacts.append({field_id(database, 'mobile'): '138'})
    keep_draft(database, cast.li, draft_key(None), draft.as_json())
    assert kept_draft(database, cast.li, None) == draft
    assert kept_draft(database, cast.wang, None) is None
    forget_draft(database, cast.li, draft_key(None))
    assert kept_draft(database, cast.li, None) is None


def test_long_lists_are_searched_on_the_server_by_name_and_initials(database: Database, cast: Cast) -> None:
    add_options(database, 'city', [f'城市{number}' for number in range(300)] + ['武汉市'])
    city = field_id(database, 'city')
    view = next(found for found in form_of(database, cast.li, None, 'zh_CN').fields if found.id == city)
    assert view.choices.remote
    assert len(view.choices.listed) == HITS
    assert [entry.name for entry in find_choices(database, cast.li, city, 'whs')] == ['武汉市']
    assert [entry.name for entry in find_choices(database, cast.li, city, '武汉')] == ['武汉市']
    set_field(database, 'city', readable_by=[1])
    assert find_choices(database, cast.li, city, '武汉') == ()
