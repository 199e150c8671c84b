"""Search by any substring of one or more characters: overlapping bigrams, then verified against the document.

FTS5 (contentless) on SQLite, tsvector with a GIN index on PostgreSQL; nothing outside this module knows which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import TextClause

from crm_app.data.models.customer import Customer
from crm_app.rules.search_text import document_of, grams, query_terms, query_words

DOCUMENT: Final = Table('customer_search', MetaData(), Column('id', BigInteger), Column('doc', Text))
_PLAIN_PAIR: Final = re.compile('[a-z0-9\u4e00-\u9fff]{2}')
"""Is itself a gram that every version of SQLite keeps as one token, so that each hit of it is right."""
Texts = tuple[int, Sequence[str]]
"""A customer's id and the texts by which it is found."""


def add(session: Session, rows: Iterable[Texts]) -> None:
    """Index customers that are not indexed yet."""
    documents = [(ident, document_of(texts)) for ident, texts in rows]
    if not documents:
        return
    connection = session.connection()
    if _is_sqlite(session):
        connection.exec_driver_sql('INSERT INTO customer_search(id, doc) VALUES (?, ?)', documents)
        connection.exec_driver_sql(
            'INSERT INTO customer_fts(rowid, g) VALUES (?, ?)',
            [(ident, ' '.join(grams(doc))) for ident, doc in documents],
        )
    else:
        connection.execute(
            text(
                'INSERT INTO customer_search(id, doc, g) SELECT i, d, CAST(g AS tsvector) '
                'FROM unnest(CAST(:ids AS bigint[]), CAST(:docs AS text[]), CAST(:grams AS text[])) AS new(i, d, g)'
            ),
            {
                'ids': [ident for ident, _ in documents],
                'docs': [doc for _, doc in documents],
                'grams': [_lexemes(grams(doc)) for _, doc in documents],
            },
        )


def remove(session: Session, ids: Sequence[int]) -> None:
    """Take customers out of the index; ids that are not in it are passed over."""
    connection = session.connection()
    if _is_sqlite(session):
        # A contentless FTS table forgets a row only when told the very terms it holds.
        old = connection.execute(select(DOCUMENT.c.id, DOCUMENT.c.doc).where(DOCUMENT.c.id.in_(ids))).all()
        if old:
            connection.exec_driver_sql(
                "INSERT INTO customer_fts(customer_fts, rowid, g) VALUES ('delete', ?, ?)",
                [(ident, ' '.join(grams(doc))) for ident, doc in old],
            )
    connection.execute(DOCUMENT.delete().where(DOCUMENT.c.id.in_(ids)))


def replace(session: Session, rows: Sequence[Texts]) -> None:
    """Index customers anew."""
    remove(session, [ident for ident, _ in rows])
    add(session, rows)


def rebuild(session: Session) -> None:
    """Fill the full-text index anew from all documents."""
    connection = session.connection()
    if _is_sqlite(session):
        connection.exec_driver_sql("INSERT INTO customer_fts(customer_fts) VALUES ('delete-all')")
    last = -1
    while True:
        query = select(DOCUMENT.c.id, DOCUMENT.c.doc).where(DOCUMENT.c.id > last).order_by(DOCUMENT.c.id).limit(1000)
        rows = connection.execute(query).all()
        if not rows:
            return
        last = rows[-1].id
        _index(session, [(ident, doc) for ident, doc in rows])


def _index(session: Session, documents: Sequence[tuple[int, str]]) -> None:
    connection = session.connection()
    if _is_sqlite(session):
        connection.exec_driver_sql(
            'INSERT INTO customer_fts(rowid, g) VALUES (?, ?)',
            [(ident, ' '.join(grams(doc))) for ident, doc in documents],
        )
    else:
        connection.execute(
            text('UPDATE customer_search SET g = CAST(:g AS tsvector) WHERE id = :id'),
            [{'id': ident, 'g': _lexemes(grams(doc))} for ident, doc in documents],
        )


def matching(
    session: Session, query: str, seen: Sequence[str] | None = None, *, walks: bool = False
) -> ColumnElement[bool]:
    """Return the condition that a customer contains every word of the query somewhere.

    ``seen`` names the customer attributes the actor may see where he may not see all: then a hit must come from one of
    them, and nothing can be found through a hidden field. ``walks``: customers are read in the order of some index, so
    the hits are only looked up.
    """
    sqlite = _is_sqlite(session)
    words = query_words(query)
    if not words:
        return true()
    place = func.instr if sqlite else func.strpos
    terms = query_terms(query)
    if sqlite and terms:
        condition = _full_text(terms, words, walks=walks)
    else:
        found: list[ColumnElement[bool] | TextClause] = [place(DOCUMENT.c.doc, word) > 0 for word in words]
        if terms:
            match = ' & '.join(_lexemes([term.rstrip('*')]) + (':*' if term.endswith('*') else '') for term in terms)
            found.insert(0, text('customer_search.g @@ CAST(:fts AS tsquery)').bindparams(fts=match))
        condition = Customer.id.in_(select(DOCUMENT.c.id).where(and_(*found)))
    if seen is None:
        return condition
    return and_(condition, *(_in_any(word, seen, place) for word in words))


def _full_text(terms: Sequence[str], words: Sequence[str], *, walks: bool) -> ColumnElement[bool]:
    """Return the condition for SQLite: a hit of the index, and its document read only to verify it."""
    matched = text('customer_fts MATCH :fts')
    hits: Select[tuple[Any]] = select(literal_column('rowid')).select_from(text('customer_fts')).where(matched)
    hits = hits.params(fts=' '.join(_quoted(term) for term in terms))
    ident = literal_column('+customer.id', BigInteger) if walks else Customer.id  # + keeps SQLite from starting here
    condition: ColumnElement[bool] = ident.in_(hits)
    if [*terms] == [*words] and _PLAIN_PAIR.fullmatch(words[0]):
        return condition
    document = select(DOCUMENT.c.doc).where(DOCUMENT.c.id == Customer.id).correlate(Customer).scalar_subquery()
    return and_(condition, *(func.instr(document, word) > 0 for word in words))


def _in_any(word: str, seen: Sequence[str], place: object) -> ColumnElement[bool]:
    columns = [getattr(Customer, name) for name in seen]
    return or_(*(place(func.lower(column), word) > 0 for column in columns)) if columns else literal(value=False)  # type: ignore[operator]


def _quoted(term: str) -> str:
    return f'"{term.rstrip("*")}"' + ('*' if term.endswith('*') else '')


def _lexemes(terms: Iterable[str]) -> str:
    return ' '.join("'" + term.replace('\\', '\\\\').replace("'", "''") + "'" for term in terms)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == 'sqlite'
