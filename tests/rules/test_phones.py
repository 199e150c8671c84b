"""Phone numbers: one number, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.phones import UnreadablePhone, phone_keys, read_phone, show_phone

MOBILES = st.from_regex(r'1[3-9][0-9]{9}', fullmatch=True)
LAND_LINES = st.from_regex(r'0((10|2[0-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})', fullmatch=True)


@pytest.mark.parametrize(
    'written',
    [
        '+86 138-0013-8000', '86 13800138000', '１３８００１３８０００', '138 0013 8000', '13800138000.0',
        '8613800138000', '0086-138 0013 8000', '(+86)13800138000',
        ' 13800138000 ', '138.0013.8000', '\u202d13800138000\u202c',
    ],
)  # fmt: skip
def test_all_spellings_of_a_mobile_give_one_key(written: str) -> None:
    assert phone_keys(written) == ('13800138000',)
    assert read_phone(written) == '13800138000'


@pytest.mark.parametrize(
    'written',
    [
        '(027)8765 4321转801',
        '027-87654321',
        '+86 27 8765 4321',
        '862787654321',
        '027-87654321-801',
        '02787654321 ext. 8',
    ],
)
def test_all_spellings_of_a_land_line_give_one_key(written: str) -> None:
    assert phone_keys(written) == ('02787654321',)


@pytest.mark.parametrize(
    ('written', 'stored', 'keys'),
    [
        ('400-820-8820', '4008208820', ('4008208820',)),
        ('13800138000/13900139000', '13800138000/13900139000', ('13800138000', '13900139000')),
        ('13800138000、027-87654321；', '13800138000/02787654321', ('13800138000', '02787654321')),
        ('13800138000 13900139000', '13800138000/13900139000', ('13800138000', '13900139000')),
        ('13800138000\n138 0013 8000', '13800138000', ('13800138000',)),
        ('(027)8765 4321转801', '02787654321转801', ('02787654321',)),
        ('+44 (0)20 7946 0958', '+442079460958', ('+442079460958',)),
        ('00852 2345 6789', '+85223456789', ('+85223456789',)),
        ('95588', '95588', ('95588',)),
    ],
)
def test_what_is_stored_and_by_which_keys_it_is_found(written: str, stored: str, keys: tuple[str, ...]) -> None:
    assert read_phone(written) == stored
    assert phone_keys(written) == phone_keys(stored) == keys


@pytest.mark.parametrize('number', [13800138000.0, 13800138000])
def test_a_spreadsheet_number_is_a_phone(number: float) -> None:
    assert read_phone(number) == '13800138000'


@pytest.mark.parametrize(
    'written',
    [
        '1.38E+10',
        '',
        '无',
        '1234',
        '13800138000(微信同号)',
        '13800138000/无',
        '+999 1',
        '1' * 30,
        '1' + ' ' * 9_000 + 'x',
        '13800138000/' * 100,
        10**400,
        1.5,
        True,
        float('nan'),
        1e16,
    ],
)
def test_what_cannot_be_dialled_is_refused(written: object) -> None:
    with pytest.raises(UnreadablePhone):
        read_phone(written)


def test_a_refusal_repeats_only_the_beginning_of_a_long_value() -> None:
    with pytest.raises(UnreadablePhone) as refused:
        read_phone('没有电话' * 50)
    assert len(str(refused.value.params['value'])) == 40


def test_unreadable_parts_give_no_key() -> None:
    assert phone_keys('电话：无 / 13800138000') == ('13800138000',)
    assert phone_keys('1.38E+10') == ()


@pytest.mark.parametrize(
    ('stored', 'shown'),
    [
        ('13800138000', '138 0013 8000'),
        ('02787654321转801', '027 8765 4321 转801'),
        ('03788118910', '0378 811 8910'),
        ('4008208820', '400 820 8820'),
        ('13800138000/95588', '138 0013 8000 / 95588'),
        ('+442079460958', '+44 20 7946 0958'),
    ],
)
def test_numbers_are_shown_in_groups(stored: str, shown: str) -> None:
    assert show_phone(stored) == shown


@given(st.lists(MOBILES | LAND_LINES, min_size=1, max_size=4, unique=True), st.sampled_from('/、,;，；\n'))
def test_several_numbers_keep_their_order(numbers: list[str], separator: str) -> None:
    assert phone_keys(separator.join(numbers)) == tuple(numbers)


@given(MOBILES | LAND_LINES, st.sampled_from(['+86', '0086', '86', '+86 ', '86-']))
def test_the_country_code_makes_no_difference(number: str, code: str) -> None:
    assert phone_keys(code + number) == phone_keys(number) == (number,)


@given(st.text('0123456789+-() /转x,.', max_size=30))
def test_what_was_stored_or_shown_reads_as_the_same_value(text: str) -> None:
    try:
        stored = read_phone(text)
    except UnreadablePhone:
        return
    assert read_phone(stored) == stored == read_phone(show_phone(stored))
    assert phone_keys(stored) == phone_keys(text) == phone_keys(show_phone(stored)) != ()
