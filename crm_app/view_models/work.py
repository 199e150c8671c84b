"""Work that must not stand on the event loop: a pool for what a page waits for, another for imports and exports."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec('P')
T = TypeVar('T')

_PREFIX: Final = 'crm-pool'
_SHORT: Final = ThreadPoolExecutor(8, thread_name_prefix=f'{_PREFIX}-short')
_LONG: Final = ThreadPoolExecutor(4, thread_name_prefix=f'{_PREFIX}-long')


async def in_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run database work for a page in a thread and return what it returns; what it raises is raised here.

    ``work`` must not touch any element of a page.
    """
    return await asyncio.get_running_loop().run_in_executor(_SHORT, partial(work, *args, **kwargs))


async def in_long_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Like ``in_thread``, for what may take longer than a second: it never keeps a page waiting for a thread."""
    return await asyncio.get_running_loop().run_in_executor(_LONG, partial(work, *args, **kwargs))


def stop_working(seconds: float) -> bool:
    """Take no more work and wait so long for what runs; return whether all of it ended."""
    for pool in (_SHORT, _LONG):
        pool.shutdown(wait=False, cancel_futures=True)
    deadline = time.monotonic() + seconds
    for thread in threading.enumerate():
        if thread.name.startswith(_PREFIX):
            thread.join(max(deadline - time.monotonic(), 0))
    return not any(thread.name.startswith(_PREFIX) for thread in threading.enumerate())
