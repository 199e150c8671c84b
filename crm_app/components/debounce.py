"""Do something a moment after the last of several calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui


class Debounced:
    """Calls ``work`` once ``seconds`` after the last ``call``; never two at a time. Ends with the element ``place``."""

    def __init__(self, seconds: float, work: Callable[[], Awaitable[None]], place: ui.element) -> None:
        """``work`` runs in the slot of ``place``."""
        self._seconds = seconds
        self._work = work
        self._place = place
        self._sleep: asyncio.Task[None] | None = None
        self._one = asyncio.Lock()
        self._stopped = False
        self._missed = False

    def call(self) -> None:
        """Ask for the work; an earlier request that still waits is dropped."""
        if self._stopped:
            self._missed = True
            return
        self.cancel()
        self._sleep = background_tasks.create(self._later(), name='debounced')

    @property
    def waits(self) -> bool:
        """Whether a request waits."""
        return self._sleep is not None

    def cancel(self) -> None:
        """Drop a request that still waits."""
        if self._sleep is not None:
            self._sleep.cancel()
            self._sleep = None

    async def stop(self) -> None:
        """Take no more requests; when this returns, nothing waits and nothing runs."""
        self._stopped, self._missed = True, self.waits
        self.cancel()
        async with self._one:
            pass

    def go_on(self) -> None:
        """Take requests again; what was asked for meanwhile is done."""
        self._stopped = False
        if self._missed:
            self.call()

    def forget(self) -> None:
        """Take requests again, without those that came meanwhile."""
        self._stopped = self._missed = False

    async def now(self) -> None:
        """Do it at once, in place of a request that waits."""
        self.cancel()
        await self._run()

    async def _later(self) -> None:
        await asyncio.sleep(self._seconds)
        self._sleep = None
        await self._run()

    async def _run(self) -> None:
        async with self._one:
            if not self._place.is_deleted:
                with self._place:
                    await self._work()
