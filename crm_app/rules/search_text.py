"""What the search index holds: overlapping pairs of characters, so that any piece of a text finds it.

Documents are indexed by :func:`grams`; a query asks for :func:`query_terms` (all of them) and is then verified: each of
:func:`query_words` must be a piece of the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from operator import add
from typing import Final

LONGEST_QUERY: Final = 100
PREFIX: Final = '*'
"""Ends a term that stands for the beginning of a gram."""

_RUN = re.compile(r'[^\W_]+')
_LAST_PLAIN_CHARACTER: Final = '\uffff'


def fold(text: str) -> str:
    """Return the form in which texts are compared: NFKC and case-folded; folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize('NFKC', unicodedata.normalize('NFD', text).casefold())
    return unicodedata.normalize('NFKC', text.casefold())


def document_of(texts: Iterable[str | None]) -> str:
    """Return the searchable document of a record: its texts folded, one a line."""
    return '\n'.join(fold(text) for text in texts if text)


def grams(document: str) -> list[str]:
    """Return the pairs of neighbouring letters of a document and the last letter of each run, sorted, no doubles."""
    found: set[str] = set()
    for run in _RUN.findall(document):
        found.update(map(add, run, run[1:]))
        found.add(run[-1])
    return sorted(found)


def query_terms(query: str) -> list[str]:
    """Return the grams that every hit has; ``x*`` is the beginning of one. None of them: only the words decide.

    Characters beyond the basic plane (rare names, emoji) are left to the words: databases tokenize them differently.
    """
    terms: set[str] = set()
    for run in _RUN.findall(_cut(query)):
        if len(run) == 1:
            terms.add(run + PREFIX)
        terms.update(run[start : start + 2] for start in range(len(run) - 1))
    return sorted(term for term in terms if max(term) <= _LAST_PLAIN_CHARACTER)


def query_words(query: str) -> list[str]:
    """Return the words of a query, folded: each must be a piece of the document."""
    return _cut(query).split()


def _cut(query: str) -> str:
    return fold(query[:LONGEST_QUERY])[:LONGEST_QUERY]
