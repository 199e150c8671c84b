"""``crm backup`` and ``crm restore``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crm_app.commands.common import DatabaseUrl, DataDir, language, opened_database, refusing, say, settings_of
from crm_app.locale.texts import translate
from crm_app.rules.refusals import Refusal


class NotConfirmed(Refusal):
    """A restore replaces everything; nobody said yes to it."""

    message = 'Restoring replaces all present data. Say --yes to do it.'


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command('backup', help='Write a verified backup into one file.')(backup)
    app.command('restore', help='Replace all data by a backup; the present data is kept beside it.')(restore)


def backup(
    file: Annotated[Path | None, typer.Argument(metavar='FILE', help='Where to; default: the data folder.')] = None,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Write a backup while everybody goes on working."""
    from crm_app.actions.backups import backup_folder, make_backup_now, write_backup_to

    settings = settings_of(data_dir, database)
    with opened_database(data_dir, database) as opened, refusing():
        made = (
            write_backup_to(opened, file.absolute())
            if file
            else make_backup_now(opened, None, backup_folder(settings.data_dir))
        )
    sys.stdout.write(f'{made}\n')


def restore(
    file: Annotated[Path, typer.Argument(metavar='FILE', help='The backup.')],
    yes: Annotated[bool, typer.Option('--yes', help='Do not ask.')] = False,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Replace all data by a backup."""
    from crm_app.actions.backups import restore as replace_by
    from crm_app.commands.common import NOT_STARTED
    from crm_app.settings import make_folder

    settings = settings_of(data_dir, database)
    with refusing(NOT_STARTED):
        make_folder(settings.data_dir)
    with refusing():
        if not yes and not _asked(file):
            raise NotConfirmed
        kept = replace_by(settings.database_url, file.absolute(), settings.data_dir)
    say(translate('The backup is restored.', language()))
    if kept:
        say(translate('What was there before is kept in {file}.', language(), file=kept))


def _asked(file: Path) -> bool:
    if not sys.stdin.isatty():
        return False
    question = translate('Replace all present data by {file}?', language(), file=file.name)
    return typer.confirm(question, err=True)
