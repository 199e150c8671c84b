"""What follows from a customer's values: the texts it is found by and its keys. One place for forms and imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from crm_app.data import search, uniqueness
from crm_app.data.catalog import Catalog
from crm_app.data.models.customer import Contact, Customer
from crm_app.data.uniqueness import Key, Keys
from crm_app.rules.customers import CustomerKind
from crm_app.rules.pinyin import initials

Raw = str | int | None


def search_texts(catalog: Catalog, values: Mapping[str, Any]) -> list[str]:
    """Return the texts by which a customer with these raw values (by slot) is found, pinyin initials included."""
    texts = [values['name'], initials(values['name'])]
    for field in catalog.searchable_fields:
        raw = values.get(field.slot)
        if raw:
            texts.append(raw)
            if field.key == 'contact':
                texts.append(initials(raw, surname=True))
    return texts


def slot_values(catalog: Catalog, customer: Customer) -> dict[str, Any]:
    """Return the raw values of a loaded customer by slot, fields that are off included: their values still count."""
    return {field.slot: getattr(customer, field.slot) for field in catalog.customer_fields}


def with_contacts(texts: Sequence[str], contacts: Iterable[tuple[str, str | None, str | None]]) -> list[str]:
    """Return the texts of a customer's own values and of its contacts (name, 手机, 电话), each once."""
    found = list(texts)
    for name, mobile, phone in contacts:
        found += [name, initials(name, surname=True), mobile or '', phone or '']
    return [text for text in dict.fromkeys(found) if text]


def index_texts(session: Session, catalog: Catalog, customer: Customer) -> list[str]:
    """Return all texts of a stored customer: its values, and the names and phones of its other contacts."""
    query = select(Contact).where(Contact.customer_id == customer.id).options(undefer_group('slots'))
    contacts = [(contact.name, contact.value('t01'), contact.value('t02')) for contact in session.scalars(query)]
    return with_contacts(search_texts(catalog, slot_values(catalog, customer)), contacts)


def reindex(session: Session, catalog: Catalog, customer: Customer) -> None:
    """Write the customer's search document anew."""
    search.replace(session, [(customer.id, index_texts(session, catalog, customer))])


def take_keys(session: Session, catalog: Catalog, customer: Customer) -> tuple[Keys, list[Key]]:
    """Write the customer's keys anew; returns them and the blocking ones that another customer holds."""
    keys = uniqueness.keys_for(catalog, CustomerKind(customer.kind), slot_values(catalog, customer))
    uniqueness.release(session, [customer.id])
    lost = uniqueness.claim(session, [(customer.id, key) for key in keys.blocking])
    uniqueness.add_hints(session, [(customer.id, hint) for hint in keys.hints])
    return keys, [key for _, key in lost]


def loaded(session: Session, ids: Sequence[int]) -> Sequence[Customer]:
    """Return customers with their slots, locked in the order of their ids."""
    query = select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).options(undefer_group('slots'))
    return session.scalars(query.with_for_update()).all()
