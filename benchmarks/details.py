"""The detail page: values, contacts and the first page of the timeline."""

from __future__ import annotations

from typing import Any

from benchmarks.data import Office
from benchmarks.measure import show, timed
from crm_app.data.lists import page_of
from crm_app.data.rights import rights_of
from crm_app.data.timeline import Show
from crm_app.rules.list_query import ListQuery
from crm_app.view_models.customer_page import customer_view, timeline_page

HEADER = ('who', 'p50 ms', 'p95 ms', 'queries')


def run(office: Office, title: str) -> None:
    """Measure and print one database."""
    rows = []
    with office.database.reading() as session:
        ident = page_of(session, rights_of(session, office.manager), ListQuery(), (), 0, 1).rows[0].id
    for who, actor in (('administrator', office.admin), ('manager of 50', office.manager)):

        def page(actor: Any = actor) -> object:
            return [
                customer_view(office.database, actor, ident, 'zh_CN'),
                timeline_page(office.database, actor, ident, show=Show.ALL),
            ]

        found = timed(office.database, page)
        rows.append((who, found.p50, found.p95, found.queries))
    show(title, HEADER, rows)
