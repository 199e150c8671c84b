"""The customer page as plain values: what stands on it, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_app.data.catalog import catalog_of
from crm_app.data.customer_detail import ContactDetail, CustomerDetail, customer_detail
from crm_app.data.database import Database
from crm_app.data.drafts import draft_of
from crm_app.data.news import News
from crm_app.data.office import office_zone
from crm_app.data.rights import rights_of, visible_customer
from crm_app.data.timeline import Entry, Mark, Show, ValueChange, timeline
from crm_app.rules.fields import Entity
from crm_app.rules.inputs import typed_of
from crm_app.rules.members import Actor, Permission
from crm_app.view_models.choices import Choice, ways_of
from crm_app.view_models.field_views import FieldView, field_views

__all__ = [
    'ContactDetail',
    'CustomerView',
    'Entry',
    'Mark',
    'News',
    'Show',
    'ValueChange',
    'customer_view',
    'timeline_page',
]


@dataclass(frozen=True, slots=True)
class CustomerView:
    """One customer with its fields, and what the actor may do with it."""

    detail: CustomerDetail
    fields: tuple[FieldView, ...]
    contact_fields: tuple[FieldView, ...]
    ways: tuple[Choice, ...]
    zone: ZoneInfo
    actor_id: int
    may_edit: bool
    may_delete: bool
    may_change_owner: bool

    @property
    def names(self) -> dict[int, str]:
        """Names of fields by id, in the page's language."""
        return {view.id: view.name for view in (*self.fields, *self.contact_fields)}

    def writable(self, column: int | str) -> bool:
        """Whether the actor may set this column (a field's id or ``'owner'``)."""
        if column == 'owner':
            return self.may_edit and self.may_change_owner
        return self.may_edit and any(
            view.id == column and view.writable for view in (*self.fields, *self.contact_fields)
        )


def customer_view(database: Database, actor: Actor, customer_id: int, language: str) -> CustomerView:
    """Return what the page shows; raises ``NotFound`` alike for what does not exist and what one may not see."""
    with database.reading() as session:
        rights = rights_of(session, actor)
        detail = customer_detail(session, rights, customer_id)
        typed = {found.id: typed_of(found, detail.values[found.id]) for found in detail.fields}
        views = field_views(session, rights, Entity.CUSTOMER, language, typed)
        return CustomerView(
            detail=detail,
            fields=tuple(view for view in views if view.field.applies_to.includes(detail.kind)),
            contact_fields=field_views(session, rights, Entity.CONTACT, language, {}),
            ways=ways_of(session),
            zone=office_zone(session),
            actor_id=actor.member_id,
            may_edit=rights.may(Permission.EDIT_CUSTOMER),
            may_delete=rights.may(Permission.DELETE_CUSTOMER),
            may_change_owner=rights.may(Permission.CHANGE_OWNER),
        )


def timeline_page(
    database: Database, actor: Actor, customer_id: int, *, show: Show, before: Mark | None = None, limit: int = 30
) -> tuple[tuple[Entry, ...], Mark | None]:
    """Return what happened before a mark (None: until now), newest first, and the mark to go on from."""
    with database.reading() as session:
        rights = rights_of(session, actor)
        visible_customer(session, rights, customer_id)
        return timeline(session, rights, customer_id, show=show, before=before, limit=limit)


def kept_follow_up(database: Database, actor: Actor, customer_id: int) -> dict[str, str]:
    """Return what the actor has typed into the follow-up form and not recorded: text, way and next time."""
    with database.reading() as session:
        return dict(draft_of(session, actor.member_id, follow_up_key(customer_id)) or {})


def name_of_member(database: Database, member_id: int | None) -> str:
    """Return a member's name; '' where several did it, or the program itself."""
    with database.reading() as session:
        return catalog_of(session).member_names.get(member_id or 0, '')


def follow_up_key(customer_id: int) -> str:
    """Return the key of the draft of a follow-up."""
    return f'follow_up:{customer_id}'


def local_text(moment: datetime | None, zone: ZoneInfo) -> str:
    """Return a moment as an input for date and time holds it: ``2025-03-05T09:00``; '' for none."""
    return moment.astimezone(zone).strftime('%Y-%m-%dT%H:%M') if moment else ''


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment that stands in an input for date and time; None for an empty or half-typed one."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
    except ValueError:
        return None
