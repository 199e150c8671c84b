"""Dialogs that are gone when they close: each is built when needed and freed with all it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.words import _


async def ask(sentence: str, yes_label: str, *, detail: str = '', dangerous: bool = True) -> bool:
    """Ask a question that names the thing; return whether the answer was yes. Esc and a click beside mean no."""
    with ui.context.client, ui.dialog().props(f'aria-label="{_attribute(sentence)}"') as dialog, ui.card():
        ui.label(sentence).classes('strong')
        if detail:
            ui.label(detail).classes('muted')
        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=lambda: dialog.submit(None)).props('flat')
            yes = ui.button(yes_label, on_click=lambda: dialog.submit(yes_label))
            yes.mark('yes').props(f'unelevated autofocus {"color=negative" if dangerous else ""}')
    answer = await dialog
    dialog.delete()
    return answer is not None


@contextmanager
def form_dialog(title: str, *, size: str = '', persistent: bool = False) -> Iterator[ui.dialog]:
    """Open a dialog with a title and a way to close it; the block builds what stands in it.

    On a phone it fills the screen. ``size`` is '' (560 px), 'wide' or 'widest'; ``persistent`` closes by its buttons
    only, for forms that hold typed text. It is freed when it closes.
    """
    with ui.context.client, ui.dialog() as dialog:
        dialog.props(f'aria-label="{_attribute(title)}" {"persistent" if persistent else ""}')
        dialog.on('hide', dialog.delete)
        with ui.card().classes(f'full-on-phone w-full {size}'):
            with ui.element('div').classes('dialog-head'):
                heading(title, level=2).classes('grow')
                close = ui.button(icon='close', on_click=dialog.close).props('flat round dense')
                close.props(f'aria-label="{_("Close")}"')
            yield dialog
    dialog.open()


def _attribute(text: str) -> str:
    return text.replace('"', '”').replace('\\', ' ').replace('\n', ' ')
