"""Taking customers out, and in again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.actions.exports.choosing import UnknownColumn, columns_named
from crm_app.actions.exports.export import ExportCancelled, export_customers
from crm_app.data.database import Database
from crm_app.data.models.field import FieldDefinition
from crm_app.data.models.member import Member, Role
from crm_app.data.models.record import AuditEntry
from crm_app.rules.customers import CustomerKind
from crm_app.rules.import_plan import NewOptions, OnMatch
from crm_app.rules.list_query import Filter, ListQuery, Operator, Selection
from crm_app.rules.members import Permission
from crm_app.rules.refusals import NotFound, NotPermitted
from tests.support.cast import Cast, add_customer, field_id, option_id
from tests.support.sheets import OFFICE, bring, sentences, stored


def cells(path: Path) -> list[list[Any]]:
    return load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def add_three(database: Database, cast: Cast) -> list[int]:
    level = option_id(database, 'level', 'A')
    return [
        add_customer(
            database, cast.li, '武汉无忧科技有限公司', {'mobile': '13800138000', 'contact': '曾丽', 'level': level}
        ),
        add_customer(database, cast.zhao, '北京远大贸易有限公司', {'mobile': '13800138001/13900139000'}),
        add_customer(database, cast.li, '张伟', {'remark': '=SUM(A1)'}, kind=CustomerKind.INDIVIDUAL),
    ]


def test_rows_fields_and_cells_are_what_one_may_see(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_three(database, cast)
    path = tmp_path / 'out.xlsx'
    result = export_customers(database, cast.li, path)
    header, *rows = cells(path)
    assert result.rows == 2
    assert header == [
        *('客户名称', '联系人', '手机', '电话', '客户状态', '客户级别', '客户来源', '行业', '城市', '地址', '备注'),
        *('客户类型', '负责人'),
    ]
    company = dict(zip(header, rows[0], strict=True))
    assert (company['手机'], company['客户级别'], company['客户类型']) == ('13800138000', 'A', '企业客户')
    assert (company['联系人'], company['负责人']) == ('曾丽', '李明')
    person = dict(zip(header, rows[1], strict=True))
    assert (person['客户名称'], person['备注'], person['客户类型']) == ('张伟', '=SUM(A1)', '个人客户')
    assert export_customers(database, cast.admin, path).rows == 3


def test_selection_filter_kind_search_and_columns(database: Database, cast: Cast, tmp_path: Path) -> None:
    first, foreign, person = add_three(database, cast)
    path = tmp_path / 'out.csv'

    def names(**choices: Any) -> list[str]:
        export_customers(database, cast.li, path, columns=[field_id(database, 'name')], **choices)
        return path.read_text('utf-8-sig').splitlines()[1:]

    assert names(selection=Selection(ids=(person, first, foreign))) == ['武汉无忧科技有限公司', '张伟']
    assert names(kind=CustomerKind.INDIVIDUAL) == ['张伟']
    assert names(search='无忧') == ['武汉无忧科技有限公司']
    chosen = Filter(field_id(database, 'level'), Operator.IS_EMPTY)
    assert names(selection=Selection(query=ListQuery(filters=(chosen,)))) == ['张伟']
    with database.reading() as session:
        details = [entry.detail for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert [detail['what']['rows'] for detail in details] == [2, 1, 1, 1]
    assert details[2]['what']['filter'] == {'search': '无忧', 'sort': 'updated_at', 'descending': True}


def test_hidden_fields_stay_inside(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_three(database, cast)
    mobile = field_id(database, 'mobile')

    def hide(session: Session) -> None:
        admin = session.scalars(select(Role.id).where(Role.key == 'admin')).one()
        session.get_one(FieldDefinition, mobile).readable_by = [admin]

    database.write(hide, None)
    path = tmp_path / 'out.csv'
    export_customers(database, cast.li, path)
    assert '13800138000' not in path.read_text('utf-8-sig')
    with pytest.raises(UnknownColumn):
        columns_named(database, cast.li, ['手机'])
    with pytest.raises(NotFound):
        export_customers(database, cast.li, path, columns=[field_id(database, 'mobile')])
    assert columns_named(database, cast.li, ['公司名称', '负责人']) == [field_id(database, 'name'), 'owner']


def test_it_needs_the_permission(database: Database, cast: Cast, tmp_path: Path) -> None:
    def forbid(session: Session) -> None:
        staff = session.scalars(select(Role).where(Role.key == 'staff')).one()
        staff.permissions = [name for name in staff.permissions if name != Permission.EXPORT.value]

    database.write(forbid, None)
    with pytest.raises(NotPermitted):
        export_customers(database, cast.li, tmp_path / 'out.csv')
    assert not list(tmp_path.glob('*out.csv*'))


def test_cancelling_leaves_no_file(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_three(database, cast)
    with pytest.raises(ExportCancelled):
        export_customers(database, cast.li, tmp_path / 'out.xlsx', cancelled=lambda: True)
    assert not list(tmp_path.glob('*out.xlsx*'))


def test_two_of_one_name_are_told_apart(database: Database, cast: Cast, tmp_path: Path) -> None:
    add_three(database, cast)

    def twin(session: Session) -> None:
        staff = session.scalars(select(Role).where(Role.key == 'staff')).one()
        session.add(Member(login='li2', name='李明', role_id=staff.id))

    database.write(twin, None)
    path = tmp_path / 'out.xlsx'
    export_customers(database, cast.admin, path)
    assert [row[-1] for row in cells(path)] == ['负责人', '李明(li)', '赵强', '李明(li)']
    report = bring(database, cast.admin, path, duplicates=OnMatch.OVERWRITE)
    assert {row for row in sentences(report) if 'Nothing to change.' in sentences(report)[row]} == {2, 3}


@pytest.mark.parametrize('ending', ['xlsx', 'csv'])
def test_what_went_out_comes_in_without_a_change(database: Database, cast: Cast, tmp_path: Path, ending: str) -> None:
    report = bring(database, cast.admin, OFFICE, new_options=NewOptions.ADD)
    path = tmp_path / f'out.{ending}'
    assert export_customers(database, cast.admin, path).rows == report.created == 2613
    before = stored(database, 'name', 'mobile', 'city', 'founded_on', 'revenue', 'remark', 'level')
    again = bring(database, cast.admin, path, duplicates=OnMatch.OVERWRITE)
    assert (again.skipped, again.updated, again.created, again.failed) == (2613, 0, 0, 0)
    assert stored(database, 'name', 'mobile', 'city', 'founded_on', 'revenue', 'remark', 'level') == before
    if ending == 'csv':
        first = path.read_bytes()
        export_customers(database, cast.admin, path)
        assert path.read_bytes() == first
    else:
        header, row = cells(path)[:2]
        assert row[header.index('成立日期')] == date(2015, 9, 8)
