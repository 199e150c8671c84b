"""Fresh, migrated databases for tests, on SQLite and on a real PostgreSQL.

Each database is a copy of one that was migrated once: a file per worker, a template per PostgreSQL server. What only
databases need is imported by the fixtures, so that the tests of rules start at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from crm_app.data.database import Database
from crm_app.data.migrations.upgrade import upgrade_database
from tests.support import postgres

_FOLDER = 'CRM_TEST_POSTGRES_FOLDER'
_TEMPLATE = 'crm_template'
_numbers = count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder of the run's PostgreSQL; workers inherit it. A short path, for the socket; open to all."""
    if not hasattr(config, 'workerinput'):
        folder = Path(tempfile.mkdtemp(prefix='crm-pg-'))
        folder.chmod(0o755)
        os.environ[_FOLDER] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the PostgreSQL of this run, if any test has started it."""
    if not hasattr(config, 'workerinput') and _FOLDER in os.environ:
        postgres.stop(Path(os.environ.pop(_FOLDER)))


@pytest.fixture(scope='session')
def postgres_folder() -> Path:
    """The folder of the running PostgreSQL, with the migrated template in it. The first worker that asks starts it."""
    if postgres.program_files() is None:
        pytest.skip('there is no PostgreSQL for this system')
    import fcntl

    folder = Path(os.environ[_FOLDER])
    with (folder / 'lock').open('w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / 'ready').exists():
            postgres.start(folder)
            _admin(folder, f'CREATE DATABASE {_TEMPLATE}')
            _migrate(postgres.url_of(folder, _TEMPLATE))
            (folder / 'ready').touch()
    return folder


@pytest.fixture(scope='session')
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp('template') / 'crm.db'
    _migrate(f'sqlite:///{path}')
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database."""
    copy = shutil.copy(sqlite_template, tmp_path / 'crm.db')
    return f'sqlite:///{copy}'


@pytest.fixture
def postgres_url(postgres_folder: Path) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database; it is dropped afterwards."""
    name = f'crm_{os.getpid()}_{next(_numbers)}'
    _admin(postgres_folder, f'CREATE DATABASE {name} TEMPLATE {_TEMPLATE}')
    yield postgres.url_of(postgres_folder, name)
    _admin(postgres_folder, f'DROP DATABASE {name} WITH (FORCE)')


@pytest.fixture(params=['sqlite', 'postgresql'])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database, once on each system."""
    url: str = request.getfixturevalue('sqlite_url' if request.param == 'sqlite' else 'postgres_url')
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database, once on each system; closed afterwards."""
    from crm_app.data.database import Database

    opened = Database(database_url)
    yield opened
    opened.close()


def _migrate(url: str) -> None:

    upgrade_database(url)


def _admin(folder: Path, statement: str) -> None:

    with psycopg.connect(host=str(folder), user='crm', dbname='postgres', autocommit=True) as connection:
        connection.execute(statement.encode())
