"""``crm check``: whether everything in the database agrees."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Final

import typer

from crm_app.commands.common import REFUSED, DatabaseUrl, DataDir, language, opened_database, refusing, say
from crm_app.commands.progress import progress_bar
from crm_app.data.checks.problems import Problem
from crm_app.data.database import Database
from crm_app.locale.texts import translate, translate_plural

_MOST: Final = 1000
"""Problems that are printed; of the rest only how many."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command('check', help='Check the database; exit code 0 = everything agrees.')(check)


def check(
    repair: Annotated[bool, typer.Option('--repair', help='Make anew what follows from other data.')] = False,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Check, repair if asked, and say what is wrong."""
    from crm_app.actions.checks import repair_database

    with opened_database(data_dir, database) as opened, refusing():
        found = _checked(opened)
        repaired = repair and any(problem.repairable for problem in found)
        if repaired:
            before = len(found)
            repair_database(opened, found)
            found = _checked(opened)
            count = max(before - len(found), 0)
            say(translate_plural('{n} problem was repaired.', '{n} problems were repaired.', count, language()))
    _tell(found)
    if not found:
        say(translate('Everything agrees.', language()))
        return
    if not repair and any(problem.repairable for problem in found):
        say(translate('“crm check --repair” makes anew what follows from other data.', language()))
    raise typer.Exit(REFUSED)


def _checked(database: Database) -> list[Problem]:
    from crm_app.actions.checks import check_database

    with progress_bar() as progress:
        return check_database(database, progress)


def _tell(found: Sequence[Problem]) -> None:
    for problem in found[:_MOST]:
        sys.stdout.write(' '.join(translate(problem.message, language(), **problem.params).split()) + '\n')
    if len(found) > _MOST:
        sys.stdout.write(translate('… and {count} more', language(), count=len(found) - _MOST) + '\n')
