"""What a browser says of itself, as a person would say it."""

from __future__ import annotations

from typing import Final

_BROWSERS: Final = (
    ('MicroMessenger/', 'WeChat'),
    ('DingTalk/', 'DingTalk'),
    ('Edg', 'Edge'),
    ('QQBrowser/', 'QQ Browser'),
    ('Firefox/', 'Firefox'),
    ('OPR/', 'Opera'),
    ('Chrome/', 'Chrome'),
    ('CriOS/', 'Chrome'),
    ('Safari/', 'Safari'),
)
_SYSTEMS: Final = (
    ('iPhone', 'iPhone'),
    ('iPad', 'iPad'),
    ('Android', 'Android'),
    ('HarmonyOS', 'HarmonyOS'),
    ('Windows', 'Windows'),
    ('Mac OS X', 'macOS'),
    ('Linux', 'Linux'),
)
_LONGEST: Final = 40


def device_words(user_agent: str) -> str:
    """Return browser and system (Chrome · Windows); what is unknown is shown as it came, shortened; '' for nothing."""
    known = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ' · '.join(filter(None, known)) or user_agent[:_LONGEST]


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for sign, name in names if sign in user_agent), '')
