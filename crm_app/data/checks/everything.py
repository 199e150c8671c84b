"""What must hold for the database as a whole; one function an invariant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from crm_app.data.checks import problems
from crm_app.data.checks.problems import Problem
from crm_app.data.database import database_of
from crm_app.data.liveness import held
from crm_app.data.models.customer import Customer
from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.data.models.member import Member
from crm_app.data.models.work import ImportRun
from crm_app.data.search import DOCUMENT

UNFINISHED: Final = ('running', 'undoing')


def file_is_whole(session: Session) -> Iterator[Problem]:
    """SQLite finds no damage in its file, and no row that points nowhere; PostgreSQL sees to both itself."""
    if session.get_bind().dialect.name != 'sqlite':
        return
    for (found,) in session.execute(text('PRAGMA quick_check(20)')):
        if found != 'ok':
            yield problems.DamagedFile(what=found)
    counts: dict[str, int] = {}
    for row in session.execute(text('PRAGMA foreign_key_check')):
        counts[row[0]] = counts.get(row[0], 0) + 1
    for table, count in sorted(counts.items()):
        yield problems.BrokenReference(table=table, count=count)


def deleted_customers_are_forgotten(session: Session) -> Iterator[Problem]:
    """No key, hint or search document is left of a customer that is in the recycle bin or gone."""
    stray = stray_customers(session)
    if stray:
        yield problems.StrayRows(count=len(stray))


def stray_customers(session: Session) -> list[int]:
    """Return the ids that have keys or documents but are no live customers."""
    live = select(Customer.id).where(Customer.deleted_at.is_(None))
    found: set[int] = set()
    for column in (UniqueValue.customer_id, DuplicateHint.customer_id, DOCUMENT.c.id):
        found.update(session.scalars(select(column).where(column.not_in(live)).distinct()))
    return sorted(found)


def superiors_form_no_circle(session: Session) -> Iterator[Problem]:
    """Nobody is, through others, his own superior."""
    columns = select(Member.id, Member.name, Member.superior_id)
    members = {ident: (name, above) for ident, name, above in session.execute(columns)}
    for ident, (name, above) in members.items():
        seen: set[int] = set()
        next_above = above
        while next_above is not None and next_above not in seen and next_above in members:
            seen.add(next_above)
            next_above = members[next_above][1]
        if ident in seen:
            yield problems.CircleOfSuperiors(name=name)


def imports_are_finished(session: Session) -> Iterator[Problem]:
    """Each import that is marked as running is written by a living process."""
    url = database_of(session).url
    query = select(ImportRun.id, ImportRun.liveness).where(ImportRun.state.in_(UNFINISHED))
    for run, lock in session.execute(query.order_by(ImportRun.id)):
        if not lock or not held(url, lock):
            yield problems.DeadImport(run=run)


def undone_imports_left_nothing(session: Session) -> Iterator[Problem]:
    """No customer came in with an import that does not exist."""
    known = select(ImportRun.id)
    lost = select(func.count()).where(Customer.import_id.is_not(None), Customer.import_id.not_in(known))
    if count := session.scalar(lost):
        yield problems.BrokenReference(table=Customer.__tablename__, count=count)


CHECKS: Final[tuple[Callable[[Session], Iterator[Problem]], ...]] = (
    file_is_whole,
    deleted_customers_are_forgotten,
    superiors_form_no_circle,
    imports_are_finished,
    undone_imports_left_nothing,
)
"""All of them, in the order in which they are reported; the search index has a file of its own."""
