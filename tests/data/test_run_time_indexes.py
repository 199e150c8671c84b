from __future__ import annotations

import pytest
from sqlalchemy import inspect, select, text

from crm_app.data.database import Database
from crm_app.data.models.field import FieldDefinition
from crm_app.data.run_time_indexes import PREFIX, ensure_indexes


def indexes(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        found = {str(index['name']) for index in inspect(connection).get_indexes('customer')}
    return {name for name in found if name.startswith(PREFIX)}


def ensure(database: Database) -> None:
    with database.transaction(None) as session:
        ensure_indexes(session.connection())


def set_indexed(database: Database, key: str, *, indexed: bool) -> None:
    with database.transaction(None) as session:
        field = session.scalars(
            select(FieldDefinition).where(FieldDefinition.key == key, FieldDefinition.entity_kind == 'customer')
        ).one()
        field.indexed = indexed


def test_indexes_follow_the_fields(database: Database) -> None:
    assert {'ixf_t01', 'ixf_t03', 'ixf_created_at', 'ixf_next_follow_up_at'} <= indexes(database)
    assert 'ixf_t08' not in indexes(database)
    set_indexed(database, 'address', indexed=True)
    set_indexed(database, 'status', indexed=False)
    ensure(database)
    assert 'ixf_t08' in indexes(database)
    assert 'ixf_t03' not in indexes(database)


def test_doing_it_again_changes_nothing(database: Database) -> None:
    before = indexes(database)
    ensure(database)
    assert indexes(database) == before


def test_long_text_is_never_indexed(database: Database) -> None:
    set_indexed(database, 'remark', indexed=True)
    ensure(database)
    assert 'ixf_t09' not in indexes(database)


@pytest.mark.parametrize(
    'statement',
    [
        "SELECT id FROM customer WHERE deleted_at IS NULL AND t03 = '2' ORDER BY id LIMIT 50",
        'SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC LIMIT 50',
        'SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY name_pinyin, id LIMIT 50',
        'SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY next_follow_up_at DESC, id DESC LIMIT 50',
    ],
)
def test_sqlite_reads_a_page_from_an_index_without_sorting(sqlite_url: str, statement: str) -> None:
    database = Database(sqlite_url)
    with database.reading() as session:
        plan = ' / '.join(row[3] for row in session.execute(text(f'EXPLAIN QUERY PLAN {statement}')))
    database.close()
    assert ' INDEX ix' in plan
    assert 'TEMP B-TREE' not in plan
