"""What each column of an export holds: its heading, and the cell for a stored value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crm_app.data.catalog import Catalog
from crm_app.data.display import option_ids
from crm_app.data.list_columns import MOMENTS, list_column
from crm_app.data.models.member import Member
from crm_app.data.office import office_zone
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Field, FieldKind, Option
from crm_app.rules.import_options import SEPARATORS
from crm_app.rules.list_query import Column
from crm_app.rules.members import Rights
from crm_app.rules.spreadsheets import Value
from crm_app.rules.values import KINDS

KIND_HEADING: Final = '客户类型'
OWNER_HEADING: Final = '负责人'
_KIND_NAMES: Final = {CustomerKind.COMPANY.value: '企业客户', CustomerKind.INDIVIDUAL.value: '个人客户'}
_MOMENT_HEADINGS: Final = {
    'created_at': '创建时间',
    'updated_at': '更新时间',
    'next_follow_up_at': '下次跟进时间',
    'last_follow_up_at': '最后跟进时间',
}
_WIDTHS: Final = {FieldKind.LONG_TEXT: 30, FieldKind.DATE: 12, FieldKind.NUMBER: 12, FieldKind.CHOICE: 12}
_NAME_WIDTH: Final = 30
_WIDTH: Final = 16

Cell = Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column: where its values are, and how they become cells."""

    heading: str
    attribute: InstrumentedAttribute[Any]
    cell: Cell
    width: float


def default_columns(catalog: Catalog, rights: Rights) -> list[Column]:
    """Return all readable fields in the team's order, then kind and owner."""
    return [*(field.id for field in catalog.readable(rights)), 'kind', 'owner']


def export_columns(session: Session, catalog: Catalog, rights: Rights, wanted: Sequence[Column]) -> list[ExportColumn]:
    """Return the wanted columns that these rights may read; others are left out."""
    members = _member_names(session)
    found = []
    for column in dict.fromkeys(wanted):
        listed = list_column(catalog, rights, column)
        if listed is None:
            continue
        if listed.field:
            field = listed.field
            width = _NAME_WIDTH if field.key in ('name', 'address') else _WIDTHS.get(field.kind, _WIDTH)
            found.append(ExportColumn(field.name, listed.attribute, _cell_of(catalog, field, members), width))
        elif column == 'kind':
            found.append(ExportColumn(KIND_HEADING, listed.attribute, lambda raw: _KIND_NAMES.get(raw, raw), 12))
        elif column == 'owner':
            found.append(ExportColumn(OWNER_HEADING, listed.attribute, members.get, 12))
        elif column in MOMENTS and column in _MOMENT_HEADINGS:
            heading = _MOMENT_HEADINGS[str(column)]
            found.append(ExportColumn(heading, listed.attribute, _local(office_zone(session)), _WIDTH))
    return found


def _cell_of(catalog: Catalog, field: Field, members: Mapping[int | None, str]) -> Cell:
    if field.kind is FieldKind.MEMBER:
        return lambda raw: None if raw is None else members.get(int(raw))
    if field.kind.has_options:
        return _options_cell(catalog, field)
    export = KINDS[field.kind].export
    if field.kind.is_number or field.kind is FieldKind.DATE:
        return lambda raw: None if raw is None else export(field, raw)
    return lambda raw: raw  # texts are stored as they are exported


def _options_cell(catalog: Catalog, field: Field) -> Cell:
    """Options by name; a cascade's from the top. The cells of equal values are made once."""
    names = [option.name for option in catalog.options_of(field.id)]
    separator = next((mark for mark in SEPARATORS if not any(mark in name for name in names)), SEPARATORS[0])
    made: dict[str | None, str | None] = {None: None}

    def cell(raw: str | None) -> str | None:
        if raw not in made:
            options = [catalog.options[ident] for ident in option_ids(raw) if ident in catalog.options]
            made[raw] = separator.join(_path(catalog, option) for option in options) or None
        return made[raw]

    return cell


def _path(catalog: Catalog, option: Option) -> str:
    path = [option.name]
    while option.parent_id and option.parent_id in catalog.options:
        option = catalog.options[option.parent_id]
        path.insert(0, option.name)
    return ' '.join(path)


def _member_names(session: Session) -> dict[int | None, str]:
    """Return all members by id, with the login in brackets where two share a name."""
    rows = session.execute(select(Member.id, Member.name, Member.login)).all()
    counts = Counter(name for _, name, _ in rows)
    return {ident: f'{name}({login})' if counts[name] > 1 else name for ident, name, login in rows}


def _local(zone: ZoneInfo) -> Cell:
    def cell(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(zone).replace(tzinfo=None, microsecond=0)

    return cell
