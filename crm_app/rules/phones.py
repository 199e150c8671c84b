"""Phone numbers: reading what people type, the text that is stored, and the keys that find the same number again."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import phonenumbers

from crm_app.rules.refusals import InvalidValue, shortened

SEPARATOR: Final = '/'
"""Stands between several numbers of one stored value."""

_BETWEEN = re.compile(r'[/、,;|\n\t]+|或')
_EXTENSION = re.compile(r'\s*(?:转|轉|分机号?|ext\.?|x|#)\s*:?\s*(\d{1,6})$')
_DASHED_EXTENSION = re.compile(r'(\(?0\d{2,3}\)?[ -]?\d{7,8})\s*-\s*(\d{1,6})')
_FLOAT_TAIL = re.compile(r'(?<=\d{5})\.0+$')
_FILLING = re.compile(r'[\s().\-\u2010-\u2015\u2212_~\u200b-\u200f\u202a-\u202e\u2060\ufeff]+')
_SHAPE = re.compile(r'\+?\d{5,20}')
_MOBILE = re.compile(r'1[3-9]\d{9}')
_MOBILES = re.compile(r'(?:1[3-9]\d{9}){2,}')
_MOBILE_LENGTH: Final = 11
_SERVICE = re.compile(r'[48]00\d{7}')
_LAND_LINE_WITHOUT_ZERO = re.compile(r'(?:10|2\d)\d{8}|[3-9]\d{2}\d{7,8}')
_MAINLAND = re.compile(r'(?:\+|00)86')
_SHORT_AREA = re.compile(r'01|02')
_MOST_DIGITS: Final = 16
_MOST_EXACT_FLOAT: Final = 10**15
_LONGEST_VALUE: Final = 300
_LONGEST_PART: Final = 60


class UnreadablePhone(InvalidValue):
    """A value holds no usable phone number."""

    message = '“{value}” is not a phone number.'


class _Number(NamedTuple):
    digits: str
    extension: str


def phone_keys(value: str) -> tuple[str, ...]:
    """Return the keys of all numbers in ``value``, in order and without doubles; what cannot be read gives none."""
    if len(value) == _MOBILE_LENGTH and value[0] == '1' and value.isascii() and value.isdigit():  # most of an import
        return (value,)
    found = (number for part in _parts(value[:_LONGEST_VALUE]) for number in _numbers_of(part))
    return tuple(dict.fromkeys(number.digits for number in found))


def read_phone(value: object) -> str:
    """Return the text to store: bare digits, several joined with ``/``, ``转801`` kept, foreign numbers as ``+…``.

    Raises:
        UnreadablePhone: when any part of ``value`` is not a number that can be dialled.
    """
    text = _text_of(value)
    if _MOBILE.fullmatch(text) and text.isascii():
        return text
    numbers: list[_Number] = []
    for part in _parts(text):
        found = _numbers_of(part)
        if not found:
            raise UnreadablePhone(value=shortened(value))
        numbers += found
    if not numbers:
        raise UnreadablePhone(value=shortened(value))
    joined = (f'{number.digits}转{number.extension}' if number.extension else number.digits for number in numbers)
    return SEPARATOR.join(dict.fromkeys(joined))


def show_phone(value: str) -> str:
    """Return a stored value in groups that are easy to read: ``138 0013 8000``."""
    return f' {SEPARATOR} '.join(_shown(part) for part in value.split(SEPARATOR))


def _text_of(value: object) -> str:
    """Return the text of a cell; a number must be whole and small enough to have kept all its digits."""
    if isinstance(value, float) and value.is_integer() and 0 < value < _MOST_EXACT_FLOAT:
        return str(int(value))
    if isinstance(value, str) and len(value) <= _LONGEST_VALUE:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and value < _MOST_EXACT_FLOAT:
        return str(value)
    raise UnreadablePhone(value=shortened(value))


def _parts(text: str) -> list[str]:
    if not text.isascii():
        text = unicodedata.normalize('NFKC', text)
    return [part for part in _BETWEEN.split(text.casefold()) if part.strip()]


def _numbers_of(part: str) -> list[_Number]:
    """Return the number in one part; mobiles with only blanks between them are several; [] when unreadable."""
    if len(part) > _LONGEST_PART:
        return []
    text, extension = _without_extension(_FLOAT_TAIL.sub('', part.strip()))
    digits = _FILLING.sub('', text)
    if not (_SHAPE.fullmatch(digits) or _MOBILES.fullmatch(digits)) or not digits.isascii():
        return []
    if _MOBILES.fullmatch(digits):
        starts = range(0, len(digits), _MOBILE_LENGTH)
        return [_Number(digits[start : start + _MOBILE_LENGTH], '') for start in starts]
    canonical = _canonical(digits, text)
    return [_Number(canonical, extension)] if canonical else []


def _without_extension(text: str) -> tuple[str, str]:
    if match := _EXTENSION.search(text):
        return text[: match.start()], match[1]
    if match := _DASHED_EXTENSION.fullmatch(text):
        return match[1], match[2]
    return text, ''


def _canonical(digits: str, text: str) -> str:
    """Return the one way to write a number: mainland ones in national form, foreign ones with ``+``; '' for neither."""
    if digits.startswith(('00', '+')):
        if match := _MAINLAND.match(digits):
            return _national(digits[match.end() :])
        return _foreign(text if digits.startswith('+') else '+' + digits[2:])
    if digits.startswith('86') and len(digits) in (12, 13, 14):
        rest = digits[2:]
        if _MOBILE.fullmatch(rest) or _LAND_LINE_WITHOUT_ZERO.fullmatch(rest.removeprefix('0')):
            return _national(rest)
    return digits if len(digits) <= _MOST_DIGITS else ''


def _national(digits: str) -> str:
    """Return a mainland number without its country code; a land line gets the 0 that is left out behind +86."""
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits) or digits.startswith('0'):
        return digits
    if _LAND_LINE_WITHOUT_ZERO.fullmatch(digits):
        return '0' + digits
    return digits if 5 <= len(digits) <= _MOST_DIGITS else ''  # the shortest service numbers: 10086


def _foreign(text: str) -> str:
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return ''
    if not phonenumbers.is_possible_number(number):
        return ''
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _shown(part: str) -> str:
    digits, turn, extension = part.partition('转')
    return ' '.join(_groups(digits)) + (f' {turn}{extension}' if turn else '')


def _groups(digits: str) -> list[str]:
    if digits.startswith('+'):
        try:
            number = phonenumbers.parse(digits, None)
        except phonenumbers.NumberParseException:
            return [digits]
        return [phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)]
    if _MOBILE.fullmatch(digits):
        return [digits[:3], digits[3:7], digits[7:]]
    if _SERVICE.fullmatch(digits):
        return [digits[:3], digits[3:6], digits[6:]]
    if digits.startswith('0') and 10 <= len(digits) <= 12:  # area code and a line of 7 or 8 digits
        area = 3 if _SHORT_AREA.match(digits) else 4
        return [digits[:area], digits[area:-4], digits[-4:]]
    return [digits]
