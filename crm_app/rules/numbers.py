"""Numbers and money: exact integers of ten-thousandths, never floats."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from crm_app.rules.fields import NUMBER_SCALE
from crm_app.rules.refusals import InvalidValue, shortened

MOST_DECIMALS: Final = 4
LARGEST: Final = 10**17
"""Raw values stay below this: ten trillion, well inside 64 bits, so that sums over many rows fit too."""

_PLAIN = re.compile(r'[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)', re.ASCII)
_CURRENCY_BEFORE = re.compile(r'^([+-]?)\s*(?:¥|rmb|cny)\s*', re.IGNORECASE)
_CURRENCY_BEHIND = re.compile(r'\s*(?:元|圆|rmb|cny)$', re.IGNORECASE)
_LONGEST_TEXT: Final = 60
_EXACT: Final = Context(prec=200)
"""The default of 28 digits would round long numbers unasked."""


class UnreadableNumber(InvalidValue):
    """A value is not a number."""

    message = '“{value}” is not a number.'


class TooManyDecimals(InvalidValue):
    """A number is finer than its field; ``decimals`` says how fine the field is."""

    message = '“{value}” has more than {decimals} decimal places.'


class NumberTooLarge(InvalidValue):
    """A number does not fit into the database."""

    message = '“{value}” is too large.'


def read_number(value: object, decimals: int, factor: int = 1) -> int:
    """Return a typed or imported number, times ``factor``, as an integer of ten-thousandths.

    Thousands separators, full-width digits and currency signs are understood. A float comes from a spreadsheet, where
    0.1 + 0.2 has seventeen places: it is rounded (half up) to ``decimals``; everything else must fit.

    Raises:
        UnreadableNumber: when it is no number.
        TooManyDecimals: when it has more than ``decimals`` places.
        NumberTooLarge: when it does not fit into the database.
    """
    exact = _EXACT.multiply(_decimal_of(value), Decimal(factor))
    if abs(exact) * NUMBER_SCALE >= LARGEST:
        raise NumberTooLarge(value=shortened(value))
    step = Decimal(1).scaleb(-min(decimals, MOST_DECIMALS))
    rounded = exact.quantize(step, rounding=ROUND_HALF_UP)
    if rounded != exact and not isinstance(value, float):
        raise TooManyDecimals(value=shortened(value), decimals=decimals)
    raw = int(rounded * NUMBER_SCALE)
    if abs(raw) >= LARGEST:
        raise NumberTooLarge(value=shortened(value))
    return raw


def decimal_of(raw: int) -> Decimal:
    """Return the exact number that a raw value stands for, without trailing zeros."""
    whole, rest = divmod(raw, NUMBER_SCALE)
    return Decimal(whole) if not rest else (Decimal(raw) / NUMBER_SCALE).normalize()


def show_number(raw: int, decimals: int) -> str:
    """Return a raw value as plain digits: ``decimals`` places, more only where the value has more."""
    return _shown(raw, decimals, '')


def show_money(raw: int, decimals: int) -> str:
    """Return a raw value with thousands separators: ``1,234,500.00``."""
    return _shown(raw, decimals, ',')


def _decimal_of(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise UnreadableNumber(value=shortened(value))
    if isinstance(value, str):
        return Decimal(_plain_digits(value))
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise UnreadableNumber(value=shortened(value))
    if number.adjusted() >= _LONGEST_TEXT or number.adjusted() <= -_LONGEST_TEXT:
        if number.adjusted() > 0:
            raise NumberTooLarge(value=shortened(value))
        return number if not isinstance(value, float) else Decimal(0)
    return number


def _plain_digits(value: str) -> str:
    text = unicodedata.normalize('NFKC', value).replace('\u2212', '-').strip()
    text = _CURRENCY_BEHIND.sub('', _CURRENCY_BEFORE.sub(r'\1', text, count=1), count=1)
    if len(text) > _LONGEST_TEXT or not _PLAIN.fullmatch(text):
        raise UnreadableNumber(value=shortened(value))
    return text.replace(',', '')


def _shown(raw: int, decimals: int, separator: str) -> str:
    whole, rest = divmod(abs(raw), NUMBER_SCALE)
    places = f'{rest:04}'.rstrip('0').ljust(decimals, '0')
    digits = f'{whole:,}' if separator else str(whole)
    return ('-' if raw < 0 else '') + digits + (f'.{places}' if places else '')
