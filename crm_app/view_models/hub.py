"""The hub: takes news from any thread and hands them, gathered for a moment, to the watchers of open pages."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Final, Protocol

from crm_app.data.news import News
from crm_app.rules.fields import Entity

log = logging.getLogger(__name__)

_GATHER_SECONDS: Final = 0.02
_WATCHERS_AT_ONCE: Final = 25


class Watcher(Protocol):
    """Somebody who wants to hear of one kind of record."""

    entity: Entity

    def wants(self, news: News) -> bool:
        """Whether these news concern what he shows."""

    def deliver(self, news: News) -> None:
        """Take the news; must not block."""


class Hub:
    """All watchers of this process. Everything but ``publish`` belongs to the event loop."""

    def __init__(self) -> None:
        """Make a hub that keeps silent until ``attach``."""
        self._watchers: dict[Entity, dict[int, Watcher]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: list[News] = []
        self._delivery: asyncio.Task[None] | None = None

    def attach(self) -> None:
        """Deliver on the running event loop from now on."""
        self._loop = asyncio.get_running_loop()

    def publish(self, news: News) -> None:
        """Take the news of a committed transaction; may be called from any thread and returns at once."""
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        try:
            loop.call_soon_threadsafe(self._take, news)
        except RuntimeError:  # the loop was closed in between: nobody looks any more
            log.debug('news after the end of the event loop')

    def add(self, watcher: Watcher) -> None:
        """Let a watcher hear of his kind of record."""
        self._watchers.setdefault(watcher.entity, {})[id(watcher)] = watcher

    def remove(self, watcher: Watcher) -> None:
        """Forget a watcher; doing so twice is fine."""
        self._watchers.get(watcher.entity, {}).pop(id(watcher), None)

    def __len__(self) -> int:
        return sum(map(len, self._watchers.values()))

    def _take(self, news: News) -> None:
        self._waiting.append(news)
        if self._delivery is None:
            self._delivery = asyncio.ensure_future(self._deliver())

    async def _deliver(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(_GATHER_SECONDS)
                gathered, self._waiting = self._waiting, []
                await self._tell(merged(gathered))
        finally:
            self._delivery = None

    async def _tell(self, news: News) -> None:
        told = 0
        for entity in (*news.ids, *news.many):
            for watcher in list(self._watchers.get(entity, {}).values()):
                try:
                    if watcher.wants(news):
                        watcher.deliver(news)
                except Exception:
                    log.exception('a page could not take the news')
                told += 1
                if told % _WATCHERS_AT_ONCE == 0:
                    await asyncio.sleep(0)


def merged(several: Sequence[News]) -> News:
    """Return several news as one; who did it is kept only where it was the same person."""
    if len(several) == 1:
        return several[0]
    many: dict[Entity, int] = {}
    ids: dict[Entity, frozenset[int]] = {}
    for news in several:
        for entity, count in news.many.items():
            many[entity] = many.get(entity, 0) + count
        for entity, found in news.ids.items():
            ids[entity] = ids.get(entity, frozenset()) | found
    for entity in many.keys() & ids.keys():
        many[entity] += len(ids.pop(entity))
    people = {news.by for news in several}
    return News(ids, many, people.pop() if len(people) == 1 else None)
