"""The search index: a document per customer and its bigrams (see ``crm_app/data/search.py``)."""

from __future__ import annotations

from alembic import op

revision = '0003'
down_revision = '0002'

_FTS = """
CREATE VIRTUAL TABLE customer_fts
USING fts5(g, content='', detail=none, tokenize='unicode61 remove_diacritics 0')
"""
_SQLITE = ('CREATE TABLE customer_search (id INTEGER PRIMARY KEY, doc TEXT NOT NULL)', _FTS)
_POSTGRESQL = (
    'CREATE TABLE customer_search (id BIGINT PRIMARY KEY, doc TEXT NOT NULL, g TSVECTOR NOT NULL)',
    'CREATE INDEX ix_customer_search_g ON customer_search USING gin (g)',
)


def upgrade() -> None:
    """Create the index in the database's own way."""
    for statement in _POSTGRESQL if op.get_bind().dialect.name == 'postgresql' else _SQLITE:
        op.execute(statement)
