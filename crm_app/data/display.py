"""How a stored value reads: the text that history keeps, lists show and searches find."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.values import show_value

if TYPE_CHECKING:
    from crm_app.data.catalog import Catalog


def text_of(catalog: Catalog, field: Field | None, attribute: str, value: Any) -> str:
    """Return the displayed text of a raw value; ``field`` is None for attributes that no field definition describes."""
    if value is None:
        return ''
    if field is None:
        if attribute in ('owner_id', 'superior_id', 'member_id'):
            return catalog.member_names.get(value, '')
        return value.isoformat() if isinstance(value, date) else str(value)
    if field.kind is FieldKind.MEMBER:
        return catalog.member_names.get(int(value), '')
    if field.kind.has_options:
        return '、'.join(option_names(catalog, value))
    return show_value(field, value)


def option_ids(value: str | None) -> tuple[int, ...]:
    """Return the option ids in a raw choice (``'7'``) or multiple choice (``',3,7,'``)."""
    return tuple(int(part) for part in (value or '').split(',') if part)


def option_names(catalog: Catalog, value: str | None) -> tuple[str, ...]:
    """Return the options' names; a cascade's value names its place from the top: 湖北省 武汉市."""
    names = []
    for ident in option_ids(value):
        option = catalog.options.get(ident)
        path = []
        while option:
            path.append(option.name)
            option = catalog.options.get(option.parent_id) if option.parent_id else None
        if path:
            names.append(' '.join(reversed(path)))
    return tuple(names)
