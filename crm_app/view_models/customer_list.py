"""One open page of the customer list: what it shows, what is selected, and what changed behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from crm_app.data.catalog import Catalog, catalog_of
from crm_app.data.lists import ListRow, count_of, page_of, rows_of, usable
from crm_app.data.news import News
from crm_app.data.office import office_zone
from crm_app.data.rights import rights_of
from crm_app.rules.fields import Entity
from crm_app.rules.list_link import ListLink, encode_link
from crm_app.rules.list_query import Column, ListQuery, Selection
from crm_app.view_models.desk import Desk
from crm_app.view_models.filter_words import FilterView, filter_views
from crm_app.view_models.list_columns import ColumnView, chosen_columns, offered_columns, remembered_columns
from crm_app.view_models.saved_views import ViewEntry, views_of
from crm_app.view_models.work import in_thread

__all__ = ['CAP', 'SIZES', 'Aftermath', 'CustomerList', 'ListRow', 'ListView', 'News']

SIZES: Final = (20, 50, 100, 200)
CAP: Final = 10_000
"""Up to so many customers the count is exact."""


@dataclass(frozen=True, slots=True)
class ListView:
    """What the page shows at one moment."""

    query: ListQuery
    page: int
    count: int
    has_any: bool
    """Whether there is any customer at all that one may see."""
    rows: tuple[ListRow, ...]
    columns: tuple[ColumnView, ...]
    offered: tuple[ColumnView, ...]
    filters: tuple[FilterView, ...]
    views: tuple[ViewEntry, ...]
    view: ViewEntry | None
    zone: ZoneInfo
    now: datetime

    def pages(self, size: int) -> int:
        """Return how many pages there are; where the count is not exact, there is always one more behind a full one."""
        known = max(1, -(-min(self.count, CAP) // size))
        return max(known, self.page + (len(self.rows) == size)) if self.count > CAP else known


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What news did to the rows on the screen."""

    changed: tuple[ListRow, ...] = ()
    gone: frozenset[int] = frozenset()
    count: int = 0
    entered: bool = False
    """Whether a row would come in that was not there."""
    by: str = ''


class CustomerList:
    """The state of one open list. ``load`` and ``follow`` read in a thread; a slower, older read is dropped."""

    def __init__(self, desk: Desk, language: str, link: ListLink, *, deleted: bool = False) -> None:
        """Begin with what an address says; nothing is read before ``load``."""
        self.desk = desk
        self.language = language
        self.query = replace(link.query, deleted=deleted)
        self.page = link.page
        self.columns = link.columns
        self.view_id = link.view
        self._from_view = link.view is not None and link == ListLink(view=link.view, page=link.page)
        self.size = 50
        self.picked: dict[int, str] = {}
        """Names by id of what is selected, on all pages."""
        self.whole = False
        """Whether the whole result is selected, not only what was picked."""
        self.pending: set[int] = set()
        self.pending_more = 0
        self.shown: ListView | None = None
        self._asked = 0

    async def load(self) -> ListView | None:
        """Read the list anew; None where a newer call has overtaken this one."""
        self._asked += 1
        asked = self._asked
        view = await in_thread(self._read)
        if asked != self._asked:
            return None
        self._from_view = False
        self.shown, self.query, self.page = view, view.query, view.page
        self.pending.clear()
        self.pending_more = 0
        return view

    async def follow(self, news: News) -> Aftermath | None:
        """Take news of customers: what to change in place; the rest is announced by ``waiting``.

        None where the list was loaded anew meanwhile.
        """
        asked, shown = self._asked, self.shown
        if shown is None:
            return None
        changed = news.ids.get(Entity.CUSTOMER, frozenset())
        after, would_move = await in_thread(self._compare, shown, changed, news)
        if asked != self._asked:
            return None
        if news.by != self.desk.actor.member_id:
            self.pending |= would_move
            self.pending_more += news.many.get(Entity.CUSTOMER, 0)
        self.pending -= after.gone
        rows = {row.id: row for row in shown.rows} | {row.id: row for row in after.changed}
        left = tuple(rows[row.id] for row in shown.rows if row.id not in after.gone)
        self.shown = replace(shown, rows=left, count=after.count)
        for ident in after.gone:
            self.picked.pop(ident, None)
        return after

    @property
    def waiting(self) -> int:
        """How many rows would enter, leave or move if the list were read anew."""
        return len(self.pending) + self.pending_more

    @property
    def link(self) -> str:
        """The list as the text of its address."""
        view = self.shown.view if self.shown else None
        if view and (view.link.query, view.link.columns) == (replace(self.query, deleted=False), self.columns):
            return encode_link(ListLink(view=view.id, page=self.page))
        return encode_link(ListLink(self.query, self.page, self.columns, self.view_id))

    @property
    def selection(self) -> Selection:
        """What a bulk action works on."""
        return Selection(query=self.query) if self.whole else Selection(ids=tuple(self.picked))

    @property
    def selected_count(self) -> int:
        """How many customers are selected."""
        return self.shown.count if self.whole and self.shown else len(self.picked)

    def pick(self, ids: Sequence[int]) -> None:
        """Select exactly these of the rows on the screen; what is picked on other pages stays."""
        self.whole = False
        here = {row.id: row.name for row in self.shown.rows} if self.shown else {}
        self.picked = {ident: name for ident, name in self.picked.items() if ident not in here}
        self.picked |= {ident: here[ident] for ident in ids if ident in here}

    def unpick(self) -> None:
        """Select nothing."""
        self.picked.clear()
        self.whole = False

    def ask(self, query: ListQuery) -> None:
        """Look for something else, from the first page on; the selection of the whole result ends."""
        self.query, self.page, self.whole = replace(query, deleted=self.query.deleted), 1, False

    def open_view(self, view: ViewEntry | None) -> None:
        """Show a saved view, or the plain list."""
        link = view.link if view else ListLink()
        self.unpick()
        self.ask(link.query)
        self.columns, self.view_id = link.columns, view.id if view else None

    def _read(self) -> ListView:
        with self.desk.database.reading() as session:
            rights = rights_of(session, self.desk.actor)
            catalog = catalog_of(session)
            views = views_of(session, rights)
            view = next((view for view in views if view.id == self.view_id), None)
            if self._from_view and view:
                self.query, self.columns = replace(view.link.query, deleted=self.query.deleted), view.link.columns
            query = usable(session, rights, self.query)
            offered = offered_columns(catalog, rights, self.language)
            columns = chosen_columns(offered, self.columns or remembered_columns(session, rights.member_id))
            count = count_of(session, rights, query)
            page = min(self.page, max(1, -(-count // self.size))) if count <= CAP else self.page
            found = page_of(session, rights, query, _wanted(columns), (page - 1) * self.size, self.size)
            has_any = count > 0 or count_of(session, rights, ListQuery(deleted=query.deleted), cap=1) > 0
            return ListView(
                query=query,
                page=page,
                count=count,
                has_any=has_any,
                rows=tuple(found.rows),
                columns=columns,
                offered=offered,
                filters=filter_views(catalog, query, offered),
                views=views,
                view=view,
                zone=office_zone(session),
                now=datetime.now(UTC),
            )

    def _compare(self, shown: ListView, changed: frozenset[int], news: News) -> tuple[Aftermath, set[int]]:
        with self.desk.database.reading() as session:
            rights = rights_of(session, self.desk.actor)
            query, wanted = shown.query, _wanted(shown.columns)
            here = [row.id for row in shown.rows]
            asked = here if Entity.CUSTOMER in news.many else [ident for ident in here if ident in changed]
            now_here = {row.id: row for row in rows_of(session, rights, asked, wanted, deleted=query.deleted)}
            gone = frozenset(asked) - now_here.keys()
            fresh = _fresh_ids(session, self, shown)
            before = {row.id: row for row in shown.rows}
            left = [ident for ident in here if ident not in gone]
            entered = changed & (set(fresh) - set(left))
            left_out = (changed & set(left)) - set(fresh)
            would_move = set(entered | left_out) | _moved(left, fresh, changed)
            after = Aftermath(
                changed=tuple(row for ident, row in now_here.items() if row != before[ident]),
                gone=gone,
                count=count_of(session, rights, query),
                entered=bool(entered),
                by=_name(catalog_of(session), news.by),
            )
            return after, would_move


def _wanted(columns: Sequence[ColumnView]) -> list[Column]:
    return [view.column for view in columns]


def _fresh_ids(session: Session, page: CustomerList, shown: ListView) -> list[int]:
    rights = rights_of(session, page.desk.actor)
    found = page_of(session, rights, shown.query, (), (shown.page - 1) * page.size, page.size)
    return [row.id for row in found.rows]


def _moved(shown: Sequence[int], fresh: Sequence[int], changed: frozenset[int]) -> set[int]:
    """Return the changed rows that stand elsewhere among the rows that are on both pages."""
    both = set(shown) & set(fresh)
    old = [ident for ident in shown if ident in both]
    new = [ident for ident in fresh if ident in both]
    return {ident for ident in changed & both if old.index(ident) != new.index(ident)}


def _name(catalog: Catalog, member_id: int | None) -> str:
    return catalog.member_names.get(member_id, '') if member_id is not None else ''
