"""The Chinese catalog is complete and sound."""

from __future__ import annotations

from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from crm_app.locale.texts import DEFAULT_LANGUAGE, LANGUAGES, texts_of
from tests.locale import messages
from tests.support.server import ROOT

SOURCES = messages.of_the_sources()
FILES = sorted((ROOT / 'crm_app/locale').glob('*/*.po'))


def entries() -> list[tuple[str, Message]]:
    found = []
    for path in FILES:
        with path.open('rb') as file:
            found += [
                (path.name, entry) for entry in read_po(file, locale=path.parent.name, charset='utf-8') if entry.id
            ]
    return found


def forms(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def params(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_message_has_its_chinese_words() -> None:
    known = texts_of(DEFAULT_LANGUAGE)
    wanted = SOURCES.single | {one: place for (one, _), place in SOURCES.plural.items()}
    missing = [f'{place}: {text!r}' for text, place in wanted.items() if text and not known.get(text)]
    assert not missing, '\n'.join(missing)


def test_translations_keep_the_parameters() -> None:
    wrong = [
        f'{file}: {form!r} ↔ {entry.id!r}'
        for file, entry in entries()
        for form in forms(entry.string)
        if params(form) != params(forms(entry.id)[-1])
    ]
    assert not wrong, '\n'.join(wrong)


def test_nothing_is_fuzzy_or_empty() -> None:
    wrong = [f'{file}: {entry.id!r}' for file, entry in entries() if entry.fuzzy or not all(forms(entry.string))]
    assert not wrong, '\n'.join(wrong)


def test_files_do_not_contradict_each_other() -> None:
    seen: dict[str, tuple[str, tuple[str, ...]]] = {}
    wrong = []
    for file, entry in entries():
        first = seen.setdefault(forms(entry.id)[0], (file, forms(entry.string)))
        if first[1] != forms(entry.string):
            wrong.append(f'{first[0]} and {file}: {entry.id!r}')
    assert not wrong, '\n'.join(wrong)


def test_no_translation_is_left_over() -> None:
    unused = [f'{file}: {entry.id!r}' for file, entry in entries() if forms(entry.id)[0] not in SOURCES.constants]
    assert not unused, '\n'.join(unused)


@pytest.mark.parametrize('language', sorted({path.parent.name for path in FILES}))
def test_catalogs_are_of_languages_that_can_be_chosen(language: str) -> None:
    assert language in LANGUAGES
