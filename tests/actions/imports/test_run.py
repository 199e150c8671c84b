"""Bringing in small sheets: what becomes of each row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_app.actions.imports.pipeline import ImportCancelled
from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.run import run_import
from crm_app.actions.imports.undo import undo_import
from crm_app.data import search
from crm_app.data.database import Database
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.models.record import AuditEntry, Revision
from crm_app.data.models.work import ImportRun
from crm_app.data.news import News
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.import_plan import NewOptions
from crm_app.rules.import_problems import NoHeader, NoKnownColumn
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotPermitted, SignedOut
from tests.support.cast import Cast, add_customer, catalog_in, field_id, option_id
from tests.support.sheets import bring, columns_told, counts, sentences, sheet, stored, table_counts

HEADER = ('客户名称', '手机', '客户状态', '生日', '备注')


def test_seven_rows_of_the_product_example(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_customer(database, cast.zhao, '北京远大贸易有限公司', {'mobile': '13900000005'})
    before = stored(database, 'name', 'mobile')
    path = sheet(
        tmp_path / 'seven.xlsx',
        ('客户名称', '手机', '客户状态', '成立日期'),
        ('甲公司', '13800000001', '潜在', '2020-01-02'),
        ('乙公司', 13800000002.0, '跟进中', date(2020, 1, 3)),
        ('丙公司', '138 0000 0003', '', '2020年1月4日'),
        ('甲公司（新）', '+86 138-0000-0001', '潜在', ''),
        ('北京远大贸易有限公司', '13800000005', '潜在', ''),
        ('丁公司', '13800000006', '潜在', '2020-02-30'),
        ('戊公司', '13800000007', '老朋友', ''),
    )
    report = bring(database, cast.wang, path)
    assert counts(report) == (3, 0, 2, 2)
    assert sentences(report) == {
        5: ['Same customer as row 2 of this file.'],
        6: ['There is such a customer already: 北京**公司.'],
        7: ['“2020-02-30” is not a date.'],
        8: ['“老朋友” is not among the options.'],
    }
    assert columns_told(report) == {5: {1}, 6: {0}, 7: {3}, 8: {2}}
    assert report.unknown_options == {field_id(database, 'status'): ('老朋友',)}
    assert stored(database, 'name', 'mobile', 'founded_on')[1:] == [
        ('甲公司', '13800000001', '2020-01-02'),
        ('乙公司', '13800000002', '2020-01-03'),
        ('丙公司', '13800000003', '2020-01-04'),
    ]
    assert report.import_id
    undone = undo_import(database, cast.wang, report.import_id)
    assert (undone.removed, undone.restored, undone.kept) == (3, 0, ())
    assert stored(database, 'name', 'mobile') == before


def test_a_row_leaves_what_a_form_would_leave(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / 'one.xlsx',
        ('客户名称', '手机', '联系人', '客户级别'),
        ('武汉无忧科技有限公司', '13800138000/13900139000', '曾丽', 'A'),
    )
    news: list[News] = []
    database.listeners.append(news.append)
    report = bring(database, cast.li, path)
    level = option_id(database, 'level', 'A')
    with database.reading() as session:
        customer = session.scalars(select(Customer)).one()
        assert (customer.owner_id, customer.created_by) == (cast.li.member_id, cast.li.member_id)
        assert (customer.import_id, customer.kind) == (report.import_id, 'company')
        contact = session.scalars(select(Contact)).one()
        assert (contact.customer_id, contact.name, contact.is_primary) == (customer.id, '曾丽', True)
        revision = session.scalars(select(Revision).where(Revision.entity_kind == 'customer')).one()
        assert (revision.route, revision.member_id) == ('import', cast.li.member_id)
        assert [field_id(database, 'level'), None, level, '', 'A'] in revision.changes
        assert [field_id(database, 'name'), None, '武汉无忧科技有限公司'] in revision.changes
        assert ['owner_id', None, cast.li.member_id, '', '李明'] in revision.changes
        for words in ('无忧', 'whwy', '曾丽', '0139'):
            assert session.scalars(select(Customer.id).where(search.matching(session, words))).all() == [customer.id]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == 'import')).one()
        assert entry.detail['counts']['created'] == 1
    assert any(customer.id in told.ids.get(Entity.CUSTOMER, ()) for told in news)


def test_both_phones_of_a_cell_are_taken(database: Database, cast: Cast, tmp_path: Path) -> None:
    first = sheet(tmp_path / '1.xlsx', ('名称', '手机'), ('甲公司', '13800138000、13900139000'))
    second = sheet(tmp_path / '2.xlsx', ('名称', '手机'), ('乙公司', '13900139000'))
    assert counts(bring(database, cast.li, first)) == (1, 0, 0, 0)
    assert counts(bring(database, cast.li, second)) == (0, 0, 1, 0)


def test_individuals_may_share_a_name_but_no_phone(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / 'people.xlsx',
        ('姓名', '手机'),
        ('张伟', '13800000001'),
        ('张伟', '13800000002'),
        ('李', '13800000001'),
    )
    report = bring(database, cast.li, path, kind=CustomerKind.INDIVIDUAL)
    assert counts(report) == (2, 0, 1, 0)


def test_the_kind_column_decides_per_row(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / 'kinds.xlsx',
        ('名称', '客户类型', '行业'),
        ('甲公司', '企业客户', ''),
        ('张伟', 'individual', ''),
        ('乙公司', '', ''),
        ('丙', '政府', ''),
        ('李明', '个人客户', '建材'),
    )
    report = bring(database, cast.admin, path, new_options=NewOptions.ADD)
    assert sentences(report) == {
        5: ['“政府” is neither a company nor an individual customer.'],
        6: ['“行业” does not exist for customers of this kind.'],
    }
    with database.reading() as session:
        kinds = session.execute(select(Customer.name, Customer.kind).order_by(Customer.id)).all()
    assert kinds == [('甲公司', 'company'), ('张伟', 'individual'), ('乙公司', 'company')]


def test_unreadable_cells_and_missing_names_create_nothing(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / 'bad.xlsx',
        ('名称', '手机', '年营业额(万元)'),
        ('甲公司', '1.38E+10', 1),
        ('', '13800000002', 1),
        ('丙公司', '13800000003', '约800'),
        ('丁公司', '13800000004', 1.5),
        (None, None, None),
        ('戊公司', '13800000003', '1,200'),
    )
    report = bring(database, cast.admin, path)
    assert sentences(report) == {
        2: ['“1.38E+10” is not a phone number.'],
        3: ['“客户名称” is missing.'],
        4: ['“约800” is not a number.'],
    }
    assert stored(database, 'name', 'revenue') == [('丁公司', 15_000 * 10_000), ('戊公司', 12_000_000 * 10_000)]


def test_title_row_and_prepared_fields_that_are_off(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(
        tmp_path / 'title.xlsx',
        ('客户资料', '', '', ''),
        ('公司名称', '手机号码', '微 信', '颜色'),
        ('甲公司', '13800000001', 'wx', '红'),
    )
    staff = bring(database, cast.li, path)
    assert (staff.created, staff.ignored) == (1, ('微 信', '颜色'))
    assert not catalog_in(database).by_key('wechat').enabled
    undo_import(database, cast.li, staff.import_id or 0)
    boss = bring(database, cast.admin, path)
    assert (boss.created, boss.ignored) == (1, ('颜色',))
    assert catalog_in(database).by_key('wechat').enabled
    assert stored(database, 'name', 'wechat') == [('甲公司', 'wx')]
    undo_import(database, cast.admin, boss.import_id or 0)
    assert not catalog_in(database).by_key('wechat').enabled


def test_corrections_take_the_place_of_cells(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'fix.xlsx', ('名称', '手机'), ('甲公司', '138'), ('', '13800000002'))
    report = bring(database, cast.li, path, corrections={(2, 1): '13800000001', (3, 0): '乙公司'})
    assert counts(report) == (2, 0, 0, 0)
    assert stored(database, 'name', 'mobile') == [('甲公司', '13800000001'), ('乙公司', '13800000002')]


def test_the_columns_chosen_last_time_are_proposed_again(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'again.xlsx', ('名称', '老板'), ('甲公司', '王总'))
    proposal = propose(database, cast.li, path)
    assert proposal.columns[1].choice.is_ignored
    assert proposal.columns[1].samples == ('王总',)
    columns = list(proposal.plan.columns)
    columns[1] = type(columns[1])('老板', field_id(database, 'contact'))
    bring(database, cast.li, path, columns=tuple(columns))
    again = propose(database, cast.li, path)
    assert again.remembered
    assert again.plan.columns[1].field_id == field_id(database, 'contact')
    assert not propose(database, cast.zhao, path).remembered


def test_refused_as_a_whole(database: Database, cast: Cast, tmp_path: Path) -> None:
    good = sheet(tmp_path / 'good.xlsx', ('名称', '手机'), ('甲公司', '13800000001'))
    plan = propose(database, cast.li, good).plan
    before = table_counts(database)
    with pytest.raises(SignedOut):
        run_import(database, Actor(99, 'x'), good, plan)
    with pytest.raises(NotPermitted):
        run_import(database, cast.li, good, replace(plan, owner_id=cast.zhao.member_id))
    with pytest.raises(NoHeader):
        propose(database, cast.li, sheet(tmp_path / 'numbers.xlsx', ('1',), (2,)))
    other = sheet(tmp_path / 'other.xlsx', ('颜色', '大小'), ('红', '3'))
    strange = propose(database, cast.li, other).plan
    with pytest.raises(NoKnownColumn):
        run_import(database, cast.li, other, strange)
    assert table_counts(database) == before


@pytest.mark.parametrize('rows', [50, 1500])
def test_cancelling_leaves_nothing(database: Database, cast: Cast, tmp_path: Path, rows: int) -> None:
    path = sheet(
        tmp_path / 'many.xlsx',
        ('名称', '手机', '联系人', '行业', '微信'),
        *((f'第{i}公司', 13800000000 + i, '张三', f'行业{i % 7}', 'wx') for i in range(rows)),
    )
    before = table_counts(database, 'revision', 'change', 'import_run', 'setting')
    plan = replace(propose(database, cast.admin, path).plan, new_options=NewOptions.ADD)
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) == max(1, rows // 1000)

    with pytest.raises(ImportCancelled):
        run_import(database, cast.admin, path, plan, cancelled=cancelled)
    assert table_counts(database, 'revision', 'change', 'import_run', 'setting') == before
    assert not catalog_in(database).by_key('wechat').enabled
    with database.reading() as session:
        run = session.scalars(select(ImportRun)).one()
        assert (run.state, run.finished_at is None) == ('cancelled', False)
        assert not session.scalars(select(Revision).where(Revision.entity_kind == 'customer')).all()


def test_progress_counts_the_rows_of_the_sheet(database: Database, cast: Cast, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'p.xlsx', ('名称', '手机'), *((f'第{i}公司', 13800000000 + i) for i in range(1200)))
    told: list[tuple[int, int]] = []
    plan = propose(database, cast.li, path).plan
    run_import(database, cast.li, path, plan, progress=lambda p: told.append((p.done, p.total)))
    assert told == [(1, 1201), (1001, 1201), (1201, 1201)]
