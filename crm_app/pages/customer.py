"""/customers/{id}: values, contacts, follow-ups and changes of one customer, live."""

from __future__ import annotations

from nicegui import ui

from crm_app.components.contact_cards import ContactCards, ContactDeeds
from crm_app.components.customer_head import CustomerHead
from crm_app.components.desk import Desk, current_desk
from crm_app.components.empty import heading, not_there
from crm_app.components.value_rows import ValueRows
from crm_app.components.words import _, current_language
from crm_app.pages.customer_form import open_customer_form
from crm_app.pages.customer_gestures import Gestures
from crm_app.pages.customer_parts import FollowUpPart, StreamPart
from crm_app.rules.fields import Entity
from crm_app.rules.refusals import NotFound, SignedOut
from crm_app.view_models.customer_page import CustomerView, News, customer_view, kept_follow_up, name_of_member
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread

LONGEST_ID = 18


async def customer_page(customer_id: str) -> None:
    """Build the page; what one may not see looks like what does not exist."""
    desk = current_desk()
    place = ui.element('div').classes('page')
    if not (customer_id.isascii() and customer_id.isdecimal()) or len(customer_id) > LONGEST_ID:
        with place:
            not_there()
        return
    page = CustomerPage(desk, int(customer_id), place)
    await page.open()


class CustomerPage:
    """One open customer page."""

    def __init__(self, desk: Desk, customer_id: int, place: ui.element) -> None:
        """Shows nothing before ``open``."""
        self._desk, self._id, self._place = desk, customer_id, place
        self._view: CustomerView

    async def open(self) -> None:
        """Read and build, or say that there is no such customer."""
        try:
            self._view = await self._read()
            kept = await in_thread(kept_follow_up, self._desk.database, self._desk.actor, self._id)
        except NotFound:
            with self._place:
                not_there()
            return
        with self._place:
            self._build(kept)
            await self._stream.load(self._view)
            for entity, only in (
                (Entity.CUSTOMER, lambda: (self._id,)),
                (Entity.FIELD, None),
                (Entity.OPTION, None),
                (Entity.MEMBER, None),
                (Entity.ROLE, None),
            ):
                watch(entity, self._follow, only)

    def _build(self, kept: dict[str, str]) -> None:
        view = self._view
        gestures = Gestures(self._desk, self._id, lambda: self._view)
        self._head = CustomerHead(
            view,
            on_follow_up=self._write_follow_up,
            on_edit=lambda: open_customer_form(self._id),
            on_delete=gestures.delete,
        )
        with ui.element('div').classes('customer-columns'):
            with ui.element('section').classes('card customer-values'):
                heading(_('Customer information'), level=2)
                self._values = gestures.rows = ValueRows(view, gestures.save_value, gestures.find)
            with ui.element('section').classes('card customer-stream'):
                if view.may_edit:
                    self._follow_up = FollowUpPart(self._desk, view, kept, gestures)
                self._stream = StreamPart(self._desk, view, gestures)
            with ui.element('section').classes('card customer-people'):
                deeds = ContactDeeds(gestures.edit_contact, gestures.make_primary, gestures.delete_contact)
                self._contacts = ContactCards(view, deeds)

    def _write_follow_up(self) -> None:
        self._follow_up.focus()

    async def _follow(self, news: News) -> None:
        try:
            self._view = await self._read()
            by = await in_thread(name_of_member, self._desk.database, news.by)
        except (NotFound, SignedOut):
            self._place.clear()
            with self._place:
                not_there()
            return
        foreign = news.by != self._desk.actor.member_id
        self._head.follow(self._view)
        self._values.follow(self._view, changed_by=(by or _('Somebody')) if foreign else None)
        self._contacts.follow(self._view)
        await self._stream.load(self._view, glowing=foreign)

    async def _read(self) -> CustomerView:
        desk = self._desk
        return await in_thread(customer_view, desk.database, desk.actor, self._id, current_language())
