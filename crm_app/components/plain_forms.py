"""Pages with one real form, sent by POST: log-in, set-up, change of password. Only such an answer can set cookies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Literal

from nicegui import Client, ui
from nicegui.page import page
from starlette.requests import Request
from starlette.responses import Response

from crm_app.components.empty import heading
from crm_app.components.words import _, set_language
from crm_app.locale.texts import language_for, sentence_of
from crm_app.rules.refusals import Refusal

QUASAR_LANGUAGES: Final[Mapping[str, Literal['zh-CN', 'en-US']]] = {'zh_CN': 'zh-CN', 'en': 'en-US'}
"""Our languages, as the widgets call them."""


def answer(request: Request, build: Callable[[], None], status: int = 200, *, language: str | None = None) -> Response:
    """Return a page of its own as the answer to a GET or a POST, in the browser's language unless another is given."""
    language = language or language_for(request.headers.get('accept-language', ''))
    with Client(page('', title='CRM', language=QUASAR_LANGUAGES[language]), request=request) as client:
        set_language(client, language)
        build()
        return client.build_response(request, status)


@contextmanager
def card(title: str, problem: Refusal | None, language: str) -> Iterator[None]:
    """Build the card in the middle of the page, with what was refused on top."""
    ui.dark_mode(value=None)
    around = (
        ui.column().classes('w-full items-center').style('min-height: 90vh; justify-content: center; padding: 16px')
    )
    with around, ui.card().style('width: min(400px, 100%); padding: 24px; gap: 12px'):
        heading(title)
        if problem is not None:
            ui.label(sentence_of(problem, language)).classes('form-problem text-negative').props('role=alert')
        yield


@contextmanager
def form(action: str, button: str) -> Iterator[None]:
    """Build a form that is sent to ``action``, with its one button below."""
    with ui.element('form').props(f'method=post action="{action}"').classes('w-full column').style('gap: 12px'):
        yield
        ui.button(button).props('type=submit unelevated').classes('w-full')


def text_field(name: str, label: str, *, value: str = '', autocomplete: str = 'off', focus: bool = False) -> None:
    """Build a text field of a form."""
    field = ui.input(label, value=value).classes('w-full')
    field.props(f'name={name} outlined dense required autocomplete={autocomplete} maxlength=200')
    field.props(f'aria-label="{label}"')
    if focus:
        field.props('autofocus')


def password_field(name: str, label: str, *, autocomplete: str, hint: str = '') -> None:
    """Build a password field of a form, with a button that shows what was typed."""
    field = ui.input(label, password=True, password_toggle_button=True).classes('w-full')
    field.props(f'name={name} outlined dense required autocomplete={autocomplete} aria-label="{label}"')
    if hint:
        field.props['hint'] = hint


def hidden_field(name: str, value: str) -> None:
    """Build a field that only the form knows."""
    element = ui.element('input')
    element.props['type'] = 'hidden'
    element.props['name'] = name
    element.props['value'] = value


def password_hint() -> str:
    """Return what is asked of a new password."""
    return _('At least 8 characters')


def link_button(label: str, path: str) -> None:
    """Build a button that is a plain link."""
    ui.button(label).props(f'href="{path}" unelevated').classes('w-full')
