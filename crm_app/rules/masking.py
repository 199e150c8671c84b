"""Names and numbers for people who may not see the record: recognisable to who knows it, useless to who does not."""

from __future__ import annotations

from typing import Final

from crm_app.rules.phones import SEPARATOR

_LONG_NAME: Final = 6
_LONG_NUMBER: Final = 10
_SHORT_NUMBER: Final = 7


def mask_name(name: str) -> str:
    """Return the first and last two characters of a long name, the first of a short one: ``武汉**公司``, ``张*``."""
    name = name.strip()
    if len(name) >= _LONG_NAME:
        return f'{name[:2]}**{name[-2:]}'
    return '*' if len(name) == 1 else name[:1] + '*' * min(len(name) - 1, 2)


def mask_phone(value: str) -> str:
    """Return each number of a stored value with its middle hidden: ``138****8000``; an extension is left out."""
    return SEPARATOR.join(_mask_number(part.partition('转')[0]) for part in value.split(SEPARATOR) if part)


def _mask_number(digits: str) -> str:
    if len(digits) >= _LONG_NUMBER:
        return f'{digits[:3]}****{digits[-4:]}'
    return f'{digits[:2]}****{digits[-2:]}' if len(digits) >= _SHORT_NUMBER else '****'
