"""Dates without a time, as ISO text."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

from crm_app.rules.refusals import InvalidValue, shortened

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

_CLOCK = r'\d{1,2}[:时]\d{1,2}[:分]?(?:\d{1,2}(?:\.\d+)?秒?)?'
_TIME = rf'(?:[t\s]*(?:上午|下午|am|pm)?\s*{_CLOCK}\s*(?:am|pm|z|[+-]\d\d:?\d\d)?)?'
_WEEKDAY = r'(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?'
_WRITTEN = re.compile(r'(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?' + _WEEKDAY + _TIME, re.ASCII)
_SEPARATED = re.compile(r'(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})' + _WEEKDAY + _TIME, re.ASCII)
_COMPACT = re.compile(r'(\d{4})(\d{2})(\d{2})(?:\.0+)?', re.ASCII)
_SERIAL_TEXT = re.compile(r'(\d{5})(?:\.\d+)?', re.ASCII)
_SERIAL_START: Final = date(1899, 12, 30)
_LAST_SERIAL: Final = 80_000
_MISSING_LEAP_DAY: Final = 60
"""Spreadsheets believe in a 29 February 1900: serial numbers before it are one day behind."""


class UnreadableDate(InvalidValue):
    """A value is not a day of the calendar between 1900 and 2199."""

    message = '“{value}” is not a date.'


def read_date(value: object) -> str:
    """Return a typed or imported date as ``YYYY-MM-DD``; a time of day is dropped.

    Numbers are serial numbers of a spreadsheet's 1900 calendar; one that looks like a bare year (1900–2199) is refused,
    for somebody wrote a year there.

    Raises:
        UnreadableDate: when it is no date, or one outside 1900–2199.
    """
    day = _day_of(value)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnreadableDate(value=shortened(value))
    return day.isoformat()


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _day_of_number(value)
    return _day_of_text(value) if isinstance(value, str) else None


def _day_of_number(value: float) -> date | None:
    if 1 <= value < _LAST_SERIAL + 1:
        return _day_of_serial(int(value))
    return _day_of_text(str(int(value))) if isinstance(value, int) or value.is_integer() else None


def _day_of_serial(serial: int) -> date | None:
    if serial == _MISSING_LEAP_DAY or FIRST_YEAR <= serial <= LAST_YEAR:
        return None
    return _SERIAL_START + timedelta(days=serial + (serial < _MISSING_LEAP_DAY))


def _day_of_text(value: str) -> date | None:
    text = unicodedata.normalize('NFKC', value).strip().lower()
    if match := _SEPARATED.fullmatch(text):
        return _calendar_day(match[1], match[3], match[4])
    if match := _WRITTEN.fullmatch(text) or _COMPACT.fullmatch(text):
        return _calendar_day(match[1], match[2], match[3])
    if match := _SERIAL_TEXT.fullmatch(text):
        return _day_of_serial(int(match[1])) if int(match[1]) <= _LAST_SERIAL else None
    return None


def _calendar_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
