"""What browser tests do again and again."""

from __future__ import annotations

from playwright.async_api import Browser, BrowserContext, Page

from tests.support.server import Server

_HEIGHTS = {390: 844, 1440: 900}
_PATIENCE = 15_000


class Visitors:
    """Opens windows of separate people (each with cookies of its own) and collects the errors of their pages."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.errors: list[str] = []
        self._contexts: list[BrowserContext] = []

    async def new_page(
        self, server: Server, *, width: int = 1440, language: str = 'zh-CN', path: str | None = None
    ) -> Page:
        """Open a window of a new person; ``width`` up to 500 is a phone. With a ``path``, that page is live."""
        is_phone = width <= 500
        context = await self.browser.new_context(
            base_url=server.url,
            viewport={'width': width, 'height': _HEIGHTS.get(width, 900)},
            locale=language,
            timezone_id='Asia/Shanghai',
            is_mobile=is_phone,
            has_touch=is_phone,
        )
        context.set_default_timeout(_PATIENCE)
        self._contexts.append(context)
        page = await context.new_page()
        page.on('pageerror', lambda error: self.errors.append(f'{page.url}: {error}'))
        if path is not None:
            await go(page, path)
        return page

    async def signed_in(
        self, server: Server, login: str, password: str, *, width: int = 1440, language: str = 'zh-CN'
    ) -> Page:
        """Open a window of a new person and log in."""
        page = await self.new_page(server, width=width, language=language)
        await sign_in(page, login, password)
        return page

    async def leave(self) -> None:
        """Close all windows; fail if a script failed in one of them."""
        for context in self._contexts:
            await context.close()
        assert not self.errors, self.errors


async def go(page: Page, path: str) -> None:
    """Open an address and wait until the page is live."""
    await page.goto(path)
    await live(page)


async def live(page: Page) -> None:
    """Wait until the page is connected: clicks before that are lost."""
    await page.wait_for_function('window.did_handshake === true')


async def sign_in(page: Page, login: str, password: str) -> None:
    """Log in by the real form and wait for the first live page."""
    await page.goto('/login')
    await page.locator('input[name=login]').fill(login)
    await page.locator('input[name=password]').fill(password)
    await page.locator('input[name=password]').press('Enter')
    await page.wait_for_url(lambda url: '/login' not in url)
    await live(page)
