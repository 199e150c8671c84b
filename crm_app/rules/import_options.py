"""Finding the option, or the member, that the text of a cell means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crm_app.rules.checking import UnknownOption
from crm_app.rules.cities import city_key, find_city
from crm_app.rules.fields import Field, Option
from crm_app.rules.import_problems import AmbiguousOwner, UnknownOwner
from crm_app.rules.refusals import shortened

LONGEST_OPTION: Final = 100
SEPARATORS: Final = '、;\n,，；'
"""What may stand between several options of a cell; an export takes the first that is in none of the names."""
_ANY_SEPARATOR: Final = re.compile(f'[{SEPARATORS}]+')
_LOGIN: Final = re.compile(r'^(.*?)\s*[(（]([^()（）]+)[)）]$')


def option_key(text: str) -> str:
    """Return what two spellings of an option have in common: width, case and blanks do not count."""
    return ''.join(unicodedata.normalize('NFKC', text).casefold().split())


@dataclass(frozen=True, slots=True)
class FoundOption:
    """The option of a cell: its id, or the name of one that would have to be added."""

    id: int | None
    name: str
    retired: bool = False
    known_place: bool = False
    """A city of the national list: adding it invents nothing."""


def _found(option: Option) -> FoundOption:
    return FoundOption(option.id, option.name, option.retired)


class OptionTable:
    """The options of one field by the texts that mean them."""

    def __init__(
        self, field: Field, options: Iterable[Option], mapped: Mapping[str, int], cities: Mapping[str, str] | None
    ) -> None:
        """``mapped`` are a person's choices for texts; ``cities`` (spelling → official name) are for the city field."""
        self.values: dict[str, str] = {}
        """Raw values of cells that were read before, for who reads many."""
        self._cities = cities
        self._found: dict[str, FoundOption] = {}
        by_id = {option.id: option for option in options}
        ranked = sorted(by_id.values(), key=lambda option: (option.retired, option.position, option.id))
        for option in ranked:
            self._found.setdefault(option.name, _found(option))
        for option in ranked:
            for key in self._keys(option, by_id):
                self._found.setdefault(key, _found(option))
        for text, ident in mapped.items():
            if ident in by_id:
                self._found[option_key(text)] = self._found[text] = _found(by_id[ident])
        self.field = field

    def find(self, text: str) -> FoundOption:
        """Return the option that a text means; ``id`` is None for one that does not exist.

        Raises ``UnknownOption`` for a text that could not be an option at all.
        """
        found = self._found.get(text)
        if found is None:
            found = self._found.get(option_key(text)) or self._place(text)
            if found is None:
                if len(text) > LONGEST_OPTION or '\n' in text:
                    raise UnknownOption(value=shortened(text))
                found = FoundOption(None, text.strip())
            self._found[text] = found
        return found

    def split(self, text: str) -> list[str]:
        """Return the parts of a cell that holds several options; names that hold a separator themselves stay whole."""
        if text in self._found or option_key(text) in self._found:
            return [text]
        for separator in SEPARATORS:
            parts = [part.strip() for part in text.split(separator) if part.strip()]
            if parts and all(option_key(part) in self._found for part in parts):
                return parts
        return [part.strip() for part in _ANY_SEPARATOR.split(text) if part.strip()]

    def _place(self, text: str) -> FoundOption | None:
        if self._cities is None:
            return None
        official = find_city(text, self._cities)
        if official:
            return self._found.get(option_key(official)) or FoundOption(None, official, known_place=True)
        return self._found.get(option_key(city_key(text)))

    def _keys(self, option: Option, by_id: Mapping[int, Option]) -> list[str]:
        keys = [option_key(option.name)]
        if self._cities is not None:
            official = find_city(option.name, self._cities)
            keys += [option_key(official)] if official else [option_key(city_key(option.name))]
        path, above = [option.name], option
        while above.parent_id and (parent := by_id.get(above.parent_id)):
            path.insert(0, parent.name)
            above = parent
        if len(path) > 1:
            keys.append(option_key(''.join(path)))
        return keys


class MemberBook:
    """Members by the texts that name them: a name, a login, or a name with the login in brackets."""

    def __init__(self, members: Iterable[tuple[int, str, str]], active: Collection[int]) -> None:
        """``members`` are (id, name, login)."""
        self.active = frozenset(active)
        self._names: dict[str, list[int]] = {}
        self._logins: dict[str, int] = {}
        for ident, name, login in members:
            self._names.setdefault(option_key(name), []).append(ident)
            self._logins[option_key(login)] = ident

    def find(self, text: str) -> int:
        """Return the member's id; raises ``UnknownOwner`` or ``AmbiguousOwner``."""
        named = self._names.get(option_key(text), [])
        if len(named) == 1:
            return named[0]
        if match := _LOGIN.match(text.strip()):
            ident = self._logins.get(option_key(match[2]))
            if ident is not None and ident in self._names.get(option_key(match[1]), ()):
                return ident
        if named:
            active = [ident for ident in named if ident in self.active]
            if len(active) == 1:
                return active[0]
            raise AmbiguousOwner(value=shortened(text))
        ident = self._logins.get(option_key(text))
        if ident is None:
            raise UnknownOwner(value=shortened(text))
        return ident
