"""Kinds of problems of an import, as the filter above the rows in question names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from crm_app.rules.checking import UnknownMember, UnknownOption
from crm_app.rules.dates import UnreadableDate
from crm_app.rules.import_problems import (
    AmbiguousOwner,
    CustomerOfOthers,
    InactiveOwner,
    MatchesSeveral,
    MissingCell,
    NewOptionNotPermitted,
    NothingChanged,
    NotOfThisKind,
    OtherKind,
    OwnerNotPermitted,
    ProblemRow,
    SameAsCustomer,
    SameAsRow,
    UnknownKind,
    UnknownOwner,
)
from crm_app.rules.numbers import NumberTooLarge, TooManyDecimals, UnreadableNumber
from crm_app.rules.phones import UnreadablePhone
from crm_app.rules.refusals import Refusal

OTHER: Final = 'other'
_KINDS: Final[Mapping[type[Refusal], str]] = {
    MissingCell: 'missing',
    UnreadableDate: 'date',
    UnreadableNumber: 'number',
    TooManyDecimals: 'number',
    NumberTooLarge: 'number',
    UnreadablePhone: 'phone',
    UnknownOption: 'option',
    NewOptionNotPermitted: 'option',
    SameAsRow: 'twice',
    SameAsCustomer: 'exists',
    CustomerOfOthers: 'exists',
    NothingChanged: 'same',
    MatchesSeveral: 'several',
    OtherKind: 'kind',
    NotOfThisKind: 'kind',
    UnknownKind: 'kind',
    UnknownOwner: 'owner',
    AmbiguousOwner: 'owner',
    InactiveOwner: 'owner',
    OwnerNotPermitted: 'owner',
    UnknownMember: 'owner',
}
KIND_LABELS: Final = {
    'missing': 'Required value missing',
    'date': 'Unreadable date',
    'number': 'Unreadable number',
    'phone': 'Unreadable phone number',
    'option': 'Not among the options',
    'twice': 'Twice in the file',
    'exists': 'Exists already',
    'same': 'Nothing to change',
    'several': 'Matches several customers',
    'kind': 'Does not fit the kind of customer',
    'owner': 'Owner unknown or not possible',
    OTHER: 'Other problems',
}


def kinds_of(row: ProblemRow) -> set[str]:
    """Return the kinds of all problems of a row."""
    return {_KINDS.get(type(problem.refusal), OTHER) for problem in row.problems}


def count_kinds(rows: Iterable[ProblemRow]) -> dict[str, int]:
    """Return how many rows have a problem of each kind, in a fixed order."""
    counted = Counter(kind for row in rows for kind in kinds_of(row))
    return {kind: counted[kind] for kind in KIND_LABELS if counted[kind]}
