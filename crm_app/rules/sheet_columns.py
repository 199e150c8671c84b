"""Which row of a sheet is its header, and which column holds which field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crm_app.rules.fields import Field, FieldKind
from crm_app.rules.spreadsheets import Cell

_HEADER_WITHIN: Final = 20
"""Rows from the top in which the header is looked for."""
_BRACKETED: Final = re.compile(r'[(\[{【〔〖「『《<][^)\]}】〕〗」』》>]*[)\]}】〕〗」』》>]')
_NOT_KEY: Final = re.compile(r'[\W_]+')
_TEN_THOUSANDS: Final = re.compile(r'[(\[【〔](?:单位[::]?)?万(?:元|人民币)?(?:人民币)?[)\]】〕]')
TEN_THOUSAND: Final = 10_000


class SpecialColumn(StrEnum):
    """Columns that are no fields but mean something to an import."""

    KIND = 'kind'
    OWNER = 'owner'


_SPECIAL: Final[Mapping[str, SpecialColumn]] = {
    '客户类型': SpecialColumn.KIND,
    'customertype': SpecialColumn.KIND,
    'customerkind': SpecialColumn.KIND,
    '负责人': SpecialColumn.OWNER,
    'owner': SpecialColumn.OWNER,
}
_IGNORED: Final = frozenset({'行号', '问题', '序号', '编号', 'row', 'problems', 'no'})


@dataclass(frozen=True, slots=True)
class Guess:
    """What one column of a sheet probably holds."""

    column: int
    """Counted from 0."""
    heading: str
    """As it stands in the sheet; ``''`` for a column without one."""
    field_id: int | None = None
    special: SpecialColumn | None = None
    """Set instead of ``field_id`` for the customer's kind and owner. Neither: the column is ignored."""
    factor: int = 1
    """What numbers of the column are multiplied by: 10,000 under a heading with (万) or (万元), for money only."""
    enabled: bool = True
    """Whether the field is switched on."""

    @property
    def is_ignored(self) -> bool:
        """Whether the column means nothing."""
        return self.field_id is None and self.special is None


def heading_key(text: str) -> str:
    """Return what two headings have in common that mean the same.

    Width, case, blanks, punctuation, and brackets with what stands in them are dropped; a heading that stands wholly in
    brackets keeps its words.
    """
    plain = unicodedata.normalize('NFKC', text).casefold()
    return _NOT_KEY.sub('', _BRACKETED.sub('', plain)) or _exact_key(text)


def _exact_key(text: str) -> str:
    return _NOT_KEY.sub('', unicodedata.normalize('NFKC', text).casefold())


def factor_of(heading: str) -> int:
    """Return 10,000 for a heading with (万) or (万元), else 1."""
    plain = re.sub(r'\s+', '', unicodedata.normalize('NFKC', heading))
    return TEN_THOUSAND if _TEN_THOUSANDS.search(plain) else 1


def known_headings(fields: Iterable[Field], synonyms: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return all texts that ``guess_columns`` would recognise: what ``find_header`` looks for."""
    names = {key for field in fields for key in _keys_of(field, synonyms)}
    return frozenset(names | set(_SPECIAL) | _IGNORED)


def find_header(rows: Sequence[Sequence[Cell]], known: Collection[str]) -> int | None:
    """Return the index of the header among the first rows of a sheet; None if no row can be one.

    The row with most different headings out of ``known`` wins, the upper one of equals; without any, the first row with
    at least two texts.
    """
    keys = {heading_key(text) for text in known}
    best, most = None, 0
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        found = len({key for cell in row if isinstance(cell, str) and (key := heading_key(cell)) in keys})
        if found > most:
            best, most = index, found
    if best is not None:
        return best
    texts = (sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows[:_HEADER_WITHIN])
    return next((index for index, count in enumerate(texts) if count >= 2), None)


def guess_columns(
    header: Sequence[Cell],
    fields: Sequence[Field],
    synonyms: Mapping[str, Sequence[str]],
    saved: Mapping[str, int] | None = None,
) -> list[Guess]:
    """Say for each column which field it holds.

    ``synonyms`` maps keys of system fields to further headings; ``saved`` maps headings to the ids of the fields chosen
    for them last time. The order of trust: the saved choice, the team's own name, the original name, synonyms; then the
    same without what stands in brackets. No field is given twice: the column with the more trusted match has it, the
    left one of equals. Switched-off fields match as well.
    """
    headings = [_heading(cell) for cell in header]
    chosen: dict[int, Field] = {}
    taken: set[int] = set()
    for key_of in (_exact_key, heading_key):
        for names in _names_by_trust(fields, synonyms, saved or {}, key_of):
            for column, heading in enumerate(headings):
                field = names.get(key_of(heading)) if heading else None
                if field and column not in chosen and field.id not in taken:
                    chosen[column] = field
                    taken.add(field.id)
    return _guesses(headings, chosen)


def _guesses(headings: Sequence[str], chosen: Mapping[int, Field]) -> list[Guess]:
    guesses = []
    specials: set[SpecialColumn] = set()
    for column, heading in enumerate(headings):
        if field := chosen.get(column):
            factor = factor_of(heading) if field.kind is FieldKind.MONEY else 1
            guesses.append(Guess(column, heading, field.id, factor=factor, enabled=field.enabled))
            continue
        special = _SPECIAL.get(heading_key(heading))
        if special in specials:
            special = None
        if special:
            specials.add(special)
        guesses.append(Guess(column, heading, special=special))
    return guesses


def _names_by_trust(
    fields: Sequence[Field],
    synonyms: Mapping[str, Sequence[str]],
    saved: Mapping[str, int],
    key_of: Callable[[str], str],
) -> list[dict[str, Field]]:
    """Heading keys to fields, the most trusted names first; switched-on fields before others of the same name."""
    by_id = {field.id: field for field in fields}
    own: dict[str, Field] = {}
    original: dict[str, Field] = {}
    further: dict[str, Field] = {}
    for field in sorted(fields, key=lambda field: not field.enabled):
        if field.custom_name:
            own.setdefault(key_of(field.custom_name), field)
        original.setdefault(key_of(field.original_name), field)
        for name in synonyms.get(field.key or '', ()):
            further.setdefault(key_of(name), field)
    remembered = {key_of(heading): by_id[field_id] for heading, field_id in saved.items() if field_id in by_id}
    reserved = _IGNORED | set(_SPECIAL)
    unreserved = [
        {key: field for key, field in table.items() if key not in reserved} for table in (own, original, further)
    ]
    return [remembered, *unreserved]


def _keys_of(field: Field, synonyms: Mapping[str, Sequence[str]]) -> set[str]:
    names = [field.name, field.original_name, *synonyms.get(field.key or '', ())]
    return {heading_key(name) for name in names}


def _heading(cell: Cell) -> str:
    return '' if cell is None else re.sub(r'\s+', ' ', str(cell)).strip()
