"""Locks held by another process, as a running server holds them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.server import ROOT, environment

_HOLD = """
import sys
from crm_app.data.liveness import hold
with hold(sys.argv[1], sys.argv[2], shared=True):
    print('held', flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(url: str, name: str) -> Iterator[None]:
    """Hold a lock, shared, in a process of its own until the end of the block."""
    with subprocess.Popen(
        [sys.executable, '-c', _HOLD, url, name],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b'held\n'
        try:
            yield
        finally:
            process.stdin.close()
