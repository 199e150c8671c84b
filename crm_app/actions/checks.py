"""Look whether everything in the database agrees, and make anew what follows from other rows."""

from __future__ import annotations

from collections.abc import Sequence

from crm_app.actions.imports.undo import undo_dead_imports
from crm_app.data.checks import problems
from crm_app.data.checks.problems import Problem
from crm_app.data.checks.repair import forget_deleted, rebuild_search_index, repair_customers
from crm_app.data.checks.run import Progress, found_problems
from crm_app.data.database import Database


def check_database(database: Database, progress: Progress | None = None) -> list[Problem]:
    """Return all that is wrong; changes nothing. Takes minutes for a million customers."""
    return list(found_problems(database, progress))


def repair_database(database: Database, found: Sequence[Problem]) -> None:
    """Make anew what can be; check again afterwards for what is left."""
    wrong = [problem for problem in found if problem.repairable]
    if any(isinstance(problem, problems.DeadImport) for problem in wrong):
        undo_dead_imports(database)
    if any(isinstance(problem, problems.WrongSearchIndex | problems.StrayRows) for problem in wrong):
        rebuild_search_index(database)  # first: the index forgets a document only by the very pieces it holds
        forget_deleted(database)
    repair_customers(database, sorted({problem.customer for problem in wrong if problem.customer}))
