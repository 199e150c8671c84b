"""List pages, searches and the detail page, as an administrator and as a manager of 50 people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.data import Office
from benchmarks.measure import show, timed
from crm_app.data.catalog import catalog_of
from crm_app.data.lists import count_of, page_of
from crm_app.data.rights import rights_of
from crm_app.rules.list_query import Column, Filter, ListQuery, Operator
from crm_app.rules.members import Actor

HEADER = ('what', 'who', 'p50 ms', 'p95 ms', 'queries', 'rows', 'bytes')


def run(office: Office, title: str) -> None:
    """Measure and print one database."""
    rows = []
    for what, query in _queries(office):
        for who, actor in (('administrator', office.admin), ('manager of 50', office.manager)):
            found = timed(office.database, _page(office, actor, query))
            rows.append((what, who, found.p50, found.p95, found.queries, found.rows, found.sent))
    show(title, HEADER, rows)


def _queries(office: Office) -> list[tuple[str, ListQuery]]:
    with office.database.reading() as session:
        catalog = catalog_of(session)
    ids = {field.key: field.id for field in catalog.customer_fields if field.key}
    options = catalog.options_of(ids['status'])
    status = Filter(ids['status'], Operator.ANY_OF, (str(options[1].id),))
    level = Filter(ids['level'], Operator.ANY_OF, (str(catalog.options_of(ids['level'])[0].id),))
    rich = Filter(ids['revenue'], Operator.AT_LEAST, (8_900_000 * 10_000,))
    address = Filter(ids['address'], Operator.CONTAINS, ('人民路88号',))
    return [
        ('all, last changed first', ListQuery()),
        ('all, by name', ListQuery(sort=ids['name'], descending=False)),
        ('status, by last change', ListQuery(filters=(status,))),
        ('status, by name', ListQuery(filters=(status,), sort=ids['name'], descending=False)),
        ('status and level, by mobile', ListQuery(filters=(status, level), sort=ids['mobile'])),
        ('all, by status', ListQuery(sort=ids['status'], descending=False)),
        ('unindexed text, by last change', ListQuery(filters=(address,))),
        ('unindexed number, by name', ListQuery(filters=(rich,), sort=ids['name'])),
        ('all, by unindexed text', ListQuery(sort=ids['address'], descending=False)),
        ('search 2 characters', ListQuery(search='恒瑞')),
        ('search 3 characters', ListQuery(search='恒瑞金')),
        ('search 4 characters', ListQuery(search='瑞金建材')),
        ('search 2 initials', ListQuery(search='hr')),
        ('search 8 digits', ListQuery(search='38007777')),
        ('search, nothing found', ListQuery(search='无此客户')),
    ]


def _page(office: Office, actor: Actor, query: ListQuery) -> Callable[[], Any]:
    with office.database.reading() as session:
        catalog = catalog_of(session)
    columns: list[Column] = [field.id for field in catalog.customer_fields if field.enabled][:8]
    columns += ['owner', 'next_follow_up_at']

    def page() -> list[Any]:
        with office.database.reading() as session:
            rights = rights_of(session, actor)
            count_of(session, rights, query)
            found = page_of(session, rights, query, columns, 0, 50)
            return [[row.id, row.name, dict(row.texts)] for row in found.rows]

    return page
