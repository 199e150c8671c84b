"""``crm undo-import``: take back what an import brought."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crm_app.actions.imports.undo import undo_import
from crm_app.commands.common import DatabaseUrl, DataDir, actor_by_login, language, opened_database, refusing, say
from crm_app.locale.texts import translate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command('undo-import', help='Undo an import; customers changed since are kept and listed.')(undo)


def undo(
    number: Annotated[int, typer.Argument(metavar='ID', help='Number of the import.')],
    as_: Annotated[str, typer.Option('--as', metavar='L', help='Log-in name of the member who undoes it.')],
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Undo an import."""
    words = language()
    with opened_database(data_dir, database) as opened, refusing():
        report = undo_import(opened, actor_by_login(opened, as_), number)
    told = translate(
        '{removed} customers removed, {restored} set back, {kept} kept because they were changed since',
        words,
        removed=report.removed,
        restored=report.restored,
        kept=len(report.kept),
    )
    sys.stdout.write(told + '\n')
    for ident, name in report.kept:
        say(translate('Kept: {name} ({id})', words, name=name, id=ident))
