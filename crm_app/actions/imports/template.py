"""The sheet that people fill in who have none yet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.rights import allowed
from crm_app.data.spreadsheets.template import write_template
from crm_app.rules.fields import FieldKind
from crm_app.rules.members import Actor, Permission

KIND_HEADING: Final = '客户类型'
OWNER_HEADING: Final = '负责人'
_KIND_NAMES: Final = ('企业客户', '个人客户')
_TEXT_KINDS: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PHONE, FieldKind.EMAIL, FieldKind.WEB})


def write_import_template(database: Database, actor: Actor, path: Path) -> None:
    """Write a workbook with the fields that the actor may fill, and their options as dropdowns.

    Raises ``NotPermitted`` where he may not import.
    """
    with database.reading() as session:
        rights = allowed(session, actor, Permission.IMPORT)
        catalog = catalog_of(session)
        fields = catalog.writable(rights)
    options = {
        place: tuple(option.name for option in catalog.options_of(field.id) if not option.retired)
        for place, field in enumerate(fields)
        if field.kind in {FieldKind.CHOICE, FieldKind.MULTI_CHOICE}
    }
    write_template(
        path,
        [*(field.name for field in fields), KIND_HEADING, OWNER_HEADING],
        options={**options, len(fields): _KIND_NAMES},
        text_columns=[place for place, field in enumerate(fields) if field.kind in _TEXT_KINDS],
        date_columns=[place for place, field in enumerate(fields) if field.kind is FieldKind.DATE],
    )
