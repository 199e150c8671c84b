"""A browser for the tests: one that is installed, else Debian's, else the one that playwright fetches.

``python -m tests.support.browser`` makes sure that there is one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

FLAGS: Final = (
    '--no-sandbox',  # root, as in containers, has no other way
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
)
_NAMES: Final = (
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'chrome',
    'msedge',
)
_PLACES: Final = (
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
)


def installed() -> str | None:
    """Return the program file of an installed Chromium, Chrome or Edge; ``CRM_TEST_BROWSER`` overrides."""
    chosen = os.environ.get('CRM_TEST_BROWSER')
    if chosen:
        return chosen
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return found or next((place for place in _PLACES if Path(place).exists()), None) or _fetched()


def _fetched() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = driver.chromium.executable_path
    return path if Path(path).exists() else None


def _install_from_debian() -> bool:
    if not shutil.which('apt-get') or not Path('/etc/debian_version').exists():
        return False
    root = [] if os.geteuid() == 0 else ['sudo', '-n']
    if root and not shutil.which('sudo'):
        return False
    apt = [*root, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq']
    commands = ([*apt, 'update'], [*apt, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
    return all(subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0 for command in commands)


def main() -> int:
    """Make sure that there is a browser; return the exit code."""
    if not installed() and not _install_from_debian():
        subprocess.run([sys.executable, '-m', 'playwright', 'install', '--with-deps', 'chromium'], check=False)
    found = installed()
    print(f'browser: {found or "none"}')  # noqa: T201 - a command
    return 0 if found else 1


if __name__ == '__main__':
    sys.exit(main())
