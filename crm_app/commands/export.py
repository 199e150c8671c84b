"""``crm export``: take customers out to a spreadsheet."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from crm_app.actions.exports.choosing import columns_named
from crm_app.actions.exports.export import export_customers
from crm_app.commands.common import DatabaseUrl, DataDir, actor_by_login, language, opened_database, refusing
from crm_app.commands.import_ import UnwritableFile
from crm_app.commands.progress import progress_bar
from crm_app.locale.texts import translate
from crm_app.rules.customers import CustomerKind

_Columns = Annotated[str | None, typer.Option('--columns', metavar='A,B,…', help='Names of columns; all otherwise.')]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command('export', help='Export customers to an xlsx or csv file.')(export)


def export(
    file: Annotated[Path, typer.Argument(metavar='FILE', help='Where to write; the ending .csv or .xlsx decides.')],
    as_: Annotated[str, typer.Option('--as', metavar='L', help='Log-in name of the member who exports.')],
    kind: Annotated[CustomerKind | None, typer.Option('--kind', help='Only customers of this kind.')] = None,
    search: Annotated[str, typer.Option('--search', metavar='TEXT', help='Only customers with this text.')] = '',
    columns: _Columns = None,
    as_json: Annotated[bool, typer.Option('--json', help='Print one JSON object.')] = False,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Export customers."""
    if file.suffix.lower() not in ('.xlsx', '.csv'):
        raise typer.BadParameter(translate('The file must end in .xlsx or .csv.', language()))
    with opened_database(data_dir, database) as opened, refusing():
        actor = actor_by_login(opened, as_)
        chosen = columns_named(opened, actor, columns.split(',')) if columns else None
        try:
            with progress_bar() as advance:
                result = export_customers(
                    opened, actor, file, kind=kind, search=search, columns=chosen, progress=advance
                )
        except OSError as error:
            raise UnwritableFile(name=str(file)) from error
    if as_json:
        sys.stdout.write(json.dumps({'rows': result.rows, 'seconds': result.seconds}) + '\n')
        return
    told = translate('{rows} customers written in {seconds} s', language(), rows=result.rows, seconds=result.seconds)
    sys.stdout.write(told + '\n')
