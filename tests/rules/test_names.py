"""Keys of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.names import loose_name_key, name_key

PLACES = frozenset({'武汉', '武汉市', '湖北', '湖北省', '迪庆', '迪庆藏族自治州'})


def test_width_case_blanks_and_punctuation_make_no_difference() -> None:
    assert name_key('ABC（中国）有限公司') == name_key('abc(中国)有限公司') == name_key(' Ａbc 中国·有限公司。')
    assert name_key('温州 市赫赫贸易有限公司') == name_key('温州市赫赫贸易有限公司')


def test_different_names_keep_different_keys() -> None:
    assert name_key('上海华腾有限公司') != name_key('上海华腾集团有限公司')


def test_a_name_of_punctuation_only_keeps_it() -> None:
    assert name_key(' *** ') == '***'
    assert name_key('   ') == ''


@pytest.mark.parametrize('places', [(), PLACES])
def test_the_loose_key_ignores_legal_form_and_the_word_for_city(places: frozenset[str]) -> None:
    loose = loose_name_key('武汉市无忧科技有限公司', places)
    assert (
        loose
        == loose_name_key('武汉无忧科技公司', places)
        == loose_name_key('武汉无忧科技（集团）股份有限公司', places)
    )
    assert loose != loose_name_key('武汉无忧物流有限公司', places)


def test_the_loose_key_drops_leading_places() -> None:
    assert loose_name_key('湖北省武汉市无忧科技有限公司', PLACES) == '无忧科技' == loose_name_key('无忧科技', PLACES)
    assert loose_name_key('迪庆藏族自治州名圣贸易有限公司', PLACES) == '名圣贸易'


def test_the_loose_key_knows_latin_forms_but_keeps_words_that_only_end_like_one() -> None:
    assert loose_name_key('Acme Trading Co., Ltd.') == loose_name_key('ACME Trading Inc')
    assert loose_name_key('Cisco') == 'cisco'


@pytest.mark.parametrize('name', ['武汉', '武汉公司', '公司', '有限公司', '集团', '武汉市', '***', 'Ltd'])
def test_the_loose_key_of_a_name_is_never_empty(name: str) -> None:
    assert loose_name_key(name, PLACES)


@given(st.text(max_size=40))
def test_keys_are_stable_and_the_loose_one_is_no_longer(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key == name_key(f' {name} ')
    assert bool(loose_name_key(name)) == bool(key)
    assert len(loose_name_key(name)) <= len(key)
