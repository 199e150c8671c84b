"""Colours, fonts and spacing: the one theme of the program.

The tokens are CSS variables in ``static/app.css`` (light ones, and dark ones under ``body.body--dark``); use them there
instead of colours. Tailwind is off (``ui.run(tailwind=False)``): its run-time compiler costs each phone half a second
at every full load. Quasar's classes (``row``, ``col``, ``q-pa-md``, ``text-weight-medium`` …) and the few utilities of
``app.css`` take its place.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

from nicegui import app, ui

STATIC: Final = Path(__file__).parent / 'static'
ADDRESS: Final = '/static'
COLOURS: Final = {
    'primary': '#2f6feb',
    'secondary': '#667085',
    'accent': '#2f6feb',
    'dark': '#1b1f24',
    'dark_page': '#14171a',
    'positive': '#12a06a',
    'negative': '#d92d20',
    'info': '#2f6feb',
    'warning': '#d98a00',
}
_A_YEAR: Final = 365 * 24 * 3600


def install() -> None:
    """Give all pages of the program the theme; call once, before the first page is built."""
    app.colors(**COLOURS)
    app.add_static_files(ADDRESS, STATIC, max_cache_age=_A_YEAR)
    ui.add_head_html(
        f'<link rel="stylesheet" href="{_versioned("app.css")}">'
        f'<link rel="stylesheet" href="{_versioned("list.css")}">'
        f'<link rel="stylesheet" href="{_versioned("customer.css")}">'
        f'<script defer src="{_versioned("app.js")}"></script>'
        f'<link rel="icon" href="{_versioned("icon.svg")}">',
        shared=True,
    )


def set_dark(*, dark: bool | None) -> ui.dark_mode:
    """Make the current page dark or light; None follows the system. The element's ``value`` changes it later."""
    return ui.dark_mode(value=dark)


def _versioned(name: str) -> str:
    """Return an address that changes with the file, so that browsers may keep it for ever."""
    return f'{ADDRESS}/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:8]}'
