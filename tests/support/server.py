"""The program as people run it: a process of its own on a data folder of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FOREIGN = ('NICEGUI_', 'PYTEST_', 'CRM_')  # with them the program would think that it runs inside a test
_START_SECONDS = 60
STOP_SECONDS = 5
"""What is promised; one test with open pages holds the program to it."""
_PATIENCE_SECONDS = 30
"""All other tests only need it to end: the machine may be busy with them."""


@dataclass(frozen=True)
class Server:
    """A running program."""

    url: str
    port: int
    data_dir: Path
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        """What it has printed so far."""
        return self.log_file.read_text(encoding='utf-8', errors='replace')

    def crm(self, *arguments: str, stdin: str = '') -> str:
        """Run a command beside the server, on the same data; return what it printed."""
        return crm(*arguments, data_dir=self.data_dir, stdin=stdin)

    def add_member(self, login: str, name: str, password: str, *, role: str = 'staff', superior: str = '') -> None:
        """Add somebody by the command line."""
        above = ('--superior', superior) if superior else ()
        self.crm(
            *('member', 'add', '--login', login, '--name', name, '--role', role, *above, '--password-stdin'),
            stdin=f'{password}\n',
        )

    def stop(self, within: float = _PATIENCE_SECONDS) -> None:
        """Ask it to stop, as Ctrl-C does; it must do so in so many seconds, with exit code 0 and no traceback."""
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f'did not stop within {within} s:\n{self.log}') from None
        assert code == 0, f'exit code {code}:\n{self.log}'
        assert 'Traceback (most recent call last)' not in self.log, self.log


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a person's shell: nothing in it tells of tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    return own | {'PYTHONUTF8': '1', 'PYTHONUNBUFFERED': '1'} | more


def crm(*arguments: str, data_dir: Path, stdin: str = '') -> str:
    """Run a command of the command line on a data folder; it must succeed. Return what it printed."""
    done = subprocess.run(
        [sys.executable, '-m', 'crm_app', *arguments, '--data-dir', str(data_dir)],
        cwd=ROOT,
        env=environment(),
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors='replace')
    return done.stdout.decode()


@contextmanager
def running(data_dir: Path, *options: str) -> Iterator[Server]:
    """Start the program, wait until it answers, stop it at the end."""
    server = start(data_dir, *options)
    try:
        yield server
    except BaseException:
        server.process.kill()
        server.process.wait()
        raise
    server.stop()


def start(data_dir: Path, *options: str, port: int | None = None) -> Server:
    """Start the program (on a free port where none is given) and wait until it answers; the caller stops it."""
    port = port or free_port()
    log_file = data_dir.with_name(f'{data_dir.name}-{port}.log')
    with log_file.open('wb') as log:
        process = subprocess.Popen(
            [sys.executable, 'main.py', '--port', str(port), '--data-dir', str(data_dir), *options],
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    server = Server(f'http://127.0.0.1:{port}', port, data_dir, process, log_file)
    _wait_until_healthy(server)
    return server


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(server: Server) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert server.process.poll() is None, f'ended with {server.process.returncode}:\n{server.log}'
        try:
            with urllib.request.urlopen(f'{server.url}/healthz', timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    server.process.kill()
    server.process.wait()
    raise AssertionError(f'did not answer within {_START_SECONDS} s:\n{server.log}')
