"""What a field is called in the language of the page."""

from __future__ import annotations

from typing import Final

from crm_app.data.seeds import CONTACT_FIELDS, FOLLOW_UP_FIELDS
from crm_app.rules.fields import Entity, Field
from crm_app.rules.system_fields import SYSTEM_FIELDS

_ENGLISH: Final = {
    (entity, field.key): field.english
    for entity, fields in (
        (Entity.CUSTOMER, SYSTEM_FIELDS),
        (Entity.CONTACT, CONTACT_FIELDS),
        (Entity.FOLLOW_UP, FOLLOW_UP_FIELDS),
    )
    for field in fields
}


def name_in(field: Field, language: str) -> str:
    """Return the team's own name for a field; a prepared field that nobody renamed is called in the given language."""
    if field.custom_name or field.key is None or language == 'zh_CN':
        return field.name
    return _ENGLISH.get((field.entity, field.key), field.name)
