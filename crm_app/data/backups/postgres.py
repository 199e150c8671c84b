"""Backups of a PostgreSQL database without its tools: one snapshot of all tables, copied out and in again."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from crm_app.data.backups import archive
from crm_app.data.backups.archive import DamagedArchive, Manifest, TablePart
from crm_app.data.backups.files import NotABackup
from crm_app.data.backups.schema import CORE, TABLES, VERSION_TABLE, check_revision
from crm_app.data.engine import make_engine
from crm_app.data.migrations.upgrade import MIGRATION_LOCK, upgrade_on


def dump(url: str, target: Path) -> None:
    """Write all tables as they are at one moment; nobody waits for it."""
    engine = make_engine(url, pool_size=1)
    try:
        with engine.connect() as plain:
            connection = plain.execution_options(isolation_level='REPEATABLE READ', postgresql_readonly=True)
            with connection.begin(), archive.new(target) as out:
                manifest = Manifest(revision_of(connection) or '', datetime.now(UTC).isoformat())
                for table in tables_of(connection):
                    manifest.tables.append(_dump_table(connection, out, table))
                    if (last := _last_id(connection, table)) is not None:
                        manifest.sequences[table] = last
                archive.finish(out, manifest)
    finally:
        engine.dispose()


def verify(path: Path, name: str = '') -> Manifest:
    """Read the whole file and return what it holds.

    Raises ``NotABackup`` for a file that is damaged or not ours, ``NewerDatabase`` for a newer program's.
    """
    try:
        manifest = archive.verified(path)
    except DamagedArchive as error:
        raise NotABackup(file=name or path.name) from error
    tables = {part.name for part in manifest.tables}
    if not check_revision(manifest.revision) or not CORE <= tables <= set(TABLES):
        raise NotABackup(file=name or path.name)
    return manifest


def load(url: str, path: Path, manifest: Manifest) -> None:
    """Put a verified backup in the place of what is there, in one transaction: all of it or nothing."""
    engine = make_engine(url, pool_size=1)
    try:
        with engine.begin() as connection, zipfile.ZipFile(path) as packed:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")  # somebody else works on the tables
            connection.execute(text('SELECT pg_advisory_xact_lock(:lock)'), {'lock': MIGRATION_LOCK})
            _drop_ours(connection)
            upgrade_on(connection, manifest.revision)
            for part in manifest.tables:
                _load_table(connection, packed, part)
            for table, last in manifest.sequences.items():
                _set_last_id(connection, table, last)
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """Return the version of the schema that is there; None where there is none of ours."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text(f'SELECT version_num FROM {VERSION_TABLE}'))  # noqa: S608 - our own name
    return found


def tables_of(connection: Connection) -> list[str]:
    """Return the program's own tables that are there; other programs' tables in the same schema are left alone."""
    there = set(inspect(connection).get_table_names())
    return [table for table in TABLES if table in there]


def _dump_table(connection: Connection, out: zipfile.ZipFile, table: str) -> TablePart:
    columns = [column['name'] for column in inspect(connection).get_columns(table)]
    with _cursor(connection) as cursor, cursor.copy(f'COPY {table} ({_listed(columns)}) TO STDOUT') as data:
        return archive.write_table(out, table, columns, data)


def _load_table(connection: Connection, packed: zipfile.ZipFile, part: TablePart) -> None:
    known = {column['name'] for column in inspect(connection).get_columns(part.name)}
    if not set(part.columns) <= known:
        raise NotABackup(file=packed.filename or '')
    connection.execute(text(f'DELETE FROM {part.name}'))  # noqa: S608 - one of our own tables: what migrations plant
    with _cursor(connection) as cursor, cursor.copy(f'COPY {part.name} ({_listed(part.columns)}) FROM STDIN') as data:
        for piece in archive.chunks(packed, part):
            data.write(piece)


def _drop_ours(connection: Connection) -> None:
    doomed = [*tables_of(connection), VERSION_TABLE]
    connection.exec_driver_sql(f'DROP TABLE IF EXISTS {", ".join(doomed)}')


def _last_id(connection: Connection, table: str) -> int | None:
    sequence = _sequence(connection, table)
    if sequence is None:
        return None
    last, called = connection.execute(text(f'SELECT last_value, is_called FROM {sequence}')).one()  # noqa: S608 - as PostgreSQL names it
    return int(last) if called else 0


def _set_last_id(connection: Connection, table: str, last: int) -> None:
    sequence = _sequence(connection, table) if table in TABLES else None
    if sequence is not None:
        values = {'sequence': sequence, 'last': max(int(last), 1), 'called': int(last) > 0}
        connection.execute(text('SELECT setval(CAST(:sequence AS regclass), :last, :called)'), values)


def _sequence(connection: Connection, table: str) -> str | None:
    if 'id' not in {column['name'] for column in inspect(connection).get_columns(table)}:
        return None
    found: str | None = connection.scalar(text("SELECT pg_get_serial_sequence(:table, 'id')"), {'table': table})
    return found


def _listed(columns: list[str]) -> str:
    return ', '.join(f'"{column}"' for column in columns)


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()
