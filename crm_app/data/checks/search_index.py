"""Whether the full-text index holds exactly the pieces of the stored documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm_app.data.checks import problems
from crm_app.data.checks.problems import Problem
from crm_app.data.search import DOCUMENT
from crm_app.rules.search_text import grams

_BATCH: Final = 5000
_CERTAIN: Final = re.compile(r'[0-9a-z\u4e00-\u9fa5]{1,2}')
"""Pieces that SQLite's tokenizer surely keeps as they are; it cuts rare letters in its own way."""
_TERMS: Final = text(
    'SELECT term, count(*), sum(doc) FROM temp.crm_terms WHERE doc NOT IN (SELECT id FROM temp.crm_rare) GROUP BY term'
)
_DIFFERENT: Final = text(
    'SELECT count(*) FROM unnest(CAST(:ids AS bigint[]), CAST(:grams AS text[])) AS wanted(id, grams)'
    ' JOIN customer_search AS held ON held.id = wanted.id WHERE held.g <> CAST(wanted.grams AS tsvector)'
)


def index_agrees(session: Session) -> Iterator[Problem]:
    """Yield one problem where the index lacks pieces of documents or holds pieces of none."""
    sqlite = session.get_bind().dialect.name == 'sqlite'
    count = _wrong_terms(session) if sqlite else _wrong_documents(session)
    if count:
        yield problems.WrongSearchIndex(count=count)


def document_batches(session: Session) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield all documents as their ids and pieces."""
    last = -1
    while True:
        query = select(DOCUMENT.c.id, DOCUMENT.c.doc).where(DOCUMENT.c.id > last).order_by(DOCUMENT.c.id)
        rows = session.execute(query.limit(_BATCH)).all()
        if not rows:
            return
        last = rows[-1].id
        yield [(ident, grams(doc)) for ident, doc in rows]


def _wrong_terms(session: Session) -> int:
    """Compare, for each term, how many documents have it and the sum of their ids: no document can go unnoticed."""
    connection = session.connection()
    connection.exec_driver_sql('DROP TABLE IF EXISTS temp.crm_terms')
    connection.exec_driver_sql('DROP TABLE IF EXISTS temp.crm_rare')
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.crm_terms USING fts5vocab(main, 'customer_fts', 'instance')")
    connection.exec_driver_sql('CREATE TABLE temp.crm_rare (id INTEGER PRIMARY KEY)')
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for batch in document_batches(session):
        rare = [(ident,) for ident, pieces in batch if not all(map(_CERTAIN.fullmatch, pieces))]
        if rare:
            connection.exec_driver_sql('INSERT INTO temp.crm_rare VALUES (?)', rare)
        left_out = {ident for (ident,) in rare}
        for ident, pieces in batch:
            if ident not in left_out:
                counts.update(pieces)
                sums.update(dict.fromkeys(pieces, ident))
    wrong = 0
    for term, count, total in connection.execute(_TERMS):
        wrong += counts.pop(term, 0) != count or sums[term] != total
    connection.exec_driver_sql('DROP TABLE temp.crm_terms')
    connection.exec_driver_sql('DROP TABLE temp.crm_rare')
    return wrong + len(counts)


def _wrong_documents(session: Session) -> int:
    wrong = 0
    for batch in document_batches(session):
        wanted = [' '.join(f"'{piece}'" for piece in pieces) for _, pieces in batch]
        values = {'ids': [ident for ident, _ in batch], 'grams': wanted}
        wrong += session.scalar(_DIFFERENT, values) or 0
    return wrong
