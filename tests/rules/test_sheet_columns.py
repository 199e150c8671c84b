from __future__ import annotations

import pytest

from crm_app.rules.fields import Field
from crm_app.rules.sheet_columns import (
    Guess,
    SpecialColumn,
    factor_of,
    find_header,
    guess_columns,
    heading_key,
    known_headings,
)
from crm_app.rules.spreadsheets import Cell
from crm_app.rules.system_fields import SYNONYMS, SYSTEM_FIELDS


def fields(**custom_names: str) -> list[Field]:
    """The prepared fields with ids 1, 2, … and the team's own names by key."""
    return [
        Field(
            id=number,
            key=field.key,
            original_name=field.original_name,
            custom_name=custom_names.get(field.key),
            kind=field.kind,
            slot=field.slot,
            enabled=field.enabled,
            required=field.required,
            unique=field.unique,
            applies_to=field.applies_to,
            position=number,
        )
        for number, field in enumerate(SYSTEM_FIELDS, start=1)
    ]


KEYS = {number: field.key for number, field in enumerate(SYSTEM_FIELDS, start=1)}
IDS = {key: number for number, key in KEYS.items()}
KNOWN = known_headings(fields(), SYNONYMS)


def guessed(*header: Cell, saved: dict[str, int] | None = None, **custom_names: str) -> list[str | None]:
    guesses = guess_columns(header, fields(**custom_names), SYNONYMS, saved)
    assert [guess.column for guess in guesses] == list(range(len(header)))
    return [KEYS[guess.field_id] if guess.field_id else guess.special for guess in guesses]


@pytest.mark.parametrize(
    ('one', 'other'),
    [
        ('手机号码', ' 手机　号码 '),
        ('手机（必填）', '手机'),
        ('QQ', 'ｑｑ'),
        ('Customer Name', 'customer_name'),
        ('年营业额(万)', '年营业额'),
        ('【公司名称】', '公司名称'),
        ('客户名称*', '客户名称'),
        ('公司\n名称', '公司名称'),
    ],
)
def test_headings_that_mean_the_same_have_one_key(one: str, other: str) -> None:
    assert heading_key(one) == heading_key(other)


@pytest.mark.parametrize(
    ('heading', 'factor'),
    [
        ('年营业额(万)', 10_000),
        ('年营业额（ 万元 ）', 10_000),
        ('年营业额（单位：万元）', 10_000),
        ('年营业额', 1),
        ('年营业额(元)', 1),
        ('万科', 1),
        ('金额(万科)', 1),
    ],
)
def test_ten_thousands_in_brackets_are_a_factor(heading: str, factor: int) -> None:
    assert factor_of(heading) == factor


def test_the_factor_is_for_money_only() -> None:
    money, number = guess_columns(['年营业额(万)', '员工人数(万)'], fields(), SYNONYMS)
    assert money == Guess(0, '年营业额(万)', IDS['revenue'], factor=10_000, enabled=False)
    assert number.factor == 1


def test_every_prepared_field_is_found_by_all_its_names() -> None:
    for field in SYSTEM_FIELDS:
        for name in (field.original_name, *field.synonyms, field.english):
            assert guessed(name) == [field.key], name


def test_the_office_file_is_understood() -> None:
    header = (
        '序号,公司名称,联系人,手机号码,固定电话,所在城市,客户来源,客户级别,所属行业,年营业额(万),详细地址,成立日期,备注'
    )
    assert guessed(*header.split(',')) == [
        None, 'name', 'contact', 'mobile', 'phone', 'city', 'source', 'level', 'industry', 'revenue', 'address',
        'founded_on', 'remark',
    ]  # fmt: skip


def test_kind_and_owner_are_no_fields_and_added_columns_are_ignored() -> None:
    assert guessed('行号', '客户类型', '负责人', '问题', '喜欢的颜色', None) == [
        None, SpecialColumn.KIND, SpecialColumn.OWNER, None, None, None,
    ]  # fmt: skip


def test_no_field_is_given_twice_and_the_better_name_has_it() -> None:
    assert guessed('公司名称', '客户名称', '姓名') == [None, 'name', None]
    assert guessed('手机号', '手机号码') == ['mobile', None]
    assert guessed('手机（备用）', '手机') == [None, 'mobile']
    assert guessed('客户类型', '客户类型') == [SpecialColumn.KIND, None]


def test_the_teams_own_name_comes_before_original_names_and_synonyms() -> None:
    assert guessed('电话', '手机', mobile='电话') == ['mobile', None]
    assert guessed('状态', remark='状态') == ['remark']


def test_what_was_chosen_last_time_comes_first() -> None:
    assert guessed('公司名称', '电话', saved={'电话': IDS['mobile']}) == ['name', 'mobile']
    assert guessed('电话', saved={'电话': 999}) == ['phone']


def test_the_header_is_found_under_a_title_and_blank_rows() -> None:
    rows: list[list[Cell]] = [
        ['客户资料汇总表', None, None],
        [],
        [None, '共 3 行', '制表：王'],
        ['公司名称', '手机号码', '喜好'],
        ['手机', '客户名称', 'x'],
        ['武汉', 13800138000.0, None],
    ]
    assert find_header(rows, KNOWN) == 3


def test_a_heading_that_occurs_twice_counts_once() -> None:
    assert find_header([['备注', '备注', '备注'], ['名称', '手机']], KNOWN) == 1


def test_without_known_headings_the_first_row_of_texts_is_the_header() -> None:
    assert find_header([[None], ['标题'], [1.0, 2.0], ['Foo', 'Bar'], ['x', 'y']], KNOWN) == 3
    assert find_header([[1.0, None], []], KNOWN) is None
    assert find_header([], KNOWN) is None


def test_a_header_is_looked_for_in_the_first_rows_only() -> None:
    assert find_header([[1.0]] * 20 + [['公司名称', '手机号码']], KNOWN) is None
