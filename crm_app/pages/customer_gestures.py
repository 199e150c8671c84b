"""What one does on the customer page, turned into actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from crm_app.actions.customers.contacts import delete_contact, save_contact
from crm_app.actions.customers.delete import delete_customers, restore_customers
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.customers.follow_ups import add_follow_up, delete_follow_up, edit_follow_up
from crm_app.actions.customers.set_back import set_back
from crm_app.components.collision_panel import show_findings
from crm_app.components.contact_dialog import open_contact
from crm_app.components.desk import Desk
from crm_app.components.dialogs import ask, form_dialog
from crm_app.components.follow_up_form import FollowUpInputs, Told
from crm_app.components.notices import offer_undo, refusals_shown, say, show_refusal
from crm_app.components.value_rows import ValueRows
from crm_app.components.words import _
from crm_app.pages.conflicts import Values, save_asking
from crm_app.rules.collisions import Collision, MissingValues
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.inputs import Typed, raw_of
from crm_app.rules.list_query import Selection
from crm_app.rules.refusals import InvalidValue, Refusal
from crm_app.view_models.choices import Choice, find_choices
from crm_app.view_models.customer_page import ContactDetail, CustomerView, Entry, ValueChange, local_text
from crm_app.view_models.field_views import FieldView
from crm_app.view_models.work import in_thread


class Gestures:
    """The actions of one customer page. ``view`` gives what the page shows at that moment."""

    def __init__(self, desk: Desk, customer_id: int, view: Callable[[], CustomerView]) -> None:
        """Touches nothing yet."""
        self._desk, self._id, self._view = desk, customer_id, view
        self.rows: ValueRows | None = None

    async def find(self, field_id: int, text: str) -> Sequence[Choice]:
        """Return the entries of a long dropdown that fit the text."""
        return await in_thread(find_choices, self._desk.database, self._desk.actor, field_id, text)

    async def save_value(self, field: FieldView, base: Any, typed: Typed) -> bool:
        """Save one value edited in its place."""
        row = self.rows.rows[field.id] if self.rows else None

        def save(base: Values, mine: Values) -> object:
            return edit_customer(
                self._desk.database, self._desk.actor, self._id, base=base, mine=mine, route=Route.INLINE
            )

        try:
            return await save_asking(self._desk, save, {field.id: base}, {field.id: raw_of(field.field, typed)})
        except Collision as collision:
            if row:
                show_findings(row.below, collision.findings, self._view().zone, _go)
        except (InvalidValue, MissingValues) as refusal:
            if row:
                row.show_error(refusal)
        except Refusal as refusal:
            show_refusal(refusal)
        return False

    async def add_follow_up(self, told: Told) -> bool:
        """Record a follow-up; returns whether it was."""
        return await self._try(
            add_follow_up, self._desk.actor, self._id, text=told.text, way=told.way, next_at=told.next_at
        )

    async def edit_follow_up(self, entry: Entry) -> None:
        """Correct one's own follow-up in a dialog."""
        view = self._view()

        async def save() -> None:
            told = inputs.told
            if await self._try(
                edit_follow_up, self._desk.actor, entry.id, text=told.text, way=told.way, next_at=told.next_at
            ):
                dialog.close()

        with form_dialog(_('Correct follow-up')) as dialog:
            inputs = FollowUpInputs(view.ways, view.zone)
            inputs.fill(entry.text, entry.way, local_text(entry.next_at, view.zone))
            with ui.element('div').classes('dialog-foot'):
                ui.button(_('Cancel'), on_click=dialog.close).props('flat')
                ui.button(_('Save'), on_click=save).props('unelevated')

    async def delete_follow_up(self, entry: Entry) -> None:
        """Remove one's own follow-up, if that is meant."""
        if await ask(_('Delete this follow-up?'), _('Delete'), detail=entry.text[:200]):
            await self._try(delete_follow_up, self._desk.actor, entry.id)

    async def set_back(self, entry: Entry, change: ValueChange) -> None:
        """Give a value back what it was before a change."""
        if entry.entity is Entity.CUSTOMER:
            if await self._try(set_back, self._desk.actor, self._id, entry.id, change.column):
                say(_('Set back.'))
            return
        contact = next((one for one in self._view().detail.contacts if one.id == entry.entity_id), None)
        if contact is None:
            say(_('This contact was removed.'), 'warning')
            return
        ident = int(change.column)
        base, mine = {ident: contact.values.get(ident)}, {ident: change.before}
        if await self._try(save_contact, self._desk.actor, self._id, contact.id, base=base, mine=mine):
            say(_('Set back.'))

    async def edit_contact(self, contact: ContactDetail | None) -> None:
        """Open the dialog of a contact (None: a new one)."""
        contact_id = contact.id if contact else None

        async def save(before: dict[int, Any], wanted: dict[int, Any], primary: bool) -> bool:
            def write(base: Values, mine: Values) -> object:
                return save_contact(
                    self._desk.database,
                    self._desk.actor,
                    self._id,
                    contact_id,
                    base=_by_field(base),
                    mine=_by_field(mine),
                    primary=primary,
                )

            try:
                return await save_asking(self._desk, write, _by_column(before), _by_column(wanted))
            except Refusal as refusal:
                show_refusal(refusal)
                return False

        open_contact(self._view().contact_fields, contact, save=save, find=self.find)

    async def make_primary(self, contact: ContactDetail) -> None:
        """Make a contact the customer's 联系人."""
        await self._try(save_contact, self._desk.actor, self._id, contact.id, base={}, mine={}, primary=True)

    async def delete_contact(self, contact: ContactDetail) -> None:
        """Remove a contact, if that is meant."""
        if await ask(_('Delete the contact {name}?', name=contact.name), _('Delete')):
            await self._try(delete_contact, self._desk.actor, contact.id)

    async def delete(self) -> None:
        """Put the customer into the recycle bin, if that is meant."""
        name, desk, ids = self._view().detail.name, self._desk, (self._id,)
        if not await ask(
            _('Delete the customer {name}?', name=name), _('Delete'), detail=_('It can be restored for 30 days.')
        ):
            return
        with refusals_shown():
            result = await in_thread(delete_customers, desk.database, desk.actor, Selection(ids=ids))
            for _ident, refusal in result.refused:
                raise refusal

            async def undo() -> None:
                await in_thread(restore_customers, desk.database, desk.actor, ids)
                _go(ids[0])

            ui.navigate.to('/customers')
            offer_undo(_('{name} was deleted.', name=name), undo)

    async def _try(self, action: Callable[..., object], *args: object, **kwargs: object) -> bool:
        try:
            await in_thread(action, self._desk.database, *args, **kwargs)
        except Refusal as refusal:
            show_refusal(refusal)
            return False
        return True


def _by_field(values: Values) -> Mapping[int, Any]:
    return {int(column): value for column, value in values.items()}


def _by_column(values: Mapping[int, Any]) -> Values:
    return {ident: value for ident, value in values.items()}  # noqa: C416 - a mapping's keys are of one type


def _go(customer_id: int) -> None:
    ui.navigate.to(f'/customers/{customer_id}')
