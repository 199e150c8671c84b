from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data import search
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.rules.search_text import fold

ALPHABET = '武汉无忧科技有限公司ab1'
TEXTS = st.lists(st.text(ALPHABET + ' -·"\'%_*', min_size=1, max_size=12), min_size=1, max_size=4)


def fill(database: Database, documents: list[list[str]]) -> None:
    def unit(session: Session) -> None:
        rows = [Customer(kind='company', name=texts[0], name_pinyin='') for texts in documents]
        session.add_all(rows)
        session.flush()
        search.add(session, [(row.id, texts) for row, texts in zip(rows, documents, strict=True)])

    database.write(unit, None)


def hits(database: Database, query: str, seen: tuple[str, ...] | None = None) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Customer.name).where(search.matching(session, query, seen))))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(TEXTS, min_size=1, max_size=6), query=st.text(ALPHABET, min_size=1, max_size=4))
def test_search_finds_exactly_what_a_naive_search_finds(
    database: Database, documents: list[list[str]], query: str
) -> None:
    def reset(session: Session) -> None:
        search.remove(session, list(session.scalars(select(Customer.id))))
        for row in session.scalars(select(Customer)):
            session.delete(row)

    database.write(reset, None)
    fill(database, documents)
    expected = {texts[0] for texts in documents if any(fold(query) in fold(text) for text in texts)}
    assert hits(database, query) == expected


@pytest.mark.parametrize('query', ['"', "'", '*', '%', '_', 'NEAR(', 'OR', '\\', '()', '-', '& | !'])
def test_odd_queries_are_only_text(database: Database, query: str) -> None:
    fill(database, [[f'甲{query}乙'], ['丙']])
    assert hits(database, query) in ({f'甲{query}乙'}, {f'甲{query}乙', '丙'})


def test_replaced_and_removed_documents_are_no_longer_found(database: Database) -> None:
    fill(database, [['武汉无忧'], ['上海']])
    database.write(lambda session: search.replace(session, [(1, ['南京'])]), None)
    assert hits(database, '无忧') == set()
    assert hits(database, '南京') == {'武汉无忧'}
    database.write(lambda session: search.remove(session, [1, 999]), None)
    assert hits(database, '南京') == set()


def test_nothing_is_found_through_a_hidden_field(database: Database) -> None:
    fill(database, [['武汉无忧', '13800138000']])
    assert hits(database, '1380') == {'武汉无忧'}
    assert hits(database, '1380', ('name',)) == set()
    assert hits(database, '无忧', ('name',)) == {'武汉无忧'}
