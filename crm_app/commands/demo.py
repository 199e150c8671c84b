"""``crm demo``: customers to look around in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from crm_app.commands.common import DatabaseUrl, DataDir, language, opened_database, refusing, say
from crm_app.commands.progress import progress_bar
from crm_app.locale.texts import translate


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command('demo', help='Fill a database without customers with demo data.')(demo)


def demo(
    customers: Annotated[int, typer.Option('--customers', min=1, max=5_000_000, metavar='N')],
    members: Annotated[int, typer.Option('--members', min=0, max=1000, metavar='M')],
    seed: Annotated[int, typer.Option('--seed', metavar='S', help='The same seed gives the same data.')] = 1,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Add demo data."""
    from crm_app.actions.demo.add import add_demo
    from crm_app.data.office import office_zone

    with opened_database(data_dir, database) as opened, refusing():
        with opened.reading() as session:
            today = datetime.now(office_zone(session)).date()
        with progress_bar() as progress:
            add_demo(opened, None, customers=customers, members=members, seed=seed, today=today, progress=progress)
        say(translate('{count} demo customers were added.', language(), count=customers))
