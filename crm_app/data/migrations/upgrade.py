"""Bring a database to this version's schema; the caller backs it up first where there is something to lose."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from crm_app.data.engine import make_engine
from crm_app.data.run_time_indexes import ensure_indexes
from crm_app.data.seeds import plant
from crm_app.rules.refusals import Refusal

MIGRATION_LOCK = 7_265_001
"""PostgreSQL's advisory lock (any fixed number): two instances starting at once must not both migrate."""


class NewerDatabase(Refusal):
    """The database was written by a newer version of the program."""

    message = 'This database belongs to a newer version of the program. Please update the program first.'


def upgrade_database(url: str) -> None:
    """Migrate to the newest schema and plant what a new database starts with; raises ``NewerDatabase``."""
    engine = make_engine(url, pool_size=1)
    try:
        with engine.execution_options(write=True).begin() as connection:
            if connection.dialect.name == 'postgresql':
                connection.exec_driver_sql(f'SELECT pg_advisory_xact_lock({MIGRATION_LOCK})')
            config = _config(connection)
            _refuse_newer(config, connection)
            command.upgrade(config, 'head')
            plant(connection)
            ensure_indexes(connection)
    finally:
        engine.dispose()


def pending(url: str) -> bool:
    """Whether a migration would change an existing schema (a new, empty database has nothing to lose)."""
    engine = make_engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            config = _config(connection)
            _refuse_newer(config, connection)
            current = MigrationContext.configure(connection).get_current_revision()
            return current is not None and current != ScriptDirectory.from_config(config).get_current_head()
    finally:
        engine.dispose()


def upgrade_on(connection: Connection, revision: str) -> None:
    """Make the schema of one version within the caller's transaction, without planting anything."""
    command.upgrade(_config(connection), revision)


def known_revisions() -> frozenset[str]:
    """Return all versions of the schema that this program knows."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option('script_location', str(Path(__file__).parent).replace('%', '%%'))
    config.attributes['connection'] = connection
    return config


def _refuse_newer(config: Config, connection: Connection) -> None:
    current = MigrationContext.configure(connection).get_current_revision()
    try:
        if current is not None:
            ScriptDirectory.from_config(config).get_revision(current)
    except CommandError as error:
        raise NewerDatabase from error
