"""The people at a customer: tap to call, edit, make primary, remove."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.formatting import phone_link
from crm_app.components.words import _
from crm_app.rules.fields import FieldKind
from crm_app.view_models.customer_page import ContactDetail, CustomerView
from crm_app.view_models.field_views import FieldView


@dataclass(frozen=True, slots=True)
class ContactDeeds:
    """What the page does for the cards."""

    edit: Callable[[ContactDetail | None], Awaitable[None]]
    """None adds one."""
    make_primary: Callable[[ContactDetail], Awaitable[None]]
    delete: Callable[[ContactDetail], Awaitable[None]]


class ContactCards:
    """All contacts, the primary one first."""

    def __init__(self, view: CustomerView, deeds: ContactDeeds) -> None:
        """Build them into the current place."""
        self._deeds = deeds
        self._shown: object = None
        with ui.element('div').classes('dialog-head'):
            heading(_('Contacts'), level=2).classes('grow')
            if view.may_edit:
                add = ui.button(icon='person_add', on_click=lambda: deeds.edit(None)).props('flat round dense')
                add.props(f'aria-label="{_("Add a contact")}"').tooltip(_('Add a contact'))
        self._place = ui.element('div').classes('contacts')
        self.follow(view)

    def follow(self, view: CustomerView) -> None:
        """Show the contacts as they are now."""
        shown = (view.detail.contacts, view.contact_fields, view.may_edit)
        if shown == self._shown:
            return
        self._shown = shown
        self._place.clear()
        with self._place:
            if not view.detail.contacts:
                ui.label(_('No contacts yet.')).classes('muted')
            for contact in view.detail.contacts:
                self._card(view, contact)

    def _card(self, view: CustomerView, contact: ContactDetail) -> None:
        with ui.element('div').classes('contact-card'):
            with ui.element('div').classes('dialog-head'):
                ui.label(contact.name).classes('strong')
                if contact.primary:
                    ui.label(_('Primary')).classes('chip tint')
                ui.element('div').classes('spring')
                if view.may_edit:
                    self._menu(contact)
            for found in view.contact_fields:
                if found.field.key != 'name' and contact.texts.get(found.id):
                    self._line(found, contact)

    def _menu(self, contact: ContactDetail) -> None:
        label = _('Actions for {name}', name=contact.name)
        with ui.button(icon='more_horiz').props('flat round dense size=sm') as button, ui.menu():
            ui.menu_item(_('Edit'), on_click=lambda: self._deeds.edit(contact))
            if not contact.primary:
                ui.menu_item(_('Make primary'), on_click=lambda: self._deeds.make_primary(contact))
            ui.menu_item(_('Delete'), on_click=lambda: self._deeds.delete(contact))
        button.props['aria-label'] = label

    @staticmethod
    def _line(found: FieldView, contact: ContactDetail) -> None:
        text = contact.texts[found.id]
        target = phone_link(str(contact.values[found.id])) if found.field.kind is FieldKind.PHONE else ''
        with ui.element('div').classes('contact-line'):
            ui.label(found.name).classes('muted small')
            if target:
                ui.link(text, target)
            else:
                ui.label(text)
