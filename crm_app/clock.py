"""Jobs by the clock: backups, tidying. Each runs in a long thread, one after another, again and again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from crm_app.view_models.work import in_long_thread

log = logging.getLogger(__name__)


@dataclass
class Clock:
    """The jobs of one server, between ``start`` and ``stop`` on its event loop."""

    _jobs: list[tuple[float, Callable[[], object]]] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def every(self, seconds: float, job: Callable[[], object]) -> None:
        """Run a job soon after the start and then again so many seconds after it ended. It may block, and may fail."""
        self._jobs.append((seconds, job))

    def start(self) -> None:
        """Begin, on the running event loop."""
        self._tasks = [asyncio.ensure_future(_repeat(seconds, job)) for seconds, job in self._jobs]

    def stop(self) -> None:
        """Begin no job any more; one that runs comes to its end."""
        for task in self._tasks:
            task.cancel()


async def _repeat(seconds: float, job: Callable[[], object]) -> None:
    while True:
        try:
            await in_long_thread(job)
        except Exception:
            log.exception('a job of the clock failed')
        await asyncio.sleep(seconds)
