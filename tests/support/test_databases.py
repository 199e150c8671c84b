from __future__ import annotations

import pytest
from sqlalchemy import text

from crm_app.data.database import Database


@pytest.mark.parametrize('attempt', range(4))
def test_each_test_gets_a_migrated_database_of_its_own(database: Database, attempt: int) -> None:
    with database.reading() as session:
        assert session.execute(text('SELECT count(*) FROM alembic_version')).scalar() == 1
        assert session.execute(text('SELECT count(*) FROM customer')).scalar() == 0
    with database.transaction(None) as session:
        session.execute(text("INSERT INTO setting (key, value) VALUES ('only_here', '1')"))
