"""Sorting by sound, and initials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.pinyin import LONGEST_KEY, initials, sort_key


def test_names_sort_by_sound_behind_digits_and_latin() -> None:
    expected = [
        '3M中国',
        '58同城',
        'abc公司',
        'ABCD',
        'Zoom',
        '阿里巴巴',
        '安徽电力',
        '北京燕京',
        '武汉',
        '武汉市',
        '西安',
        '先锋',
    ]
    assert sorted(set(expected), key=sort_key) == expected


def test_homophones_stay_together() -> None:
    assert sorted(['王伟', '王伪', '王伟明', '王伪明'], key=sort_key) in (
        ['王伟', '王伟明', '王伪', '王伪明'],
        ['王伪', '王伪明', '王伟', '王伟明'],
    )
    assert sort_key('武汉') == 'wu3武 han4汉 '


@pytest.mark.parametrize(
    ('name', 'letters'),
    [
        ('武汉无忧科技', 'whwykj'),
        ('重庆火锅', 'cqhg'),
        ('长沙银行', 'csyh'),
        ('朝阳建材', 'cyjc'),
        ('厦门大厦', 'xmds'),
        ('ABC（中国）12', 'abczg12'),
        ('３Ｍ中国', '3mzg'),
        ('***', ''),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(
    ('person', 'letters'),
    [
        ('曾国藩', 'zgf'),
        ('单雄信', 'sxx'),
        ('仇英', 'qy'),
        ('尉迟恭', 'ycg'),
        ('解缙', 'xj'),
        ('张单', 'zd'),
        ('Li曾', 'lic'),
    ],
)
def test_surnames_have_their_own_sound(person: str, letters: str) -> None:
    assert initials(person, surname=True) == letters


def test_a_surname_sorts_where_people_look_for_it() -> None:
    assert sort_key('曾国藩', surname=True).startswith('zeng1曾 ')
    assert sort_key('曾经', surname=False).startswith('ceng2曾 ')


@given(st.text(st.characters(exclude_categories=['Cs']), max_size=300), st.booleans())
def test_every_name_has_a_bounded_key(name: str, surname: bool) -> None:
    key = sort_key(name, surname=surname)
    assert len(key) <= LONGEST_KEY
    assert bool(key) == bool(name.strip())
    assert initials(name, surname=surname) == initials(name, surname=surname).casefold()


@given(st.text('武汉长沙重庆银行曾单abcXYZ019 （）-', min_size=1, max_size=12))
def test_case_and_punctuation_do_not_change_the_order(name: str) -> None:
    if initials(name):
        assert sort_key(name.upper()) == sort_key(name.lower())
