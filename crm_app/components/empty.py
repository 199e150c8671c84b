"""What stands where there is nothing yet, not any more, or not for you; and what stands there while it loads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from crm_app.components.words import _


@dataclass(frozen=True, slots=True)
class Door:
    """One way on from an empty place: a link (``path``) or an action. The main one is filled."""

    label: str
    icon: str
    path: str = ''
    on_click: Callable[[], Any] | None = None
    main: bool = False


def heading(text: str, level: int = 1) -> TextElement:
    """Build a heading, so that screen readers find their way."""
    return TextElement(tag=f'h{level}', text=text)


def empty(icon: str, sentence: str, hint: str = '', doors: Sequence[Door] = ()) -> ui.element:
    """Build an empty state that teaches: what belongs here and the doors to it."""
    with ui.element('div').classes('empty') as place:
        ui.icon(icon, size='48px').props('aria-hidden=true')
        TextElement(tag='p', text=sentence).classes('strong')
        if hint:
            TextElement(tag='p', text=hint).classes('muted')
        if doors:
            with ui.row().classes('justify-center gap-2'):
                for door in doors:
                    _build_door(door)
    return place


def _build_door(door: Door) -> None:
    action = door.on_click or (lambda: ui.navigate.to(door.path))
    ui.button(door.label, icon=door.icon, on_click=action).props('unelevated' if door.main else 'outline')


def loading(rows: int = 5) -> ui.element:
    """Build the shape of rows that are on their way."""
    with ui.element('div').classes('rows w-full').props(f'aria-busy=true aria-label="{_("Loading …")}"') as place:
        for _row in range(rows):
            with ui.element('div').classes('line'):
                ui.skeleton(animation='fade').classes('grow').style('height: 14px')
    return place


def not_there() -> None:
    """Build the page for an address that leads nowhere, or to what one may not see."""
    home = Door(_('Home'), 'home', '/', main=True)
    empty('search_off', _('This does not exist (any more).'), _('It was removed, or you may not see it.'), [home])


def not_permitted() -> None:
    """Build the page for what a role does not allow."""
    home = Door(_('Home'), 'home', '/', main=True)
    empty('lock', _('You may not do this.'), _('An administrator can change what your role allows.'), [home])


def went_wrong(retry: Callable[[], Any]) -> None:
    """Build the page for an error of the program."""
    again = Door(_('Try again'), 'refresh', on_click=retry, main=True)
    empty('error_outline', _('Something went wrong.'), _('Nothing was lost. The error is in the log.'), [again])
