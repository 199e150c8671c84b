"""Plain text, e-mail and web addresses."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.texts import TooLong, UnreadableEmail, UnreadableWeb, clean_text, one_line, read_email, read_web


@pytest.mark.parametrize(
    ('value', 'text'),
    [
        (None, ''),
        ('  武汉 无忧\u3000', '武汉 无忧'),
        ('第一行\r\n第二行\r第三行\u2028四', '第一行\n第二行\n第三行\n四'),
        ('a\x00b\x1bc\ufeff\u202ed\ud800', 'abcd'),
        ('列1\t列2', '列1\t列2'),
        ('价格😀', '价格😀'),
        (3.0, '3'),
        (3.5, '3.5'),
        (7, '7'),
        ('3.0', '3.0'),
        (date(2020, 1, 2), '2020-01-02'),
        (datetime(2020, 1, 2), '2020-01-02'),
        (datetime(2020, 1, 2, 3, 4), '2020-01-02 03:04:00'),
    ],
)
def test_text_is_cleaned(value: object, text: str) -> None:
    assert clean_text(value) == text


def test_text_has_a_limit() -> None:
    assert len(clean_text('字' * 10_000)) == 10_000
    with pytest.raises(TooLong) as refused:
        clean_text('字' * 10_001)
    assert refused.value.params == {'value': '字' * 39 + '…', 'limit': 10_000}


def test_one_line_joins_lines() -> None:
    assert one_line(' 第一行 \r\n\r\n 第二行\t第三 ', 100) == '第一行 第二行 第三'
    with pytest.raises(TooLong):
        one_line('字' * 101, 100)


@pytest.mark.parametrize(
    ('value', 'email'),
    [
        (' Wang.Li@Example.COM ', 'Wang.Li@example.com'),
        ('mailto:a@b.cn', 'a@b.cn'),
        ('ｗａｎｇ＠ｑｑ．ｃｏｍ', 'wang@qq.com'),
        ('a+b@sub.example.com.cn', 'a+b@sub.example.com.cn'),
        ('李@公司.中国', '李@公司.中国'),
    ],
)
def test_email_addresses_are_read(value: str, email: str) -> None:
    assert read_email(value) == email


@pytest.mark.parametrize(
    'value', ['', '无', 'a@b', '@b.cn', 'a@@b.cn', 'a b@c.cn', 'a@b.cn, c@d.cn', 'a@-b.cn', 'a' * 300 + '@b.cn']
)
def test_what_is_no_email_address_is_refused(value: str) -> None:
    with pytest.raises(UnreadableEmail):
        read_email(value)


@pytest.mark.parametrize(
    ('value', 'address'),
    [
        ('www.example.com', 'https://www.example.com'),
        (' HTTP://example.com/a?b=c#d ', 'HTTP://example.com/a?b=c#d'),
        ('//example.com', 'https://example.com'),
        ('example.com:8080/路径', 'https://example.com:8080/路径'),
        ('公司.中国', 'https://公司.中国'),
        ('192.168.1.5:80', 'https://192.168.1.5:80'),
    ],
)
def test_web_addresses_are_read(value: str, address: str) -> None:
    assert read_web(value) == address == read_web(address)


@pytest.mark.parametrize(
    'value',
    [
        '', '无', 'javascript:alert(1)', 'JavaScript:alert(1)', 'java\nscript:alert(1)', '\x01javascript:alert(1)',
        'javascript：alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'ftp://example.com',
        'mailto:a@b.cn', 'https://', 'https://a b.com',
        'https://user:pw@example.com', 'https://example.com\\@evil.com', 'https://[::1',
        'example.com:99999999', 'https://example.com/' + 'a' * 2000,
    ],
)  # fmt: skip
def test_what_is_no_safe_web_address_is_refused(value: str) -> None:
    with pytest.raises(UnreadableWeb):
        read_web(value)


@given(st.text(max_size=60))
def test_clean_text_can_be_stored_and_is_stable(value: str) -> None:
    text = clean_text(value)
    assert clean_text(text) == text
    text.encode()
    assert all(character in '\n\t' or character >= ' ' for character in text)


@given(st.text('javscripthel:/\\.@ \n\t\x00data例', max_size=30))
def test_every_link_is_http(value: str) -> None:
    try:
        address = read_web(value)
    except UnreadableWeb:
        return
    assert address.lower().startswith(('http://', 'https://'))
