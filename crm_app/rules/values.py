"""Values by kind of field: how each is read, shown, exported and recognised again."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from crm_app.rules.dates import read_date
from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.names import name_key
from crm_app.rules.numbers import decimal_of, read_number, show_money, show_number
from crm_app.rules.phones import phone_keys, read_phone, show_phone
from crm_app.rules.texts import LONGEST_TEXT, clean_text, one_line, read_email, read_web

Raw: TypeAlias = str | int
"""A stored value; an empty field is None."""
Exported: TypeAlias = str | int | Decimal | date

LONGEST_LINE: Final = 500
"""Characters of a one-line text: it must fit into an index of either database."""
LONGEST_KEY: Final = 200


class ValueKind(Protocol):
    """What one kind of field does with its values. ``value`` and ``raw`` are never blank here."""

    def read(self, field: Field, value: object, /) -> Raw:
        """Return the value to store; raise a refusal when it cannot be read."""

    def show(self, field: Field, raw: Raw, /) -> str:
        """Return the text that people see."""

    def export(self, field: Field, raw: Raw, /) -> Exported:
        """Return the value for a cell of a spreadsheet."""

    def keys(self, field: Field, raw: Raw, /) -> tuple[str, ...]:
        """Return the normalised keys by which the same value is found again."""


KINDS: Final[dict[FieldKind, ValueKind]] = {}
"""Every kind whose values are no ids; those of options and members need their table to be read."""


def register(kind: FieldKind, values: ValueKind) -> None:
    """Let ``values`` handle a kind of field; two for one kind stop the start-up."""
    if kind in KINDS:
        raise ValueError(f'{kind} is registered twice')
    KINDS[kind] = values


def read_value(field: Field, value: object) -> Raw | None:
    """Return what to store for a typed or imported value, None for a blank one.

    Raises:
        InvalidValue: when it cannot be read as what the field holds; the subclass says why.
        KeyError: for fields of options and members, whose names are looked up elsewhere.
    """
    kind = KINDS[field.kind]
    if value is None or (isinstance(value, str) and not clean_text(value, max(len(value), LONGEST_TEXT))):
        return None
    return kind.read(field, value)


def show_value(field: Field, raw: Raw | None) -> str:
    """Return the text that people see for a stored value: phones in groups, money with thousands separators."""
    return '' if raw is None else KINDS[field.kind].show(field, raw)


def export_value(field: Field, raw: Raw | None) -> Exported | None:
    """Return a stored value for a spreadsheet: exact numbers, dates, phones as bare digits."""
    return None if raw is None else KINDS[field.kind].export(field, raw)


def keys_of(field: Field, raw: Raw | None) -> tuple[str, ...]:
    """Return the keys that make a stored value unique; ids of options and members are their own key."""
    if raw is None or raw == '':
        return ()
    kind = KINDS.get(field.kind)
    keys = kind.keys(field, raw) if kind else (str(raw),)
    return tuple(_bounded(key) for key in keys if key)


class _Text:
    def read(self, _field: Field, value: object) -> Raw:
        return one_line(value, LONGEST_LINE)

    def show(self, _field: Field, raw: Raw) -> str:
        return str(raw)

    def export(self, _field: Field, raw: Raw) -> Exported:
        return raw

    def keys(self, field: Field, raw: Raw) -> tuple[str, ...]:
        return (name_key(str(raw)) if field.key == 'name' else _folded(str(raw)),)


class _LongText(_Text):
    def read(self, _field: Field, value: object) -> Raw:
        return clean_text(value)


class _Email(_Text):
    def read(self, _field: Field, value: object) -> Raw:
        return read_email(value)


class _Web(_Text):
    def read(self, _field: Field, value: object) -> Raw:
        return read_web(value)


class _Phone(_Text):
    def read(self, _field: Field, value: object) -> Raw:
        return read_phone(value)

    def show(self, _field: Field, raw: Raw) -> str:
        return show_phone(str(raw))

    def keys(self, _field: Field, raw: Raw) -> tuple[str, ...]:
        return phone_keys(str(raw))


class _Date(_Text):
    def read(self, _field: Field, value: object) -> Raw:
        return read_date(value)

    def export(self, _field: Field, raw: Raw) -> Exported:
        return date.fromisoformat(str(raw))

    def keys(self, _field: Field, raw: Raw) -> tuple[str, ...]:
        return (str(raw),)


class _Number:
    def read(self, field: Field, value: object) -> Raw:
        if isinstance(value, str) and field.unit:
            value = clean_text(value).removesuffix(field.unit)
        return read_number(value, field.decimals)

    def show(self, field: Field, raw: Raw) -> str:
        return show_number(int(raw), field.decimals)

    def export(self, _field: Field, raw: Raw) -> Exported:
        exact = decimal_of(int(raw))
        return int(exact) if exact == exact.to_integral_value() else exact

    def keys(self, _field: Field, raw: Raw) -> tuple[str, ...]:
        return (str(raw),)


class _Money(_Number):
    def show(self, field: Field, raw: Raw) -> str:
        return show_money(int(raw), field.decimals)


def _folded(text: str) -> str:
    return ''.join(unicodedata.normalize('NFKC', unicodedata.normalize('NFKC', text).casefold()).split())


def _bounded(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else 'sha256:' + hashlib.sha256(key.encode()).hexdigest()


register(FieldKind.TEXT, _Text())
register(FieldKind.LONG_TEXT, _LongText())
register(FieldKind.NUMBER, _Number())
register(FieldKind.MONEY, _Money())
register(FieldKind.DATE, _Date())
register(FieldKind.PHONE, _Phone())
register(FieldKind.EMAIL, _Email())
register(FieldKind.WEB, _Web())
