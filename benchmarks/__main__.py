"""Run the benchmarks and print Markdown tables: ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nicegui
import sqlalchemy
from sqlalchemy.orm import Session

from benchmarks import details, files, lists, live
from benchmarks.data import Office, fill
from crm_app.data.database import Database
from crm_app.data.migrations.upgrade import upgrade_database
from crm_app.data.models.field import FieldDefinition
from tests.support import postgres

PARTS = ('lists', 'detail', 'import', 'live')
_POSTGRES = {'shared_buffers': '512MB', 'work_mem': '16MB', 'maintenance_work_mem': '256MB', 'max_wal_size': '4GB'}


def main() -> None:
    """Do what the command line says."""
    if sys.argv[1:2] == ['--child']:
        files.child(sys.argv[2], sys.argv[3], Path(sys.argv[4]))
        return
    asked = _arguments()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix='crm-bench-'))
    folder.mkdir(parents=True, exist_ok=True)
    _print_machine()
    try:
        for name in asked.databases.split(','):
            with _server(name, folder) as url_of:
                _measure(asked, name, folder, url_of)
        if 'live' in asked.only:
            live.run(Path(tempfile.mkdtemp(dir=folder)) / 'live', pages=asked.pages, saves=asked.saves)
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


class _Urls:
    """Where the databases of one kind are."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder

    def url(self, database: str) -> str:
        """Return the URL of a database that exists or is made by migrating it."""
        if self.name == 'sqlite':
            return f'sqlite:///{self.folder / database}.db'
        import psycopg

        with psycopg.connect(f'host={self.folder} user=crm dbname=postgres', autocommit=True) as connection:
            there = connection.execute('SELECT 1 FROM pg_database WHERE datname = %s', (database,)).fetchone()
            if not there:
                connection.execute(f'CREATE DATABASE {database}')
        return postgres.url_of(self.folder, database)


@contextmanager
def _server(name: str, folder: Path) -> Iterator[_Urls]:
    if name == 'sqlite':
        yield _Urls(name, folder)
        return
    place = Path(tempfile.mkdtemp(prefix='crm-bench-pg-'))
    postgres._OPTIONS.update(_POSTGRES)  # noqa: SLF001 - the same server as the tests', with more memory
    postgres.start(place)
    try:
        yield _Urls(name, place)
    finally:
        postgres.stop(place)


def _measure(asked: argparse.Namespace, name: str, folder: Path, urls: _Urls) -> None:
    for size in map(int, asked.sizes.split(',')):
        if not {'lists', 'detail'} & set(asked.only):
            break
        office = _office(urls.url(f'bench{size}'), size)
        if 'lists' in asked.only:
            lists.run(office, f'Lists, {name}, {size} customers')
        if 'detail' in asked.only:
            details.run(office, f'Detail page, {name}, {size} customers')
        office.database.close()
    if 'import' in asked.only:
        files.run(urls.url(f'import{int(time.time())}'), name, asked.rows, folder)


def _office(url: str, size: int) -> Office:
    upgrade_database(url)
    office = fill(Database(url), size)

    def unit(session: Session) -> None:  # a field without an index that lists may filter
        session.query(FieldDefinition).filter_by(key='revenue').one().enabled = True

    office.database.write(unit, None)
    return office


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='python -m benchmarks', description=__doc__)
    parser.add_argument('--sizes', default='100000', help='numbers of customers, with commas')
    parser.add_argument('--databases', default='sqlite,postgresql')
    parser.add_argument('--only', default=','.join(PARTS), help=f'some of {", ".join(PARTS)} (import exports too)')
    parser.add_argument('--rows', type=int, default=100_000, help='rows of the imported file')
    parser.add_argument('--pages', type=int, default=100, help='connected pages')
    parser.add_argument('--saves', type=int, default=20, help='saves that the pages should see')
    parser.add_argument('--keep', help='a folder that keeps the SQLite databases for the next run')
    asked = parser.parse_args()
    asked.only = asked.only.split(',')
    return asked


def _print_machine() -> None:
    load = ', '.join(f'{value:.1f}' for value in os.getloadavg()) if hasattr(os, 'getloadavg') else 'unknown'
    sys.stdout.write(
        f'{os.cpu_count()} cores ({platform.machine()}), load {load}; Python {platform.python_version()}, '
        f'SQLite {sqlite3.sqlite_version}, SQLAlchemy {sqlalchemy.__version__}, NiceGUI {nicegui.__version__}\n'
    )


if __name__ == '__main__':
    main()
