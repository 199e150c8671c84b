from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crm_app.announce import addresses
from tests.support.server import ROOT, crm, environment, free_port, running


def refused(*arguments: str, **more: str) -> str:
    """Start the program, which must refuse with one sentence and exit code 2."""
    done = subprocess.run(
        [sys.executable, 'main.py', *arguments],
        cwd=ROOT,
        env=environment(LANG='en_US.UTF-8', LC_ALL='en_US.UTF-8', **more),
        capture_output=True,
        timeout=60,
        check=False,
    )
    told = done.stderr.decode()
    assert done.returncode == 2, told
    assert told.count('\n') == 1, told
    return told.strip()


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(('127.0.0.1', 0))
        other.listen()
        port = other.getsockname()[1]
        told = refused('--host', '127.0.0.1', '--port', str(port), '--data-dir', str(tmp_path))
    assert told == f'Port {port} is taken by another program. Choose another one with --port.'


def test_an_unwritable_folder_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / 'file').touch()
    told = refused('--data-dir', str(tmp_path / 'file' / 'data'))
    assert told == f'The data folder {tmp_path}/file/data cannot be written.'


def test_a_newer_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    crm('member', 'list', data_dir=tmp_path)
    connection = sqlite3.connect(tmp_path / 'crm.db')
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    assert refused('--data-dir', str(tmp_path)).startswith('This database belongs to a newer version')


def test_a_file_that_is_no_database_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / 'crm.db').write_bytes(b'no database at all' * 500)
    assert refused('--data-dir', str(tmp_path)) == 'The database cannot be opened: file is not a database'


@pytest.mark.parametrize(
    ('arguments', 'variables'),
    [(('--port', 'x'), {}), ((), {'CRM_PORT': '70000'}), (('--database', 'mysql://x/y'), {}), (('--nonsense',), {})],
)
def test_odd_values_are_refused(tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str]) -> None:
    assert refused(*arguments, '--data-dir', str(tmp_path), **variables)


def test_the_terminal_shows_folder_addresses_and_code(tmp_path: Path) -> None:
    with running(tmp_path / 'data') as server:
        pass
    assert str(tmp_path / 'data') in server.log
    assert f'http://localhost:{server.port}' in server.log
    assert '一次性验证码' in server.log
    assert (tmp_path / 'data/cookie-secret').stat().st_mode & 0o777 == 0o600


def test_once_there_is_somebody_no_code_is_shown(tmp_path: Path) -> None:
    arguments = ('--login', 'wang', '--name', '王芳', '--role', 'admin', '--password-stdin')
    crm('member', 'add', *arguments, data_dir=tmp_path / 'data', stdin='correct horse\n')
    with running(tmp_path / 'data') as server:
        pass
    assert '一次性验证码' not in server.log


def test_a_chosen_host_has_one_address() -> None:
    assert addresses('127.0.0.1', 8080) == ['http://127.0.0.1:8080']
    assert addresses('::1', 8080) == ['http://[::1]:8080']
    assert addresses('0.0.0.0', free_port())[0].startswith('http://localhost:')
