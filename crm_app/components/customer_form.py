"""The customer form: new or edit, both kinds, with a draft that survives, live settings and the collision panel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from nicegui import ui

from crm_app.components.collision_panel import show_findings
from crm_app.components.contact_rows import ContactRows
from crm_app.components.debounce import Debounced
from crm_app.components.draft_guard import DraftGuard
from crm_app.components.empty import heading
from crm_app.components.field_grid import FieldGrid
from crm_app.components.field_inputs import Hearer
from crm_app.components.form_head import FormHead
from crm_app.components.words import _
from crm_app.rules.collisions import Finding
from crm_app.rules.customers import CustomerKind
from crm_app.rules.inputs import Typed
from crm_app.rules.refusals import Refusal
from crm_app.view_models.choices import Choice
from crm_app.view_models.customer_form import FormView, Missing, read_typed
from crm_app.view_models.form_draft import FormDraft

KEEP_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the page does for the form."""

    keep: Callable[[Mapping[str, Any]], Awaitable[None]]
    check: Callable[[CustomerKind, Mapping[int, Any]], Awaitable[Sequence[Finding]]]
    find: Callable[[int, str], Awaitable[Sequence[Choice]]]
    submit: Callable[[bool], Awaitable[None]]
    """Save what stands in the form; True to enter another one afterwards."""
    discard: Callable[[], Awaitable[None]]
    open_customer: Callable[[int], Any]


class CustomerForm:
    """The form in the current place. It holds the draft; saving is the page's business."""

    def __init__(
        self, view: FormView, draft: FormDraft, deeds: Deeds, *, zone: ZoneInfo, storage: str, restored: bool
    ) -> None:
        """``storage`` names the browser's mirror; ``restored`` tells that the draft holds unsaved typing."""
        self.view, self.draft, self.deeds = view, draft, deeds
        self._zone = zone
        self._leaving: set[int] = set()
        form = f'{view.customer_id or ""}'
        guard = DraftGuard(storage, form, on_left=self.refill, on_save=self._save, on_finish=self._save)
        self.guard = guard.classes('form-body')
        self._keep = Debounced(KEEP_SECONDS, self._keep_now, guard)
        self._check = Debounced(KEEP_SECONDS, self._check_now, guard)
        with guard:
            self.head = FormHead(view, draft, on_kind=self.switch_kind, on_owner=self._owner, on_discard=deeds.discard)
            if restored:
                self.head.tell_restored()
            heading(_('Customer information'), level=3)
            self.grid = FieldGrid(Hearer(typed=self._typed, left=self._left, find=deeds.find))
            self.grid.show(view.fields_for(draft.kind), draft.typed)
            self.grid.start_here()
            self.contacts: ContactRows | None = None
            self._people = ui.column().classes('w-full gap-2')
            if view.customer_id is None:
                with self._people:
                    heading(_('Contacts'), level=3)
                    self.contacts = ContactRows(
                        view.contact_fields, draft.contacts, changed=self.changed, find=deeds.find
                    )
                self._people.set_visibility(draft.kind is CustomerKind.COMPANY)

    def values(self) -> tuple[dict[int, Any], tuple[dict[int, Any], ...]] | None:
        """Return the raw values of the form and of its further contacts; None, and it is shown, where any is wrong."""
        values, wrong = read_typed(self.view.fields_for(self.draft.kind), self.draft.typed)
        contacts, sound = self.contacts.read() if self._shows_people and self.contacts else ((), True)
        self.grid.show_errors(wrong) if wrong or not sound else None
        return None if wrong or not sound else (values, contacts)

    def show_missing(self, field_ids: Sequence[int]) -> None:
        """Mark required fields that the server found empty."""
        self.grid.show_errors({ident: Missing() for ident in field_ids})

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show under each input what its value collides with."""
        for ident, place in self.grid.below.items():
            found = [finding for finding in findings if finding.field_id == ident]
            show_findings(place, found, self._zone, self.deeds.open_customer)
        if any(finding.blocks for finding in findings):
            self.grid.focus_first([finding.field_id for finding in findings if finding.blocks])

    def follow(self, view: FormView) -> None:
        """Follow changed settings; what is typed and the cursor stay."""
        self.view = view
        self.grid.show(view.fields_for(self.draft.kind), self.draft.typed)
        if self.contacts:
            self.contacts.show(view.contact_fields)

    def switch_kind(self, kind: CustomerKind) -> None:
        """Show the inputs of the other kind of customer; what both have stays typed."""
        self.draft.kind = kind
        self.grid.show(self.view.fields_for(kind), self.draft.typed)
        self._people.set_visibility(self._shows_people)
        self.changed()
        self._check.call()

    def fill(self, typed: Mapping[int, Typed]) -> None:
        """Put other values into inputs and draft."""
        self.draft.typed.update(typed)
        self.grid.fill(typed)

    def refill(self, left: Mapping[str, str]) -> None:
        """Put back what the browser kept while the server was away."""
        own = {int(name[1:]): text for name, text in left.items() if name[:1] == 'f' and name[1:].isdecimal()}
        known = {view.id for view in self.view.fields if view.writable}
        self.fill({ident: text for ident, text in own.items() if ident in known})
        for name, text in left.items():
            if name.startswith('c') and self.contacts:
                self.contacts.refill(name, text)
        self.head.tell_restored()
        self.changed()

    def changed(self) -> None:
        """Note that something was typed: it is kept in a moment."""
        self._keep.call()

    async def keep(self) -> None:
        """Keep the draft now."""
        await self._keep.now()

    async def stop(self) -> None:
        """Keep and check nothing more: the form is being saved or given up."""
        await self._keep.stop()
        await self._check.stop()

    def go_on(self) -> None:
        """Keep and check again: it was not saved after all."""
        self._keep.go_on()
        self._check.forget()

    @property
    def is_unkept(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self._keep.waits

    @property
    def _shows_people(self) -> bool:
        return self.view.customer_id is None and self.draft.kind is CustomerKind.COMPANY

    def _owner(self, owner_id: int) -> None:
        self.draft.owner_id = owner_id
        self.changed()

    def _typed(self, ident: int, typed: Typed) -> None:
        if self.draft.typed.get(ident) == typed:
            return
        self.draft.typed[ident] = typed
        self.changed()
        if self.grid.inputs[ident].element.props.get('error'):
            self._validate(ident)
        if self.grid.inputs[ident].view.field.unique:
            self._check.call()

    def _left(self, ident: int) -> None:
        self._validate(ident)
        self._keep.call()

    def _validate(self, ident: int) -> None:
        held = self.grid.inputs.get(ident)
        if held is None:
            return
        _values, wrong = read_typed((held.view,), self.draft.typed)
        self.grid.show_error(ident, wrong.get(ident))

    async def _save(self) -> None:
        await self.deeds.submit(False)

    async def _keep_now(self) -> None:
        mirrored = {f'f{ident}': value for ident, value in self.draft.typed.items() if isinstance(value, str)}
        for position, contact in enumerate(self.draft.contacts):
            mirrored |= {f'c{position}-{ident}': str(value) for ident, value in contact.items()}
        await self.deeds.keep(self.draft.as_json())
        self.guard.kept(mirrored)

    async def _check_now(self) -> None:
        unique = tuple(view for view in self.view.fields_for(self.draft.kind) if view.field.unique)
        values, _wrong = read_typed(unique, self.draft.typed)
        asked = dict(self.draft.typed)
        try:
            found = await self.deeds.check(self.draft.kind, {k: raw for k, raw in values.items() if raw is not None})
        except Refusal:
            return
        if all(asked.get(view.id) == self.draft.typed.get(view.id) for view in unique):
            for view in unique:
                place = self.grid.below.get(view.id)
                if place is not None:
                    mine = [finding for finding in found if finding.field_id == view.id]
                    show_findings(place, mine, self._zone, self.deeds.open_customer)
