"""What a client sends is checked again: raw values must be just what their field would have read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from crm_app.rules.fields import Field, FieldKind, Option
from crm_app.rules.numbers import LARGEST
from crm_app.rules.refusals import InvalidValue, shortened
from crm_app.rules.values import read_value


class UnknownOption(InvalidValue):
    """The option does not exist, or belongs to another field, or can no longer be chosen."""

    message = '“{value}” is not among the options.'


class UnknownMember(InvalidValue):
    """There is no such member."""

    message = 'There is no such member.'


def checked(
    field: Field, raw: Any, *, options: Mapping[int, Option], members: Collection[int], before: Any = None
) -> Any:
    """Return the value as stored, or raise ``InvalidValue``; a retired option passes only where it stood before."""
    if raw is None or raw == '':
        return None
    if field.kind.is_number:
        if isinstance(raw, bool) or not isinstance(raw, int) or abs(raw) > LARGEST:
            raise InvalidValue(value=shortened(raw))
        return raw
    if not isinstance(raw, str):
        raise InvalidValue(value=shortened(raw))
    if field.kind is FieldKind.MEMBER:
        if not raw.isdecimal() or int(raw) not in members:
            raise UnknownMember(value=shortened(raw))
        return raw
    if field.kind.has_options:
        return _checked_options(field, raw, options, before)
    return read_value(field, raw)


def _checked_options(field: Field, raw: str, options: Mapping[int, Option], before: Any) -> str | None:
    parts = [part for part in raw.split(',') if part]
    kept = {part for part in str(before or '').split(',') if part}
    for part in parts:
        option = options.get(int(part)) if part.isdecimal() and len(part) < 10 else None
        if option is None or option.field_id != field.id or (option.retired and part not in kept):
            raise UnknownOption(value=shortened(option.name if option else part))
    if field.kind is not FieldKind.MULTI_CHOICE:
        if len(parts) > 1:
            raise UnknownOption(value=shortened(raw))
        return parts[0] if parts else None
    return ',' + ','.join(sorted(set(parts), key=int)) + ',' if parts else None
