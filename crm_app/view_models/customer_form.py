"""The customer form as plain values: which inputs it has, what they begin with, and what was typed wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from crm_app.data.catalog import catalog_of
from crm_app.data.customer_detail import CustomerDetail, customer_detail
from crm_app.data.database import Database
from crm_app.data.drafts import draft_of
from crm_app.data.rights import rights_of
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity, Field
from crm_app.rules.inputs import Typed, raw_of, typed_of
from crm_app.rules.list_query import Column
from crm_app.rules.members import Actor, Permission, Rights
from crm_app.rules.refusals import InvalidValue, NotPermitted, Refusal
from crm_app.view_models.choices import Choice, members_choices
from crm_app.view_models.field_views import FieldView, field_views
from crm_app.view_models.form_draft import FormDraft, Typing, draft_from_json, draft_key


class Missing(Refusal):
    """A required input is empty."""

    message = 'Please fill this in.'


@dataclass(frozen=True, slots=True)
class FormView:
    """What a form is made of. ``fields`` are those of both kinds of customer, in the team's order."""

    customer_id: int | None
    customer_name: str
    kind: CustomerKind
    fields: tuple[FieldView, ...]
    contact_fields: tuple[FieldView, ...]
    owners: tuple[Choice, ...]
    """Whom one may choose as owner; empty where one may not choose."""
    actor_id: int
    may_customise: bool
    start: FormDraft
    """What the inputs hold before anything is typed."""

    def fields_for(self, kind: CustomerKind) -> tuple[FieldView, ...]:
        """Return the inputs of a kind of customer."""
        return tuple(view for view in self.fields if view.field.applies_to.includes(kind))


def form_of(
    database: Database,
    actor: Actor,
    customer_id: int | None,
    language: str,
    *,
    kind: CustomerKind = CustomerKind.COMPANY,
    standing: Mapping[int, Typed] | None = None,
) -> FormView:
    """Return the form for a new customer (None) or an existing one; ``standing`` is what its inputs hold already.

    Raises ``NotPermitted`` where the actor may not save it anyway, ``NotFound`` for what he may not see.
    """
    with database.reading() as session:
        rights = rights_of(session, actor)
        permission = Permission.CREATE_CUSTOMER if customer_id is None else Permission.EDIT_CUSTOMER
        detail = None if customer_id is None else customer_detail(session, rights, customer_id)
        if not rights.may(permission):
            raise NotPermitted(what=permission.value)
        start = _start(session, rights, detail, kind)
        return FormView(
            customer_id=customer_id,
            customer_name=detail.name if detail else '',
            kind=start.kind,
            fields=field_views(session, rights, Entity.CUSTOMER, language, {**start.typed, **(standing or {})}),
            contact_fields=field_views(session, rights, Entity.CONTACT, language, {}),
            owners=members_choices(session) if rights.may(Permission.CHANGE_OWNER) else (),
            actor_id=actor.member_id,
            may_customise=rights.may(Permission.MANAGE_SETTINGS),
            start=start,
        )


def kept_draft(database: Database, actor: Actor, customer_id: int | None) -> FormDraft | None:
    """Return what the actor typed into this form and has not saved, or None."""
    with database.reading() as session:
        stored = draft_of(session, actor.member_id, draft_key(customer_id))
        return draft_from_json(stored) if stored else None


def read_typed(fields: tuple[FieldView, ...], typed: Mapping[int, Typed]) -> tuple[dict[int, Any], dict[int, Refusal]]:
    """Return raw values of the writable inputs by field id, and what is wrong with the others."""
    values: dict[int, Any] = {}
    wrong: dict[int, Refusal] = {}
    for view in fields:
        if not view.writable:
            continue
        try:
            raw = raw_of(view.field, typed.get(view.id, ''))
        except InvalidValue as refusal:
            wrong[view.id] = refusal
            continue
        if raw is None and view.required:
            wrong[view.id] = Missing()
        values[view.id] = raw
    return values, wrong


def edit_of(view: FormView, draft: FormDraft, values: Mapping[int, Any]) -> tuple[dict[Column, Any], dict[Column, Any]]:
    """Return base and wish of an edit, with only those inputs that were touched.

    How a value that was stored long ago would be read today must not count as a change.
    """
    fields = {found.id: found.field for found in view.fields}
    base: dict[Column, Any] = {'owner': draft.base_owner_id}
    mine: dict[Column, Any] = {'owner': draft.owner_id}
    for ident, raw in values.items():
        before = draft.base.get(ident)
        if draft.typed.get(ident, '') != typed_of(fields[ident], before):
            base[ident], mine[ident] = before, raw
    return base, mine


def _start(session: Session, rights: Rights, detail: CustomerDetail | None, kind: CustomerKind) -> FormDraft:
    fields = catalog_of(session).readable(rights)
    if detail is None:
        typed: Typing = {found.id: typed_of(found, _default(found)) for found in fields if _default(found) is not None}
        return FormDraft(kind, rights.member_id, typed)
    values = dict(detail.values)
    typed = {found.id: typed_of(found, values[found.id]) for found in detail.fields}
    return FormDraft(detail.kind, detail.owner_id, typed, base=values, base_owner_id=detail.owner_id)


def _default(found: Field) -> str | int | None:
    if found.default is None or not found.kind.is_number:
        return found.default
    return int(found.default) if found.default.lstrip('-').isdecimal() else None
