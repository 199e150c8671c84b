"""What must not stand in a file of the project: one machine's paths, addresses of registries, left-over markers."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import ROOT

FORBIDDEN = {
    "a machine's path": re.compile(r'(?:^|[^A-Za-z0-9_.])/(?:wor' r'k|far' r'm|roo' r't|home/[a-z]+)/'),
    'a registry': re.compile(r'(?:py' r'pi\.org|files\.python' r'hosted|registry\.np' r'mjs|extra-inde' r'x-url)'),
    'a marker of unfinished work': re.compile(r'\b(?:TO' r'DO|FIX' r'ME|XX' r'X|raise NotImplemented' r'Error)\b'),
}


def tracked() -> Iterator[tuple[Path, str]]:
    listed = subprocess.run(['git', 'ls-files', '-z'], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split('\0')):
        try:
            yield Path(name), (ROOT / name).read_text(encoding='utf-8')
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # pictures and workbooks; files removed but not yet committed


@pytest.mark.parametrize('what', FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f'{name}:{number}: {line.strip()[:100]}'
        for name, text in tracked()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not found, '\n'.join(found)
