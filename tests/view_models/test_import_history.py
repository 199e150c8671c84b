"""What can be chosen for an import, and the imports there were."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_app.actions.imports.undo import undo_import
from crm_app.data.database import Database
from crm_app.data.lists import ids_by_id
from crm_app.data.rights import rights_of
from crm_app.rules.list_link import decode_link
from crm_app.rules.members import Permission
from crm_app.rules.refusals import NotPermitted
from crm_app.view_models.import_choices import load_choices, options_of
from crm_app.view_models.import_history import earlier_imports
from tests.support.cast import Cast, add_customer, field_id
from tests.support.roles import take_from_staff
from tests.support.sheets import bring, sheet


def test_each_sees_his_own_imports_and_the_administrator_all(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / '我的.xlsx', ('客户名称', '手机'), ('甲公司', '13800000001'), ('乙公司', '不是'))
    bring(database, cast.li, path)
    mine = earlier_imports(database, cast.li)
    assert [(run.file_name, run.who, run.created, run.failed) for run in mine] == [('我的.xlsx', '李明', 1, 1)]
    assert earlier_imports(database, cast.admin) == mine
    assert earlier_imports(database, cast.zhao) == ()


def test_the_link_leads_to_what_came_in(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.li, '早已有之')
    bring(database, cast.li, sheet(tmp_path / 'a.xlsx', ('客户名称', '备注'), ('甲公司', ''), ('乙公司', '')))
    add_customer(database, cast.li, '后来的')
    (run,) = earlier_imports(database, cast.li)
    query = decode_link(run.address.partition('?')[2]).query
    with database.reading() as session:
        assert len(list(ids_by_id(session, rights_of(session, cast.li), query))) == 2


def test_what_is_undone_cannot_be_undone_again(database: Database, cast: Cast, tmp_path: Path) -> None:
    bring(database, cast.li, sheet(tmp_path / 'a.xlsx', ('客户名称', '备注'), ('甲公司', '')))
    (run,) = earlier_imports(database, cast.li)
    assert run.can_be_undone
    undo_import(database, cast.li, run.id)
    (run,) = earlier_imports(database, cast.li)
    assert not run.can_be_undone
    assert run.address == ''


def test_choices_are_those_of_the_rights(database: Database, cast: Cast) -> None:
    boss, staff = load_choices(database, cast.admin), load_choices(database, cast.li)
    assert boss.may_add_fields
    assert any(not field.enabled for field in boss.fields)
    assert '李明' in {person.name for person in boss.people}
    assert not staff.may_add_fields
    assert all(field.enabled for field in staff.fields)
    assert staff.people == ()
    assert staff.name_of(field_id(database, 'name')) == '客户名称'


def test_options_are_those_of_a_field_one_may_fill(database: Database, cast: Cast) -> None:
    names = {option.name for option in options_of(database, cast.li, field_id(database, 'level'))}
    assert names == {'A', 'B', 'C'}
    assert options_of(database, cast.li, field_id(database, 'gender')) == ()


def test_they_refuse_who_may_not_import(database: Database, cast: Cast) -> None:
    take_from_staff(database, Permission.IMPORT)
    with pytest.raises(NotPermitted):
        load_choices(database, cast.zhao)
    with pytest.raises(NotPermitted):
        earlier_imports(database, cast.zhao)
