"""Rows whose customer exists already: skip, fill, overwrite; owners; options and cities."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.customers.delete import delete_customers
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.imports.undo import undo_import
from crm_app.data.database import Database
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.member import Member, Role
from crm_app.data.uniqueness import holders
from crm_app.rules.import_plan import NewOptions, OnMatch
from crm_app.rules.list_query import Selection
from crm_app.rules.members import Permission
from tests.support.cast import Cast, add_customer, catalog_in, field_id, option_id
from tests.support.sheets import bring, counts, sentences, sheet, stored


def owners(database: Database) -> list[int | None]:
    with database.reading() as session:
        return list(session.scalars(select(Customer.owner_id).order_by(Customer.id)))


def test_fill_writes_only_what_was_empty(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.li, '甲公司', {'mobile': '13800000001', 'address': '旧'})
    path = sheet(tmp_path / 'f.xlsx', ('名称', '手机', '地址', '备注'), ('甲公司', '13800000009', '新', '备'))
    assert counts(bring(database, cast.li, path, duplicates=OnMatch.FILL)) == (0, 1, 0, 0)
    assert stored(database, 'mobile', 'address', 'remark') == [('13800000001', '旧', '备')]
    again = bring(database, cast.li, path, duplicates=OnMatch.FILL)
    assert sentences(again) == {2: ['Nothing to change.']}


def test_overwrite_is_undone_exactly(database: Database, cast: Cast, tmp_path: Path) -> None:
    values = {'mobile': '13800000001', 'address': '旧', 'contact': '曾丽', 'level': option_id(database, 'level', 'A')}
    add_customer(database, cast.li, '甲公司', values)
    keys = ('name', 'mobile', 'address', 'contact', 'level', 'remark')
    before = stored(database, *keys)
    path = sheet(
        tmp_path / 'o.xlsx',
        ('名称', '手机', '地址', '联系人', '级别', '备注'),
        ('甲公司', '13800000002', '新', '张三', 'VIP', '备'),
        ('乙公司', '13800000003', '', '', '', ''),
    )
    report = bring(database, cast.admin, path, duplicates=OnMatch.OVERWRITE, new_options=NewOptions.ADD)
    assert counts(report) == (1, 1, 0, 0)
    vip = option_id(database, 'level', 'VIP')
    assert stored(database, *keys)[0] == ('甲公司', '13800000002', '新', '张三', vip, '备')
    mobile = field_id(database, 'mobile')
    with database.reading() as session:
        assert (mobile, '13800000001') not in holders(session, [(mobile, '13800000001')])
        assert session.scalars(select(Contact.name)).all() == ['张三']
    undone = undo_import(database, cast.admin, report.import_id or 0)
    assert (undone.removed, undone.restored, undone.kept) == (1, 1, ())
    assert stored(database, *keys) == before
    with database.reading() as session:
        assert holders(session, [(mobile, '13800000001'), (mobile, '13800000002')]).keys() == {(mobile, '13800000001')}
        assert session.scalars(select(Contact.name)).all() == ['曾丽']
    assert [o.name for o in catalog_in(database).options_of(field_id(database, 'level'))] == ['A', 'B', 'C']


def test_undo_keeps_what_was_changed_since(database: Database, cast: Cast, tmp_path: Path) -> None:
    old = add_customer(database, cast.li, '甲公司', {'mobile': '13800000001'})
    path = sheet(
        tmp_path / 'k.xlsx',
        ('名称', '手机', '地址'),
        ('甲公司', '13800000001', '新'),
        ('乙公司', '', '乙'),
        ('丙公司', '', '丙'),
    )
    report = bring(database, cast.li, path, duplicates=OnMatch.OVERWRITE)
    name, address = field_id(database, 'name'), field_id(database, 'address')
    edit_customer(database, cast.li, old, base={address: '新'}, mine={address: '更新'})
    edit_customer(database, cast.li, old + 1, base={name: '乙公司'}, mine={name: '乙集团'})
    undone = undo_import(database, cast.li, report.import_id or 0)
    assert (undone.removed, undone.restored) == (1, 0)
    assert sorted(undone.kept) == [(old, '甲公司'), (old + 1, '乙集团')]
    assert stored(database, 'name', 'address') == [('甲公司', '更新'), ('乙集团', '乙')]


def test_rows_of_one_file_never_overwrite_each_other(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.li, '甲公司', {'mobile': '13800000001'})
    path = sheet(
        tmp_path / 'd.xlsx',
        ('名称', '手机', '地址'),
        ('甲公司', '', '一'),
        ('', '13800000001', '二'),
        ('乙公司', '13800000002', '三'),
        ('乙公司', '13800000003', '四'),
    )
    report = bring(database, cast.li, path, duplicates=OnMatch.OVERWRITE)
    assert counts(report) == (1, 1, 2, 0)
    assert sentences(report) == {
        3: ['Same customer as row 2 of this file.'],
        5: ['Same customer as row 4 of this file.'],
    }
    assert stored(database, 'name', 'address') == [('甲公司', '一'), ('乙公司', '三')]


def test_a_row_that_is_two_customers_is_an_error(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.li, '甲公司', {'mobile': '13800000001'})
    add_customer(database, cast.li, '乙公司', {'mobile': '13800000002'})
    path = sheet(tmp_path / 't.xlsx', ('名称', '手机'), ('甲公司', '13800000002'))
    for mode in OnMatch:
        report = bring(database, cast.li, path, duplicates=mode)
        assert sentences(report) == {2: ['This row matches several customers: 甲公司、乙公司.']}
        assert report.failed == 1


def test_a_colleagues_customer_is_masked_and_never_changed(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.zhao, '北京远大贸易有限公司', {'mobile': '13800000001'})
    path = sheet(tmp_path / 'c.xlsx', ('名称', '手机', '地址'), ('另一公司', '13800000001', '新'))
    assert counts(bring(database, cast.li, path)) == (0, 0, 1, 0)
    report = bring(database, cast.li, path, duplicates=OnMatch.OVERWRITE)
    assert counts(report) == (0, 0, 0, 1)
    assert sentences(report) == {2: ['There is such a customer already, which you may not change: 北京**公司.']}
    assert stored(database, 'name', 'address') == [('北京远大贸易有限公司', None)]


def test_deleted_customers_do_not_count(database: Database, cast: Cast, tmp_path: Path) -> None:
    ident = add_customer(database, cast.wang, '甲公司', {'mobile': '13800000001'})
    delete_customers(database, cast.wang, Selection(ids=(ident,)))
    path = sheet(tmp_path / 'x.xlsx', ('名称', '手机'), ('甲公司', '13800000001'))
    assert counts(bring(database, cast.wang, path)) == (1, 0, 0, 0)


def test_owners_by_name_login_and_brackets(database: Database, cast: Cast, tmp_path: Path) -> None:
    def twin(session: Session) -> None:
        staff = session.scalars(select(Role).where(Role.key == 'staff')).one()
        session.add(Member(login='li2', name='李明', role_id=staff.id))
        session.add(Member(login='gone', name='老周', role_id=staff.id, active=False))

    database.write(twin, None)
    path = sheet(
        tmp_path / 'w.xlsx',
        ('名称', '负责人'),
        *(
            ('甲', '赵强'),
            ('乙', 'zhao'),
            ('丙', '李明（li）'),
            ('丁', ''),
            ('戊', '李明'),
            ('己', '某人'),
            ('庚', '老周'),
        ),
    )
    report = bring(database, cast.wang, path)
    assert sentences(report) == {
        6: ['Several members are called “李明”. Write the login name behind it in brackets.'],
        7: ['There is no member “某人”.'],
        8: ['“老周” is deactivated and cannot get customers.'],
    }
    zhao, li, wang = (actor.member_id for actor in (cast.zhao, cast.li, cast.wang))
    assert owners(database) == [zhao, zhao, li, wang]


def test_staff_may_not_give_customers_to_others(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 's.xlsx', ('名称', '负责人'), ('甲', '赵强'), ('乙', '李明'))
    report = bring(database, cast.li, path)
    assert sentences(report) == {2: ['You may not give customers to “赵强”.']}
    assert owners(database) == [cast.li.member_id]


def test_new_options_need_the_choice_and_the_right(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'n.xlsx', ('名称', '来源'), ('甲', '抖音'), ('乙', ' 展 会 '))
    assert sentences(bring(database, cast.wang, path)) == {2: ['“抖音” is not among the options.']}
    staff = bring(database, cast.li, path, new_options=NewOptions.ADD)
    assert sentences(staff)[2] == ['“抖音” is not among the options, and you may not add it.']
    source = field_id(database, 'source')
    mapped = {source: {'抖音': int(option_id(database, 'source', '网络推广'))}}
    assert bring(database, cast.wang, path, option_map=mapped).created == 1
    assert stored(database, 'name', 'source')[-1] == ('甲', option_id(database, 'source', '网络推广'))
    other = sheet(tmp_path / 'n2.xlsx', ('名称', '来源'), ('丙', '抖音'), ('丁', '抖 音'))
    assert bring(database, cast.wang, other, new_options=NewOptions.ADD).created == 2
    added = [option.name for option in catalog_in(database).options_of(source)]
    assert added == ['网络推广', '电话营销', '客户介绍', '展会', '抖音']


def test_cities_are_found_in_any_spelling_and_never_twice(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / 'city.xlsx',
        ('名称', '所在城市'),
        *(('甲', '武汉'), ('乙', '武汉市 '), ('丙', '湖北省武汉市'), ('丁', '迪庆'), ('戊', '亚特兰蒂斯')),
    )
    report = bring(database, cast.li, path)
    assert sentences(report) == {6: ['“亚特兰蒂斯” is not among the options.']}
    names = [option.name for option in catalog_in(database).options_of(field_id(database, 'city'))]
    assert names == ['武汉市', '迪庆藏族自治州']
    assert len({city for (city,) in stored(database, 'city')}) == 2


def test_without_the_right_to_import_nothing_is_even_looked_at(database: Database, cast: Cast, tmp_path: Path) -> None:
    import pytest

    from crm_app.rules.refusals import NotPermitted

    def forbid(session: Session) -> None:
        staff = session.scalars(select(Role).where(Role.key == 'staff')).one()
        staff.permissions = [name for name in staff.permissions if name != Permission.IMPORT.value]

    database.write(forbid, None)
    with pytest.raises(NotPermitted):
        bring(database, cast.li, sheet(tmp_path / 'x.xlsx', ('名称', '手机'), ('甲', '13800000001')))
