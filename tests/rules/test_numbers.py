"""Exact numbers and money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.numbers import (
    LARGEST,
    NumberTooLarge,
    TooManyDecimals,
    UnreadableNumber,
    decimal_of,
    read_number,
    show_money,
    show_number,
)


@pytest.mark.parametrize(
    ('value', 'decimals', 'raw'),
    [
        (3, 0, 30_000),
        (3500.5, 1, 35_005_000),
        (Decimal('0.0001'), 4, 1),
        ('1,200', 0, 12_000_000),
        ('１２００．５', 2, 12_005_000),
        (' ¥1,234.50 ', 2, 12_345_000),
        ('￥1，200元', 0, 12_000_000),
        ('-¥5', 0, -50_000),
        ('.5', 1, 5_000),
        ('5.', 0, 50_000),
        ('1.50', 1, 15_000),
        (0.1 + 0.2, 2, 3_000),
        (2.675, 2, 26_800),
        (-2.5, 0, -30_000),
    ],
)
def test_numbers_are_read_exactly(value: object, decimals: int, raw: int) -> None:
    assert read_number(value, decimals) == raw


def test_a_factor_multiplies_before_the_places_are_counted() -> None:
    assert read_number('3500.5', 0, 10_000) == 35_005_000 * 10_000
    assert read_number(3500.5, 2, 10_000) == 35_005_000 * 10_000
    with pytest.raises(TooManyDecimals):
        read_number('0.00001', 0, 10_000)


@pytest.mark.parametrize(
    'value',
    [
        '约800',
        '',
        '无',
        '1,20',
        '1,2345',
        '12%',
        '1e5',
        '1 200',
        '--1',
        '1.2.3',
        None,
        True,
        float('nan'),
        float('inf'),
        '١٢',
    ],
)
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(UnreadableNumber):
        read_number(value, 2)


@pytest.mark.parametrize('value', ['1.005', Decimal('1.005')])
def test_typed_places_are_never_rounded_away(value: object) -> None:
    with pytest.raises(TooManyDecimals) as refused:
        read_number(value, 2)
    assert refused.value.params == {'value': '1.005', 'decimals': 2}


def test_not_even_the_fortieth_place_is_rounded_away() -> None:
    with pytest.raises(TooManyDecimals):
        read_number('1.' + '0' * 38 + '1', 2)


@pytest.mark.parametrize('value', [10**13, -(10**13), 1e300, '9' * 50, Decimal('1e999999')])
def test_numbers_stay_inside_the_database(value: object) -> None:
    with pytest.raises(NumberTooLarge):
        read_number(value, 0)


@pytest.mark.parametrize(
    ('raw', 'decimals', 'plain', 'money'),
    [
        (35_005_000, 1, '3500.5', '3,500.5'),
        (35_005_000, 2, '3500.50', '3,500.50'),
        (35_005_001, 0, '3500.5001', '3,500.5001'),
        (12_345_670_000, 0, '1234567', '1,234,567'),
        (-5_000, 0, '-0.5', '-0.5'),
        (0, 2, '0.00', '0.00'),
    ],
)
def test_numbers_are_shown(raw: int, decimals: int, plain: str, money: str) -> None:
    assert show_number(raw, decimals) == plain
    assert show_money(raw, decimals) == money


@given(st.integers(-LARGEST + 1, LARGEST - 1), st.integers(0, 4))
def test_what_is_shown_reads_back(raw: int, decimals: int) -> None:
    assert read_number(show_number(raw, decimals), 4) == raw
    assert read_number(show_money(raw, decimals), 4) == raw
    assert read_number(decimal_of(raw), 4) == raw


@given(st.floats() | st.text(max_size=20) | st.decimals() | st.integers(), st.integers(0, 4))
def test_anything_is_read_in_range_or_refused(value: object, decimals: int) -> None:
    try:
        raw = read_number(value, decimals)
    except (UnreadableNumber, TooManyDecimals, NumberTooLarge):
        return
    assert abs(raw) < LARGEST
    assert raw % 10 ** (4 - decimals) == 0
