"""Two people edit one record: what merges silently and what must be asked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar('K', bound=Hashable)
V = TypeVar('V')


@dataclass(frozen=True, slots=True)
class Conflict(Generic[V]):
    """One field that both changed, to different values."""

    base: V | None
    mine: V | None
    theirs: V | None


@dataclass(frozen=True, slots=True)
class Merge(Generic[K, V]):
    """What becomes of my edit: ``changes`` can be written, ``conflicts`` must be decided by a person first."""

    changes: dict[K, V]
    conflicts: dict[K, Conflict[V]]


def merge(base: Mapping[K, V], mine: Mapping[K, V], theirs: Mapping[K, V]) -> Merge[K, V]:
    """Compare my edit with what the record was when I opened it (``base``) and what it is now (``theirs``).

    Only fields in ``mine`` count; a field missing from ``base`` or ``theirs`` is empty (None) there.
    """
    changes: dict[K, V] = {}
    conflicts: dict[K, Conflict[V]] = {}
    for field, wanted in mine.items():
        before, now = base.get(field), theirs.get(field)
        if wanted in (before, now):
            continue
        if now == before:
            changes[field] = wanted
        else:
            conflicts[field] = Conflict(before, wanted, now)
    return Merge(changes, conflicts)
