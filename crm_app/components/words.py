"""The words of the page that is being built or answered: translations for whoever looks at it."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from nicegui import Client, ui

from crm_app.locale.texts import DEFAULT_LANGUAGE, translate, translate_plural

_languages: WeakKeyDictionary[Client, str] = WeakKeyDictionary()


def set_language(client: Client, language: str) -> None:
    """Decide the language of a page; call it before anything is built on it."""
    _languages[client] = language


def current_language() -> str:
    """Return the language of the current page; the default language outside of any page."""
    try:
        client = ui.context.client
    except RuntimeError:  # no slot: outside of any page
        return DEFAULT_LANGUAGE
    return _languages.get(client, DEFAULT_LANGUAGE)


def _(message: str, /, **params: object) -> str:
    """Return the message in the language of the current page."""
    return translate(message, current_language(), **params)


def plural(one: str, many: str, /, n: int, **params: object) -> str:
    """Return the message for ``n`` things in the language of the current page; both forms may name ``{n}``."""
    return translate_plural(one, many, n, current_language(), **params)
