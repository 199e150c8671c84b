from __future__ import annotations

import pytest

from crm_app.rules.accounts import (
    BadLogin,
    BadName,
    PasswordTooLong,
    PasswordTooShort,
    check_password,
    checked_login,
    checked_name,
)


@pytest.mark.parametrize(
    ('typed', 'stored'), [('Wang', 'wang'), (' ｗａｎｇ ', 'wang'), ('李明', '李明'), ('a@b.cn', 'a@b.cn')]
)
def test_logins_are_kept_in_one_form(typed: str, stored: str) -> None:
    assert checked_login(typed) == stored


@pytest.mark.parametrize('typed', ['', '   ', 'a b', 'a\u200bb', 'x' * 61, 'a\nb'])
def test_what_cannot_be_a_login(typed: str) -> None:
    with pytest.raises(BadLogin):
        checked_login(typed)


def test_names_lose_needless_spaces() -> None:
    assert checked_name('  王   芳 ') == '王 芳'


@pytest.mark.parametrize('typed', ['', ' \u3000', 'x' * 61, 'a\x00b'])
def test_what_cannot_be_a_name(typed: str) -> None:
    with pytest.raises(BadName):
        checked_name(typed)


def test_passwords_have_eight_characters_or_more() -> None:
    check_password('12345678')
    with pytest.raises(PasswordTooShort):
        check_password('1234567')
    with pytest.raises(PasswordTooLong):
        check_password('x' * 1001)
