from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.spreadsheets import LONGEST_CELL, cut_to_cell, guard, without_guard, without_illegal_characters


@pytest.mark.parametrize(
    'text', ['=1+1', '+86 138', '-3', '@SUM', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x', ' =1', "'a"]
)
def test_what_might_run_is_guarded(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize('text', ['', 'abc', '1-2', 'a=b', '13800138000', ' a'])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guard(text) == text


@pytest.mark.parametrize('text', ["'n Sync", "'", "'13800138000"])
def test_an_apostrophe_of_the_users_own_is_kept(text: str) -> None:
    assert without_guard(text) == text


@given(st.text(st.sampled_from("'=+-@\t\r＝ ab")) | st.text())
def test_taking_the_guard_off_is_the_inverse_of_setting_it(text: str) -> None:
    assert without_guard(guard(text)) == text


@given(st.text(st.sampled_from('a汉😀'), min_size=1, max_size=9), st.integers(-9, 9))
def test_a_cut_text_fits_into_a_cell(part: str, more: int) -> None:
    text = part * (LONGEST_CELL // len(part) + more)
    cut = cut_to_cell(text)
    assert len(cut.encode('utf-16-le')) // 2 <= LONGEST_CELL
    assert (cut == text) == (len(text.encode('utf-16-le')) // 2 <= LONGEST_CELL)
    assert cut == text or cut.endswith('[cut]')


def test_illegal_characters_are_dropped_and_line_ends_stay() -> None:
    assert without_illegal_characters('a\x00\x0b\ud800b\n\tc😀') == 'ab\n\tc😀'
