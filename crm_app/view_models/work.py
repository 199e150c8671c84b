"""Work that must not stand on the event loop: a pool for what a page waits for, another for imports and exports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec('P')
T = TypeVar('T')

_SHORT: Final = ThreadPoolExecutor(8, thread_name_prefix='crm-work')
_LONG: Final = ThreadPoolExecutor(4, thread_name_prefix='crm-long')


async def in_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run database work for a page in a thread and return what it returns; what it raises is raised here.

    ``work`` must not touch any element of a page.
    """
    return await asyncio.get_running_loop().run_in_executor(_SHORT, partial(work, *args, **kwargs))


async def in_long_thread(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Like ``in_thread``, for what may take longer than a second: it never keeps a page waiting for a thread."""
    return await asyncio.get_running_loop().run_in_executor(_LONG, partial(work, *args, **kwargs))
