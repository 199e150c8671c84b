"""Values by kind of field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crm_app.rules.fields import AppliesTo, Field, FieldKind
from crm_app.rules.phones import UnreadablePhone
from crm_app.rules.refusals import InvalidValue
from crm_app.rules.texts import TooLong
from crm_app.rules.values import KINDS, Raw, export_value, keys_of, read_value, register, show_value


def field(kind: FieldKind, *, key: str | None = None, decimals: int = 0, unit: str = '') -> Field:
    return Field(
        id=1, key=key, original_name='x', custom_name=None, kind=kind, slot='t01', enabled=True, required=False,
        unique=True, applies_to=AppliesTo.BOTH, position=1, decimals=decimals, unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ('kind', 'value', 'raw', 'shown', 'exported'),
    [
        (FieldKind.TEXT, ' 第一行\n第二行 ', '第一行 第二行', '第一行 第二行', '第一行 第二行'),
        (FieldKind.TEXT, 3.0, '3', '3', '3'),
        (FieldKind.LONG_TEXT, '第一行\r\n第二行', '第一行\n第二行', '第一行\n第二行', '第一行\n第二行'),
        (FieldKind.NUMBER, '1,200', 12_000_000, '1200.00', 1200),
        (FieldKind.NUMBER, '12 人', 120_000, '12.00', 12),
        (FieldKind.MONEY, '¥1234.5', 12_345_000, '1,234.50', Decimal('1234.5')),
        (FieldKind.DATE, 40259.0, '2010-03-22', '2010-03-22', date(2010, 3, 22)),
        (FieldKind.PHONE, 13800138000.0, '13800138000', '138 0013 8000', '13800138000'),
        (FieldKind.EMAIL, 'A@B.CN', 'A@b.cn', 'A@b.cn', 'A@b.cn'),
        (FieldKind.WEB, 'b.cn', 'https://b.cn', 'https://b.cn', 'https://b.cn'),
    ],
)
def test_a_value_is_read_shown_and_exported(
    kind: FieldKind, value: object, raw: Raw, shown: str, exported: object
) -> None:
    definition = field(kind, decimals=2, unit='人')
    assert read_value(definition, value) == raw
    assert show_value(definition, raw) == shown
    assert export_value(definition, raw) == exported
    assert type(export_value(definition, raw)) is type(exported)
    assert read_value(definition, shown) == raw == read_value(definition, exported)


@pytest.mark.parametrize('kind', list(KINDS))
@pytest.mark.parametrize('blank', [None, '', '  ', '\u3000', '\n', '\ufeff'])
def test_a_blank_is_an_empty_field(kind: FieldKind, blank: str | None) -> None:
    assert read_value(field(kind), blank) is None
    assert (show_value(field(kind), None), export_value(field(kind), None), keys_of(field(kind), None)) == (
        '',
        None,
        (),
    )


@pytest.mark.parametrize('kind', [FieldKind.NUMBER, FieldKind.MONEY, FieldKind.DATE, FieldKind.PHONE, FieldKind.EMAIL])
def test_a_refusal_repeats_the_value_shortened(kind: FieldKind) -> None:
    with pytest.raises(InvalidValue) as refused:
        read_value(field(kind), '约八百' * 5_000)
    assert len(str(refused.value.params['value'])) <= 40
    assert '{' not in str(refused.value)


def test_a_phone_without_its_digits_is_refused() -> None:
    with pytest.raises(UnreadablePhone):
        read_value(field(FieldKind.PHONE), '1.38E+10')


def test_a_one_line_text_fits_into_an_index() -> None:
    with pytest.raises(TooLong):
        read_value(field(FieldKind.TEXT), '字' * 501)
    assert read_value(field(FieldKind.LONG_TEXT), '字' * 501) == '字' * 501


@pytest.mark.parametrize(
    ('definition', 'raw', 'keys'),
    [
        (field(FieldKind.TEXT, key='name'), 'ABC（中国）有限公司', ('abc中国有限公司',)),
        (field(FieldKind.TEXT), 'Ａ b（1）', ('ab(1)',)),
        (field(FieldKind.PHONE), '13800138000/02787654321转801', ('13800138000', '02787654321')),
        (field(FieldKind.EMAIL), 'Wang@b.cn', ('wang@b.cn',)),
        (field(FieldKind.NUMBER), 12_000_000, ('12000000',)),
        (field(FieldKind.DATE), '2010-03-22', ('2010-03-22',)),
        (field(FieldKind.CHOICE), '17', ('17',)),
    ],
)
def test_keys_by_kind(definition: Field, raw: Raw, keys: tuple[str, ...]) -> None:
    assert keys_of(definition, raw) == keys


def test_long_keys_are_hashed_and_still_tell_apart() -> None:
    definition = field(FieldKind.LONG_TEXT)
    (key,) = keys_of(definition, '字' * 5_000)
    assert len(key) <= 200
    assert keys_of(definition, ' ' + '字' * 5_000) == (key,) != keys_of(definition, '字' * 5_001)
    assert keys_of(definition, '字' * 200) == ('字' * 200,)


def test_every_kind_without_ids_is_registered_once() -> None:
    assert set(KINDS) == {kind for kind in FieldKind if not kind.has_options and kind is not FieldKind.MEMBER}
    with pytest.raises(ValueError, match='twice'):
        register(FieldKind.TEXT, KINDS[FieldKind.TEXT])
    with pytest.raises(KeyError):
        read_value(field(FieldKind.CHOICE), 'A')
