from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm_app.components import formatting
from crm_app.components.formatting import count_words, day_words, full_moment, moment_words, money, phone, phone_link

SHANGHAI = ZoneInfo('Asia/Shanghai')
NOW = datetime(2025, 3, 5, 18, 0, tzinfo=UTC)  # two in the morning of 6 March in Shanghai


@pytest.mark.parametrize(
    ('value', 'words'),
    [
        (datetime(2025, 3, 6, 6, 30, tzinfo=UTC), '今天 14:30'),
        (datetime(2025, 3, 5, 1, 5, tzinfo=UTC), '昨天 09:05'),
        (datetime(2025, 3, 7, 1, 0, tzinfo=UTC), '明天 09:00'),
        (datetime(2025, 3, 6, 16, 0, tzinfo=UTC), '明天'),
        (date(2025, 3, 6), '今天'),
        (date(2025, 3, 15), '3月15日'),
        (date(2024, 3, 5), '2024-03-05'),
        ('2025-03-05', '昨天'),
        ('2025-03-06T06:30:00+00:00', '今天 14:30'),
        (datetime(2025, 12, 31, 20, tzinfo=UTC), '2026-01-01'),
        (None, ''),
        ('', ''),
    ],
)
def test_days_read_as_people_say_them(value: date | datetime | str | None, words: str) -> None:
    assert day_words(value, NOW, SHANGHAI) == words


def test_days_read_in_english_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, 'current_language', lambda: 'en')
    monkeypatch.setattr(formatting, '_', lambda message: message)
    assert day_words(date(2025, 3, 15), NOW, SHANGHAI) == '15 Mar'
    assert day_words(date(2025, 3, 6), NOW, SHANGHAI) == 'Today'


def test_what_happened_is_told_with_its_time() -> None:
    assert moment_words(datetime(2025, 2, 1, 8, 40, tzinfo=UTC), NOW, SHANGHAI) == '2月1日 16:40'
    assert full_moment(datetime(2025, 2, 1, 8, 40, tzinfo=UTC), SHANGHAI) == '2025-02-01 16:40'


@pytest.mark.parametrize(
    ('raw', 'text'),
    [(123_450_000, '¥12,345'), (123_455_000, '¥12,345.50'), (None, ''), (0, '¥0'), (-5_000_000, '-¥500')],
)
def test_amounts_have_separators_and_decimals_only_where_needed(raw: int | None, text: str) -> None:
    assert money(raw) == text


def test_phones_are_grouped_and_can_be_dialled() -> None:
    assert phone('13800138000') == '138 0013 8000'
    assert phone_link('13800138000/02787654321') == 'tel:13800138000'
    assert (phone(None), phone_link(None), phone_link('')) == ('', '', '')


def test_counts_beyond_the_cap_say_so() -> None:
    assert (count_words(1284), count_words(10_000), count_words(10_001)) == ('1,284', '10,000', '10,000+')
