"""Options and fields that an import brought along, taken back where nobody uses them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.imports.traces import is_filled, options_in_use, revisions_of, was_changed_since
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.rules.fields import Entity


def take_back_settings(session: Session, run_id: int) -> None:
    """Remove the options that the import added and switch off the fields it switched on, unless used by now."""
    _remove_options(session, run_id)
    _switch_fields_off(session, run_id)


def _remove_options(session: Session, run_id: int) -> None:
    by_field: dict[int, list[FieldOption]] = {}
    after = 0
    while revisions := revisions_of(session, run_id, Entity.OPTION, 'create', after=after):
        after = revisions[-1].id
        for revision in revisions:
            option = session.get(FieldOption, revision.entity_id)
            if option and not was_changed_since(session, run_id, Entity.OPTION, option.id):
                by_field.setdefault(option.field_id, []).append(option)
    fields = catalog_of(session).by_id
    for field_id, options in by_field.items():
        used = options_in_use(session, fields[field_id], [option.id for option in options])
        for option in options:
            if option.id not in used:
                session.delete(option)


def _switch_fields_off(session: Session, run_id: int) -> None:
    for revision in revisions_of(session, run_id, Entity.FIELD, 'update'):
        field = session.get(FieldDefinition, revision.entity_id)
        plain = catalog_of(session).by_id.get(revision.entity_id)
        if field is None or plain is None or was_changed_since(session, run_id, Entity.FIELD, field.id):
            continue
        if ['enabled', False, True] in [change[:3] for change in revision.changes] and not is_filled(session, plain):
            field.enabled = False
