"""Small spreadsheets for tests, and bringing them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from crm_app.actions.imports.check import check
from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.report import Report
from crm_app.actions.imports.run import run_import
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.models.base import Base
from crm_app.data.models.customer import Customer
from crm_app.data.spreadsheets.writing import write_xlsx
from crm_app.locale.texts import sentence_of
from crm_app.rules.members import Actor

FILES = Path(__file__).parents[1] / 'files'
OFFICE = FILES / 'customers-office-3000.xlsx'


def sheet(path: Path, *rows: Sequence[Any]) -> Path:
    """Write a workbook; the first row is the header."""
    write_xlsx(path, [str(cell) for cell in rows[0]], rows[1:])
    return path


def bring(database: Database, actor: Actor, path: Path, **choices: Any) -> Report:
    """Import a file as proposed, with some choices of one's own; the dry run must have said the same."""
    plan = replace(propose(database, actor, path).plan, **choices)
    said = check(database, actor, path, plan)
    done = run_import(database, actor, path, plan)
    assert counts(said) == counts(done)
    assert sentences(said) == sentences(done)
    return done


def counts(report: Report) -> tuple[int, int, int, int]:
    """Return created, updated, skipped, failed; together they must be all rows."""
    found = (report.created, report.updated, report.skipped, report.failed)
    assert report.rows == sum(found)
    return found


def sentences(report: Report) -> dict[int, list[str]]:
    """Return what was said of each row that was not taken, by row number, in English."""
    return {row.number: [sentence_of(problem.refusal, 'en') for problem in row.problems] for row in report.problem_rows}


def columns_told(report: Report) -> dict[int, set[int | None]]:
    """Return the marked columns of each row that was not taken."""
    return {row.number: {problem.column for problem in row.problems} for row in report.problem_rows}


def stored(database: Database, *keys: str) -> list[tuple[Any, ...]]:
    """Return the raw values of all customers that are not in the recycle bin, by id; ``keys`` name prepared fields."""
    with database.reading() as session:
        catalog = catalog_of(session)
        columns = [getattr(Customer, catalog.by_key(key).slot) for key in keys]
        query = select(*columns).where(Customer.deleted_at.is_(None)).order_by(Customer.id)
        return [tuple(row) for row in session.execute(query)]


def table_counts(database: Database, *leave_out: str) -> dict[str, int]:
    """Return how many rows each table has, the search index included."""
    names = [table.name for table in Base.metadata.sorted_tables if table.name not in leave_out]
    with database.reading() as session:
        found = {name: session.scalar(select(func.count()).select_from(text(name))) or 0 for name in names}
        found['customer_search'] = session.scalar(text('SELECT count(*) FROM customer_search')) or 0
        return found
