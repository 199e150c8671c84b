"""Make the pictures of the README from a running program with demo data: ``make screenshots``."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from tests.support.browser import FLAGS, installed
from tests.support.server import ROOT, Server, running

IMAGES = ROOT / 'docs' / 'images'
PASSWORD = 'only for pictures'
DESKTOP = (1440, 900)
PHONE = (390, 844)
PICTURES = (
    ('home', '/', DESKTOP, 'light'),
    ('customers', '/customers', DESKTOP, 'light'),
    ('customers-dark', '/customers', DESKTOP, 'dark'),
    ('customer', '/customers/1', DESKTOP, 'light'),
    ('import', '/import', DESKTOP, 'light'),
    ('members', '/members', DESKTOP, 'light'),
    ('phone-home', '/', PHONE, 'light'),
    ('phone-customers', '/customers', PHONE, 'light'),
    ('phone-customer', '/customers/1', PHONE, 'dark'),
)
"""File name, address, size of the window, light or dark."""


async def main() -> None:
    program = installed()
    if program is None:
        raise SystemExit('There is no browser; make browser fetches one.')
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / 'data') as server:
        server.add_member('wang', '王芳', PASSWORD, role='admin')
        server.crm('demo', '--customers', '1284', '--members', '6', '--seed', '7')
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(executable_path=program, args=list(FLAGS))
            for name, path, size, scheme in PICTURES:
                page = await open_page(browser, server, size, scheme)
                await take(page, path, IMAGES / f'{name}.png')
                await page.context.close()
            await browser.close()


async def open_page(browser: Browser, server: Server, size: tuple[int, int], scheme: str) -> Page:
    width, height = size
    context = await browser.new_context(
        base_url=server.url,
        viewport={'width': width, 'height': height},
        color_scheme='dark' if scheme == 'dark' else 'light',
        locale='zh-CN',
        is_mobile=size == PHONE,
        has_touch=size == PHONE,
    )
    page = await context.new_page()
    await page.goto('/login')
    await page.locator('input[name=login]').fill('wang')
    await page.locator('input[name=password]').fill(PASSWORD)
    await page.locator('input[name=password]').press('Enter')
    await page.wait_for_url(lambda url: '/login' not in url)
    return page


async def take(page: Page, path: str, file: Path) -> None:
    await page.goto(path)
    await page.wait_for_function('window.did_handshake === true')
    if path == '/':
        await page.get_by_text('团队', exact=True).click()
        await page.locator('.due-line').first.wait_for()
    await page.wait_for_timeout(1200)
    await page.screenshot(path=file)
    print(file.relative_to(ROOT))


if __name__ == '__main__':
    asyncio.run(main())
