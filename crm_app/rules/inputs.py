"""Between a stored value and what stands in an input: texts as one types them, ids of options as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.numbers import show_number
from crm_app.rules.values import Raw, read_value

Typed: TypeAlias = str | list[str]
"""What an input holds: text, the id of a choice as text, or the ids of a multiple choice. Empty is ``''`` or ``[]``."""


def empty_input(kind: FieldKind) -> Typed:
    """Return what an empty input of this kind holds."""
    return [] if kind is FieldKind.MULTI_CHOICE else ''


def typed_of(field: Field, raw: Raw | None) -> Typed:
    """Return what stands in the input for a stored value."""
    if field.kind is FieldKind.MULTI_CHOICE:
        return [part for part in str(raw or '').split(',') if part]
    if raw is None:
        return ''
    return show_number(int(raw), field.decimals) if field.kind.is_number else str(raw)


def raw_of(field: Field, typed: Typed) -> Raw | None:
    """Return the value to store for what stands in an input, None for an empty one.

    Raises:
        InvalidValue: when it cannot be read as what the field holds.
    """
    if field.kind is FieldKind.MULTI_CHOICE:
        return stored_choices(typed if isinstance(typed, list) else [])
    text = typed if isinstance(typed, str) else ''
    if field.kind.has_options or field.kind is FieldKind.MEMBER:
        return text or None
    return read_value(field, text)


def stored_choices(ids: Iterable[str]) -> str | None:
    """Return the stored form of a multiple choice: ``',3,7,'``, None for none."""
    chosen = sorted({ident for ident in ids if ident.isdecimal()}, key=int)
    return f',{",".join(chosen)},' if chosen else None
