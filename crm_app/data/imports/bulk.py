"""Many rows into one table by the fastest way that each database has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection

_SQLITE_MOMENT: Final = '%Y-%m-%d %H:%M:%S.%f'


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows whose values the driver takes as they are; moments by :func:`moment`, JSON as text."""
    names = ', '.join(columns)
    if connection.dialect.name == 'postgresql':
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY {table} ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    many = list(rows)
    if many:
        marks = ', '.join('?' * len(columns))
        connection.exec_driver_sql(f'INSERT INTO {table} ({names}) VALUES ({marks})', many)  # noqa: S608 - own names


def moment(connection: Connection, at: datetime) -> Any:
    """Return a moment as it is stored."""
    if connection.dialect.name == 'postgresql':
        return at
    return at.astimezone(UTC).strftime(_SQLITE_MOMENT)
