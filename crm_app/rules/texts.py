"""Plain text, e-mail and web addresses."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from typing import Final
from urllib.parse import urlsplit

from crm_app.rules.refusals import InvalidValue, shortened

LONGEST_TEXT: Final = 10_000
LONGEST_EMAIL: Final = 254
LONGEST_WEB: Final = 2_000

_LINE_ENDS = re.compile('\r\n|[\r\v\f\x85\u2028\u2029]')
_UNWANTED = re.compile(
    '[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]'
)
_EMAIL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]+"
)
_WITH_SCHEME = re.compile(r'(?:https?:)?//', re.IGNORECASE)
_OTHER_SCHEME = re.compile(r'[a-z][a-z0-9+.-]*:(?!\d)', re.IGNORECASE)
_HOST = re.compile(r'(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_][\w-]*[^\W_]|localhost|\d+(?:\.\d+){3}|[\da-f:.]*:[\da-f:.]*')


class TooLong(InvalidValue):
    """A text is longer than ``limit`` characters."""

    message = '“{value}” is longer than {limit} characters.'


class UnreadableEmail(InvalidValue):
    """A value is not an e-mail address."""

    message = '“{value}” is not an e-mail address.'


class UnreadableWeb(InvalidValue):
    """A value is not a web address that may become a link."""

    message = '“{value}” is not a web address.'


def clean_text(value: object, limit: int = LONGEST_TEXT) -> str:
    """Return the text of a form field or a cell: no outer blanks, no control or invisible characters, plain line ends.

    None gives ``''``; a whole float loses its ``.0`` as the spreadsheet shows it.

    Raises:
        TooLong: when more than ``limit`` characters are left.
    """
    text = value if isinstance(value, str) else _text_of(value)
    if not text.isprintable():
        text = _UNWANTED.sub('', _LINE_ENDS.sub('\n', text))
    text = text.strip()
    if len(text) > limit:
        raise TooLong(value=shortened(text), limit=limit)
    return text


def one_line(value: object, limit: int) -> str:
    """Return :func:`clean_text` with line breaks and tabs turned into single blanks."""
    text = clean_text(value)
    text = text if text.isprintable() else re.sub(r'\s*[\n\t]\s*', ' ', text)
    return clean_text(text, limit)


def read_email(value: object) -> str:
    """Return an e-mail address, its domain in lower case; a leading ``mailto:`` is dropped.

    Raises:
        UnreadableEmail: when it is none.
    """
    text = unicodedata.normalize('NFKC', clean_text(value))
    text = re.sub(r'^mailto:', '', text, flags=re.IGNORECASE)
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise UnreadableEmail(value=shortened(value))
    name, _, domain = text.rpartition('@')
    return f'{name}@{domain.lower()}'


def read_web(value: object) -> str:
    """Return a web address that starts with ``http://`` or ``https://``; the latter is added where none is given.

    Raises:
        UnreadableWeb: when it is none, or a link that runs or hides something: ``javascript:``, ``user@host``.
    """
    text = clean_text(value).replace('：', ':').replace('。', '.')
    if _WITH_SCHEME.match(text):
        text = 'https:' + text if text.startswith('//') else text
    elif _OTHER_SCHEME.match(text):
        raise UnreadableWeb(value=shortened(value))
    else:
        text = 'https://' + text
    if len(text) > LONGEST_WEB or not _is_web(text):
        raise UnreadableWeb(value=shortened(value))
    return text


def _text_of(value: object) -> str:
    if value is None:
        return ''
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(' ', 'seconds')
    return str(value)


def _is_web(text: str) -> bool:
    if '\\' in text or any(character.isspace() for character in text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return '@' not in parts.netloc and bool(_HOST.fullmatch(parts.hostname or ''))
