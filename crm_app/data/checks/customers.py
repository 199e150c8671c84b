"""What must hold for each live customer; one function an invariant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from crm_app.data.checks import problems
from crm_app.data.checks.batches import Batch
from crm_app.data.checks.problems import Problem
from crm_app.data.display import option_ids
from crm_app.data.uniqueness import holders
from crm_app.rules.fields import Entity, FieldKind
from crm_app.rules.pinyin import sort_key

_TOLD: Final = ('kind', 'owner_id', 'next_follow_up_at')


def keys_are_right(batch: Batch) -> Iterator[Problem]:
    """Each customer has exactly its blocking keys and hints, and nobody holds another's."""
    for row in batch.rows:
        ident, expected = row['id'], batch.expected_keys[row['id']]
        missing = set(expected.blocking) - batch.blocking_keys.get(ident, set())
        others = {key: holder for key, holder in holders(batch.session, missing).items() if missing and holder != ident}
        for (field_id, _), other in others.items():
            yield problems.SharedValue(
                customer=ident, name=row['name'], other=other, field=batch.catalog.by_id[field_id].name
            )
        wrong = batch.blocking_keys.get(ident, set()) != set(expected.blocking) - others.keys()
        if wrong or batch.hints.get(ident, set()) != set(expected.hints):
            yield problems.WrongKeys(customer=ident, name=row['name'])


def documents_are_right(batch: Batch) -> Iterator[Problem]:
    """Each customer is found by its values and contacts, and by nothing else."""
    for row in batch.rows:
        stored, expected = batch.documents.get(row['id'], ''), batch.expected_documents[row['id']]
        if stored != expected and set(stored.split('\n')) != set(expected.split('\n')):
            yield problems.WrongDocument(customer=row['id'], name=row['name'])


def contact_is_the_primary(batch: Batch) -> Iterator[Problem]:
    """At most one contact is the primary one, and its name is the customer's 联系人."""
    for row in batch.rows:
        names = [contact.name for contact in batch.contacts.get(row['id'], ()) if contact.is_primary]
        if len(names) > 1:
            yield problems.SeveralPrimaries(customer=row['id'], name=row['name'])
        elif row['contact_name'] != (names[0] if names else None):
            yield problems.WrongContactName(customer=row['id'], name=row['name'])


def pinyin_is_right(batch: Batch) -> Iterator[Problem]:
    """Each name sorts by its sound."""
    for row in batch.rows:
        if row['name_pinyin'] != sort_key(row['name']):
            yield problems.WrongPinyin(customer=row['id'], name=row['name'])


def last_follow_up_is_right(batch: Batch) -> Iterator[Problem]:
    """The time of the last follow-up is that of the newest one."""
    for row in batch.rows:
        if row['last_follow_up_at'] != batch.newest_follow_ups.get(row['id']):
            yield problems.WrongLastFollowUp(customer=row['id'], name=row['name'])


def choices_exist(batch: Batch) -> Iterator[Problem]:
    """Choices are options of their own field, retired ones included."""
    fields = [field for field in batch.catalog.customer_fields if field.kind.has_options]
    known = {field.id: {option.id for option in batch.catalog.options_of(field.id)} for field in fields}
    for row in batch.rows:
        for field in fields:
            raw = row[field.slot]
            if raw and not _is_known(raw, known[field.id]):
                yield problems.UnknownChoice(customer=row['id'], name=row['name'], field=field.name)


def members_exist(batch: Batch) -> Iterator[Problem]:
    """The owner, and members named in fields, are members."""
    members = batch.catalog.member_names
    fields = [field for field in batch.catalog.customer_fields if field.kind is FieldKind.MEMBER]
    for row in batch.rows:
        if row['owner_id'] is not None and row['owner_id'] not in members:
            yield problems.UnknownOwner(customer=row['id'], name=row['name'])
        for field in fields:
            raw = row[field.slot]
            if raw and not (raw.isdecimal() and int(raw) in members):
                yield problems.UnknownChoice(customer=row['id'], name=row['name'], field=field.name)


def history_leads_here(batch: Batch) -> Iterator[Problem]:
    """The newest change of each value is the value: the customer could be rebuilt from its history."""
    catalog = batch.catalog
    slots: dict[str, int | str] = {field.slot: field.id for field in catalog.customer_fields}
    for attribute in _TOLD:
        field = catalog.field_at(Entity.CUSTOMER, attribute)
        slots[attribute] = field.id if field else attribute
    for row in batch.rows:
        told = batch.told.get(row['id'], {})
        for slot, name in slots.items():
            if not _same(told.get(name), row[slot]):
                shown = catalog.by_id[name].name if isinstance(name, int) else name
                yield problems.WrongHistory(customer=row['id'], name=row['name'], field=shown)


def _is_known(raw: str, known: set[int]) -> bool:
    try:
        return set(option_ids(raw)) <= known
    except ValueError:
        return False


def _same(told: Any, stored: Any) -> bool:
    if isinstance(stored, datetime) and isinstance(told, str):
        return datetime.fromisoformat(told) == stored
    return bool(told == stored)


CHECKS: Final[tuple[Callable[[Batch], Iterator[Problem]], ...]] = (
    keys_are_right,
    documents_are_right,
    contact_is_the_primary,
    pinyin_is_right,
    last_follow_up_is_right,
    choices_exist,
    members_exist,
    history_leads_here,
)
"""All of them, in the order in which they are reported."""
