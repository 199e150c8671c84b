"""Message catalogs: English message ids become sentences of a language.

All ``<language>/*.po`` files beside this module are read on first use and merged. English needs no catalog: the message
id is the text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from crm_app.rules.refusals import Refusal

LANGUAGES: Final = {'zh_CN': '简体中文', 'en': 'English'}
"""The languages of the interface, by code, named as their speakers do."""

DEFAULT_LANGUAGE: Final = 'zh_CN'

Texts = dict[str, tuple[str, ...]]
"""Message id → translation, or one translation per plural form."""


def N_(message: str, /) -> str:  # noqa: N802 - gettext's name for it
    """Mark a message id that is translated later (labels in tables); return it unchanged."""
    return message


def translate(message: str, /, language: str, **params: object) -> str:
    """Return the message in a language, with its ``{named}`` parameters filled in.

    A message that the catalog lacks comes out in English.
    """
    found = texts_of(language).get(message)
    return (found[0] if found else message).format(**params)


def translate_plural(one: str, many: str, /, n: int, language: str, **params: object) -> str:
    """Return the message that fits ``n`` things; both forms may name ``{n}``."""
    forms = texts_of(language).get(one) or (one, many)
    return forms[0 if n == 1 else -1].format(n=n, **params)


def sentence_of(refusal: Refusal, language: str) -> str:
    """Return what a refusal says to a person of this language."""
    return translate(refusal.message, language, **refusal.params)


def language_for(accepted: str) -> str:
    """Return the language that fits a browser's ``Accept-Language`` header best; Chinese when none does."""
    ranked = sorted(
        ((_quality(weight), -place, tag) for place, (tag, weight) in enumerate(_accepted_tags(accepted))), reverse=True
    )
    for quality, _, tag in ranked:
        language = next((code for code in LANGUAGES if code.partition('_')[0] == tag.partition('-')[0]), None)
        if language and quality > 0:
            return language
    return DEFAULT_LANGUAGE


def _accepted_tags(accepted: str) -> list[tuple[str, str]]:
    tags = []
    for part in accepted.split(','):
        tag, _, weight = part.strip().lower().partition(';')
        tags.append((tag.strip(), weight.strip()))
    return tags


def _quality(weight: str) -> float:
    try:
        return float(weight.removeprefix('q=')) if weight else 1.0
    except ValueError:
        return 0.0


@cache
def texts_of(language: str) -> Texts:
    """Return all translations of a language; empty for English and for unknown languages."""
    texts: Texts = {}
    if language not in LANGUAGES:
        return texts
    for path in sorted((Path(__file__).parent / language).glob('*.po')):
        texts.update(_read(path, language))
    return texts


def _read(path: Path, language: str) -> Texts:
    with path.open('rb') as file:
        catalog = read_po(file, locale=language, charset='utf-8')
    texts: Texts = {}
    for message in catalog:
        if not message.id or message.fuzzy or not message.string:
            continue
        one = message.id if isinstance(message.id, str) else message.id[0]
        texts[one] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return texts
