"""Opens the customer form over any page, saves it, and opens it again after a reload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui

from crm_app.actions.customers.create import NewCustomer, create_customer
from crm_app.actions.customers.duplicates import duplicate_check
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.drafts import forget_draft, keep_draft
from crm_app.components.customer_form import CustomerForm, Deeds
from crm_app.components.desk import Desk, current_desk
from crm_app.components.dialogs import form_dialog
from crm_app.components.draft_guard import OpenForm
from crm_app.components.notices import refusals_shown, say, show_refusal
from crm_app.components.words import _, current_language
from crm_app.pages.conflicts import decide
from crm_app.rules.collisions import Collision, Finding, MissingValues
from crm_app.rules.conflicts import Conflict
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.inputs import typed_of
from crm_app.rules.refusals import Refusal
from crm_app.view_models.choices import Choice, find_choices
from crm_app.view_models.customer_form import FormView, edit_of, form_of, kept_draft
from crm_app.view_models.form_draft import FormDraft, draft_from_json, draft_key
from crm_app.view_models.office import zone_of
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread


async def open_customer_form(customer_id: int | None = None, kind: CustomerKind | None = None) -> None:
    """Open the form for a new customer (None) or an existing one, with whatever was typed and not saved."""
    desk = current_desk()
    with refusals_shown():
        draft = await in_thread(kept_draft, desk.database, desk.actor, customer_id)
        view = await in_thread(
            form_of,
            desk.database,
            desk.actor,
            customer_id,
            current_language(),
            kind=kind or CustomerKind.COMPANY,
            standing=draft.typed if draft else None,
        )
        zone = await in_thread(zone_of, desk.database)
        FormPage(desk, view, draft, zone)


def reopen_form() -> None:
    """Place on every page what opens the form again that was open before a reload."""

    async def reopen(form: str) -> None:
        await open_customer_form(int(form) if form.isdecimal() else None)

    OpenForm(reopen)


class FormPage:
    """One open form: what it does with what is typed."""

    def __init__(self, desk: Desk, view: FormView, kept: FormDraft | None, zone: ZoneInfo) -> None:
        """Open the dialog."""
        self.desk, self.view = desk, view
        self.key = draft_key(view.customer_id)
        deeds = Deeds(self._keep, self._check, self._find, self.save, self._discard, self._look)
        storage = f'crm.draft.{desk.actor.member_id}.{self.key}'
        title = _('Edit customer') if view.customer_id else _('New customer')
        self._busy = False
        self._start = view.start.as_json()
        draft = kept or draft_from_json(self._start)
        with form_dialog(title, size='wide', persistent=True) as self.dialog:
            self.dialog.props(remove='persistent').props('no-backdrop-dismiss')
            self.form = CustomerForm(view, draft, deeds, zone=zone, storage=storage, restored=kept is not None)
            with ui.element('div').classes('dialog-foot'):
                ui.button(_('Cancel'), on_click=self.dialog.close).props('flat')
                if view.customer_id is None:
                    ui.button(_('Save and new'), on_click=lambda: self.save(True)).props('outline')
                ui.button(_('Save'), on_click=lambda: self.save(False)).props('unelevated')
            watch(Entity.FIELD, self._follow)
            watch(Entity.OPTION, self._follow)
        self.dialog.on_value_change(self._closed)

    async def save(self, another: bool) -> None:
        """Save; what is refused stays as it was typed, and the form says why."""
        if self._busy:
            return
        self._busy = True
        saved = False
        try:
            saved = await self._save(another)
        except Collision as collision:
            self.form.show_findings(collision.findings)
            show_refusal(collision)
        except MissingValues as missing:
            self.form.show_missing(missing.field_ids)
        except Refusal as refusal:
            show_refusal(refusal)
        finally:
            self._busy = False
            if not saved:
                self.form.go_on()

    async def _closed(self) -> None:
        if self.form.is_unkept:
            await self.form.stop()
            await self._keep(self.form.draft.as_json())

    async def _save(self, another: bool) -> bool:
        read = self.form.values()
        if read is None:
            return False
        values, contacts = read
        draft = self.form.draft
        await self.form.stop()
        if self.view.customer_id is None:
            new = NewCustomer(kind=draft.kind, values=values, owner_id=draft.owner_id, contacts=contacts)
            customer_id = await in_thread(create_customer, self.desk.database, self.desk.actor, new)
        else:
            customer_id = self.view.customer_id
            if not await self._edit(customer_id, values):
                return False
        await in_thread(forget_draft, self.desk.database, self.desk.actor, self.key)
        self.form.guard.forget()
        self.dialog.close()
        say(_('Saved.'))
        if another:
            self.dialog.delete()
            await open_customer_form(kind=draft.kind)
        elif self.view.customer_id is None:
            ui.navigate.to(f'/customers/{customer_id}')
        return True

    async def _edit(self, customer_id: int, values: Mapping[int, Any]) -> bool:
        while True:
            base, mine = edit_of(self.form.view, self.form.draft, values)
            try:
                await in_thread(edit_customer, self.desk.database, self.desk.actor, customer_id, base=base, mine=mine)
            except Conflict as conflict:
                read = self.form.values() if await self._decide(conflict) else None
                if read is None:
                    return False
                values = read[0]
            else:
                return True

    async def _decide(self, conflict: Conflict) -> bool:
        mine = await decide(self.desk, conflict)
        if mine is None:
            return False
        draft = self.form.draft
        fields = {view.id: view.field for view in self.form.view.fields}
        for found in conflict.conflicts:
            if found.column == 'owner':
                draft.base_owner_id = found.theirs
                draft.owner_id = draft.owner_id if 'owner' in mine else found.theirs
                continue
            ident = int(found.column)
            draft.base[ident] = found.theirs
            if ident not in mine:
                self.form.fill({ident: typed_of(fields[ident], found.theirs)})
        return True

    async def _keep(self, content: Mapping[str, Any]) -> None:
        with refusals_shown():
            if content == self._start:
                await in_thread(forget_draft, self.desk.database, self.desk.actor, self.key)
            else:
                await in_thread(keep_draft, self.desk.database, self.desk.actor, self.key, content)

    async def _check(self, kind: CustomerKind, values: Mapping[int, Any]) -> Sequence[Finding]:
        return await in_thread(
            duplicate_check, self.desk.database, self.desk.actor, kind, values, customer_id=self.view.customer_id
        )

    async def _find(self, field_id: int, text: str) -> Sequence[Choice]:
        return await in_thread(find_choices, self.desk.database, self.desk.actor, field_id, text)

    async def _discard(self) -> None:
        await self.form.stop()
        await in_thread(forget_draft, self.desk.database, self.desk.actor, self.key)
        self.form.guard.forget()
        self.dialog.delete()
        await open_customer_form(self.view.customer_id, self.form.draft.kind)

    async def _look(self, customer_id: int) -> None:
        await self.form.keep()
        self.dialog.close()
        ui.navigate.to(f'/customers/{customer_id}')

    async def _follow(self, _news: object) -> None:
        draft = self.form.draft
        view = await in_thread(
            form_of,
            self.desk.database,
            self.desk.actor,
            self.view.customer_id,
            current_language(),
            kind=draft.kind,
            standing=draft.typed,
        )
        self.form.follow(view)
