"""The middle of the customer page: the follow-up form with its draft, and the stream below it."""

from __future__ import annotations

from collections.abc import Mapping

from nicegui import ui

from crm_app.actions.drafts import forget_draft, keep_draft
from crm_app.components.debounce import Debounced
from crm_app.components.desk import Desk
from crm_app.components.draft_guard import DraftGuard
from crm_app.components.follow_up_form import FollowUpInputs
from crm_app.components.notices import refusals_shown
from crm_app.components.timeline_list import Gestures as TimelineGestures
from crm_app.components.timeline_list import TimelineList
from crm_app.components.timeline_words import SHOW_LABELS
from crm_app.components.words import _
from crm_app.pages.customer_gestures import Gestures
from crm_app.view_models.customer_page import CustomerView, Entry, Mark, Show, follow_up_key, timeline_page
from crm_app.view_models.work import in_thread

KEEP_SECONDS = 0.4


class FollowUpPart:
    """The small form; what is typed survives a reload until it is recorded."""

    def __init__(self, desk: Desk, view: CustomerView, kept: Mapping[str, str], gestures: Gestures) -> None:
        """Build it into the current place."""
        self._desk, self._gestures = desk, gestures
        self._key = follow_up_key(view.detail.id)
        storage = f'crm.draft.{desk.actor.member_id}.{self._key}'
        self._guard = DraftGuard(storage, None, on_left=self._refill, on_save=self._record, on_finish=self._record)
        self._keep = Debounced(KEEP_SECONDS, self._keep_now, self._guard)
        with self._guard:
            self.inputs = FollowUpInputs(view.ways, view.zone, changed=self._changed)
            with self.inputs.line:
                ui.element('div').classes('spring')
                ui.button(_('Record'), on_click=self._record).props('unelevated')
        if kept:
            self.inputs.fill(kept.get('text', ''), kept.get('way'), kept.get('next', ''))

    def focus(self) -> None:
        """Put the cursor into the form."""
        self.inputs.text.run_method('focus')

    def _changed(self) -> None:
        self._keep.call()

    def _refill(self, left: Mapping[str, str]) -> None:
        typed = {**self.inputs.typed, **left}
        self.inputs.fill(typed.get('text', ''), typed.get('way'), typed.get('next', ''))

    async def _record(self) -> None:
        await self._keep.stop()
        if not await self._gestures.add_follow_up(self.inputs.told):
            self._keep.go_on()
            return
        self.inputs.fill('', None, '')
        self._guard.forget()
        await in_thread(forget_draft, self._desk.database, self._desk.actor, self._key)
        self._keep.forget()

    async def _keep_now(self) -> None:
        typed = self.inputs.typed
        with refusals_shown():
            await in_thread(keep_draft, self._desk.database, self._desk.actor, self._key, typed)
            self._guard.kept(typed)


class StreamPart:
    """The stream with its filter, by pages of thirty."""

    def __init__(self, desk: Desk, view: CustomerView, gestures: Gestures) -> None:
        """Build it empty into the current place; ``load`` fills it."""
        self._desk, self._view = desk, view
        self._show = Show.ALL
        self._mark: Mark | None = None
        self._entries: tuple[Entry, ...] = ()
        labels = {show.value: _(label) for show, label in SHOW_LABELS.items()}
        toggle = ui.toggle(labels, value=Show.ALL.value, on_change=lambda event: self._filter(Show(event.value)))
        toggle.props('unelevated no-caps dense toggle-color=primary').classes('show-toggle')
        self._list = TimelineList(
            TimelineGestures(gestures.set_back, gestures.edit_follow_up, gestures.delete_follow_up)
        )
        self._more = ui.button(_('Show more'), on_click=self._load_more).props('flat')
        self._more.set_visibility(False)

    async def load(self, view: CustomerView, *, glowing: bool = False) -> None:
        """Read again as much as is shown."""
        self._view = view
        limit = max(30, len(self._entries))
        self._entries, self._mark = await self._read(None, limit)
        self._paint(glowing=glowing)

    async def _filter(self, show: Show) -> None:
        self._show, self._entries = show, ()
        await self.load(self._view)

    async def _load_more(self) -> None:
        found, self._mark = await self._read(self._mark, 30)
        self._entries += found
        self._paint()

    async def _read(self, before: Mark | None, limit: int) -> tuple[tuple[Entry, ...], Mark | None]:
        desk, customer_id = self._desk, self._view.detail.id
        return await in_thread(
            timeline_page, desk.database, desk.actor, customer_id, show=self._show, before=before, limit=limit
        )

    def _paint(self, *, glowing: bool = False) -> None:
        self._list.show(self._view, self._entries, glowing=glowing)
        self._more.set_visibility(self._mark is not None)
