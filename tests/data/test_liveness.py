from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crm_app.data.liveness import InUse, held, hold

_HOLDER = """
import sys, time
from crm_app.data.liveness import hold
with hold(sys.argv[1], 'server', shared=True):
    print('held', flush=True)
    time.sleep(60)
"""


def test_a_lock_is_held_by_one(database_url: str) -> None:
    assert not held(database_url, 'import-1')
    with hold(database_url, 'import-1'):
        assert held(database_url, 'import-1')
        assert not held(database_url, 'import-2')
        with pytest.raises(InUse), hold(database_url, 'import-1'):
            pass
    assert not held(database_url, 'import-1')


def test_servers_share_theirs_and_keep_everybody_else_out(database_url: str) -> None:
    with hold(database_url, 'server', shared=True), hold(database_url, 'server', shared=True):
        assert held(database_url, 'server')
        assert held(database_url, 'server')  # asking does not give the lock away
    with hold(database_url, 'server'), pytest.raises(InUse), hold(database_url, 'server', shared=True):
        pass


def test_a_killed_process_holds_nothing(database_url: str) -> None:
    process = subprocess.Popen([sys.executable, '-c', _HOLDER, database_url], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b'held\n'
        assert held(database_url, 'server')
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not held(database_url, 'server')


def test_the_files_of_single_locks_do_not_pile_up(sqlite_url: str, tmp_path: Path) -> None:
    with hold(sqlite_url, 'import-1'), hold(sqlite_url, 'server', shared=True):
        assert held(sqlite_url, 'import-1')
    assert {path.name for path in tmp_path.glob('*.lock')} == {'crm.db.server.lock'}
