"""Watching records from a page: a subscription that lives exactly as long as the part of the page it was made in."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from nicegui import background_tasks, ui
from nicegui.slot import Slot

from crm_app.data.news import News
from crm_app.rules.fields import Entity
from crm_app.rules.refusals import SignedOut
from crm_app.view_models.desk import current_desk
from crm_app.view_models.hub import Hub, merged

Callback = Callable[[News], Awaitable[None] | None]
Only = Callable[[], Collection[int]]


def watch(entity: Entity, callback: Callback, only: Only | None = None) -> Watch:
    """Call back on the event loop when records of this kind changed, as long as the surrounding element lives.

    With ``only``, not before one of these ids changed (or there was a burst). The callback may be async; then it runs
    once at a time, and what happens meanwhile comes gathered in one later call. New elements it makes go where the
    watch was made.
    """
    return Watch(current_desk().hub, entity, callback, only)


class Watch(ui.element):
    """The subscription: an invisible element, so that it ends with the element around it, not with the whole page."""

    def __init__(self, hub: Hub, entity: Entity, callback: Callback, only: Only | None) -> None:
        """Begin to listen."""
        super().__init__('template')
        self.entity = entity
        self._hub = hub
        self._callback = callback
        self._only = only
        self._running = False
        self._waiting: list[News] = []
        hub.add(self)

    def wants(self, news: News) -> bool:
        """Whether these news concern what the page shows now."""
        if not news.touches(self.entity):
            return False
        if self._only is None or self.entity in news.many:
            return True
        changed = news.ids[self.entity]
        return any(ident in changed for ident in self._only())

    def deliver(self, news: News) -> None:
        """Call back, or keep the news while an earlier call still runs."""
        if self._running:
            self._waiting.append(news)
            return
        with self._place():
            result = self._callback(news)
        if inspect.isawaitable(result):
            self._running = True
            background_tasks.create(self._finish(result), name=f'news of {self.entity}')

    async def _finish(self, result: Awaitable[None]) -> None:
        try:
            with self._place(), suppress(SignedOut):  # then the whole page is being left
                await result
        finally:
            self._running = False
        if self._waiting and not self.is_deleted:
            gathered, self._waiting = self._waiting, []
            self.deliver(merged(gathered))

    def _place(self) -> Slot:
        assert self.parent_slot is not None
        return self.parent_slot

    def _handle_delete(self) -> None:
        self._hub.remove(self)
        super()._handle_delete()
