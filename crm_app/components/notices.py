"""Short notices: what was done, what was refused, and the ten seconds in which it can be undone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

from nicegui import ui

from crm_app.components.words import _, current_language
from crm_app.locale.texts import sentence_of
from crm_app.rules.refusals import Refusal

UNDO_SECONDS: Final = 10.0
_Kind = Literal['positive', 'negative', 'warning', 'info']


def say(sentence: str, kind: _Kind = 'positive') -> None:
    """Tell in one finished sentence what happened."""
    ui.notify(sentence, type=kind, position='top', close_button=_('Close') if kind == 'negative' else False)


def show_refusal(refusal: Refusal) -> None:
    """Tell why something was not done."""
    ui.notify(sentence_of(refusal, current_language()), type='warning', position='top', timeout=6000, multi_line=True)


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show the refusal that ends the block; what follows the block runs in any case.

    Use ``done = False`` before and set it at the end of the block where it matters.
    """
    try:
        yield
    except Refusal as refusal:
        show_refusal(refusal)


def offer_undo(sentence: str, undo: Callable[[], Awaitable[Any]], *, seconds: float = UNDO_SECONDS) -> None:
    """Tell what was done, with an undo button for some seconds. It stays while the person moves to another page."""
    client = ui.context.client
    with client, ui.element('div').classes('undo-bar').props('role=status') as bar:
        ui.label(sentence)

        async def clicked() -> None:
            bar.set_visibility(False)
            with refusals_shown():
                await undo()
            bar.delete()

        ui.button(_('Undo'), on_click=clicked).props('flat')
        ui.timer(seconds, bar.delete, once=True)
