"""Dates as people and spreadsheets write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.dates import UnreadableDate, read_date

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ('value', 'day'),
    [
        (40259.0, '2010-03-22'),
        (40259, '2010-03-22'),
        (40259.75, '2010-03-22'),
        ('40259', '2010-03-22'),
        (1, '1900-01-01'),
        (59, '1900-02-28'),
        (61, '1900-03-01'),
        (20150908.0, '2015-09-08'),
        ('20150908', '2015-09-08'),
        ('2015/9/8', '2015-09-08'),
        ('2015-9-8', '2015-09-08'),
        ('2015.09.08', '2015-09-08'),
        (' 2015-9-8 14:30:00 ', '2015-09-08'),
        ('2015-09-08T14:30:00+08:00', '2015-09-08'),
        ('2015/9/8 下午 2:30', '2015-09-08'),
        ('2007年7月15日', '2007-07-15'),
        ('２００７年７月１５号', '2007-07-15'),
        ('2007年7月15日 星期日', '2007-07-15'),
        ('2007 年 7 月 15 日 8时30分', '2007-07-15'),
        (date(2000, 2, 29), '2000-02-29'),
        (datetime(2000, 2, 29, 23, 59, tzinfo=UTC), '2000-02-29'),
    ],
)
def test_dates_are_read(value: object, day: str) -> None:
    assert read_date(value) == day


@pytest.mark.parametrize(
    'value',
    [
        '2021年13月40日', '2020-02-30', '去年', '', '2015-9/8', '15-9-8', '2015年9月', '1899-12-31', '2200-01-01',
        '٢٠١٥-٠٩-٠٨', 60, 0, -5, 80_001, 2015, 2015.0, '2015', float('nan'), float('inf'), 1e300, True, None,
        date(1850, 1, 1), '99999',
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(UnreadableDate):
        read_date(value)


@given(
    DAYS,
    st.sampled_from(
        ['{0.year}/{0.month}/{0.day}', '{0:%Y%m%d}', '{0.year}年{0.month}月{0.day}日', '{0:%Y-%m-%d} 08:00']
    ),
)
def test_every_way_to_write_a_day_gives_that_day(day: date, written: str) -> None:
    text = written.format(day)
    assert read_date(text.replace(text[:4], f'{day.year:04}', 1)) == day.isoformat()


@given(st.integers(2200, 80_000))
def test_serial_numbers_count_days(serial: int) -> None:
    assert date.fromisoformat(read_date(float(serial))) - timedelta(days=serial) == date(1899, 12, 30)


@given(st.text(max_size=25) | st.floats() | st.integers())
def test_anything_is_an_iso_day_or_refused(value: object) -> None:
    try:
        day = read_date(value)
    except UnreadableDate:
        return
    assert date.fromisoformat(day).isoformat() == day == read_date(day)
