"""Keys of names: two spellings of one name give one key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

_DROPPED = re.compile(r'[\W_]+')
_LATIN_FORM = re.compile(
    r'[\s,.]+(?:co|ltd|inc|llc|corp|gmbh|limited|company|corporation|incorporated|group|holdings?)\.?\s*$'
)
_LEGAL_FORM = re.compile(
    r'(?<=..)(?:有限责任公司|有限责任|有限公司|有限|责任公司|总公司|公司|集团|股份|控股|合伙企业)$'
)
_PLACE_SUFFIX: Final = ('市', '省')
_UNKNOWN_PLACE = re.compile(r'^(\w{2,3})[省市](?=\w{2})')
_LONGEST_NAME: Final = 200
_LONGEST_PLACE: Final = 14
_SHORTEST_REST: Final = 2


def name_key(value: str) -> str:
    """Return the key that decides whether two names are the same: NFKC, case-folded, without blanks and punctuation.

    A name that is nothing but punctuation keeps it; only a blank one gives ``''``.
    """
    folded = _folded(value)
    return unicodedata.normalize('NFKC', _DROPPED.sub('', folded)) or ''.join(folded.split())


def loose_name_key(value: str, places: Collection[str] = ()) -> str:
    """Return the key of a company name without its legal form and leading place name: a hint, never a proof.

    ``places`` are place names with and without 市 or 省 (a set or dict, for speed); without them only a 市 or 省
    near the front is dropped. Never empty for a name that has a key: what would leave nothing is kept.
    """
    if len(value) > _LONGEST_NAME:
        return name_key(value)
    folded = _folded(value)
    while (shorter := _LATIN_FORM.sub('', folded)) != folded:
        folded = shorter
    key = name_key(folded)
    while (shorter := _LEGAL_FORM.sub('', key)) != key:
        key = shorter
    return _without_place(key, places) or name_key(value)


def _folded(value: str) -> str:
    if value.isascii():
        return value.lower()
    return unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', value).casefold())


def _without_place(key: str, places: Collection[str]) -> str:
    """Drop province and city from the front as long as a name is left behind them."""
    if not places:
        return _UNKNOWN_PLACE.sub(r'\1', key)
    while (length := _leading_place(key, places)) and len(key) - length >= _SHORTEST_REST:
        key = key[length:]
    return key


def _leading_place(key: str, places: Collection[str]) -> int:
    """Return how many characters of the front are a place, 0 for none; the longest one counts."""
    for length in range(min(_LONGEST_PLACE, len(key)), 1, -1):
        front = key[:length]
        if front in places or (front.endswith(_PLACE_SUFFIX) and front[:-1] in places):
            return length
    return 0
