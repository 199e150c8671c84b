"""Real browsers against the real program.

Browser tests share one browser on one event loop: ``pytestmark = pytest.mark.asyncio(loop_scope='session')``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.steps import Visitors
from tests.support.browser import FLAGS, installed
from tests.support.server import Server, running


@pytest_asyncio.fixture(scope='session', loop_scope='session')
async def browser() -> AsyncIterator[Browser]:
    """The one browser of this worker."""
    program = installed()
    if program is None:
        pytest.skip('there is no browser; make browser fetches one')
    async with async_playwright() as driver:
        launched = await driver.chromium.launch(executable_path=program, args=list(FLAGS))
        yield launched
        await launched.close()


@pytest.fixture(scope='module')
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program on an empty folder, for all tests of a module. It must end in good order."""
    folder: Path = tmp_path_factory.mktemp('server') / 'data'
    with running(folder) as started:
        yield started


@pytest_asyncio.fixture(loop_scope='session')
async def visitors(browser: Browser) -> AsyncIterator[Visitors]:
    """Who opens pages in this test; every window is closed at its end, and no page may have failed in the meantime."""
    people = Visitors(browser)
    yield people
    await people.leave()
