from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text

from crm_app.data.database import Database
from crm_app.data.migrations.scope import include_object
from crm_app.data.migrations.upgrade import NewerDatabase, pending, upgrade_database
from crm_app.data.models.base import Base
from crm_app.data.models.everything import ALL_MODELS
from crm_app.data.models.field import FieldDefinition


def test_the_migrated_schema_is_just_the_models(database: Database) -> None:
    assert ALL_MODELS
    with database.engine.connect() as connection:
        options = {'include_object': include_object, 'compare_type': True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(database: Database, database_url: str) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(FieldDefinition))
    assert not pending(database_url)
    upgrade_database(database_url)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FieldDefinition)) == before


def test_a_database_of_a_newer_version_is_refused(database: Database, database_url: str) -> None:
    with database.engine.execution_options(write=True).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (upgrade_database, pending):
        with pytest.raises(NewerDatabase):
            refused(database_url)
