"""What all commands share: their common options, opening the database, and refusing in one clear sentence.

A command module defines ``register(app: typer.Typer) -> None``; ``crm_app.cli`` finds it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from crm_app.actions.members.actors import actor_by_login
from crm_app.data.database import Database
from crm_app.data.opening import open_database
from crm_app.locale.texts import DEFAULT_LANGUAGE, LANGUAGES, sentence_of
from crm_app.rules.refusals import Refusal
from crm_app.settings import Settings, make_folder, read_settings

__all__ = ['DataDir', 'DatabaseUrl', 'actor_by_login', 'opened_database', 'refusing', 'say', 'settings_of']

REFUSED: Final = 1
NOT_STARTED: Final = 2

DataDir = Annotated[Path | None, typer.Option('--data-dir', metavar='DIR', help='Folder of the data.')]
DatabaseUrl = Annotated[
    str | None, typer.Option('--database', metavar='URL', help='Database instead of the file there.')
]


def settings_of(data_dir: Path | None, database: str | None) -> Settings:
    """Return where the data lies; refuses what makes no sense with exit code 2."""
    with refusing(NOT_STARTED):
        return read_settings(data_dir=data_dir, database=database)


@contextmanager
def opened_database(data_dir: Path | None, database: str | None) -> Iterator[Database]:
    """Open the database for a command, as ``serve`` does: folder and schema are made or brought up to date.

    What cannot be started ends the process with a sentence and exit code 2.
    """
    settings = settings_of(data_dir, database)
    with refusing(NOT_STARTED):
        opened = prepared_database(settings)
    try:
        yield opened
    finally:
        opened.close()


def prepared_database(settings: Settings) -> Database:
    """Make the folder, migrate after a backup, open, undo what dead imports left. Raises refusals."""
    from crm_app.actions.imports.undo import undo_dead_imports

    make_folder(settings.data_dir)
    opened = open_database(settings.database_url, back_up=lambda: _back_up(settings))
    undo_dead_imports(opened)
    return opened


@contextmanager
def refusing(code: int = REFUSED) -> Iterator[None]:
    """Turn a refusal into its sentence on stderr and end the process with this exit code."""
    try:
        yield
    except Refusal as refusal:
        say(sentence_of(refusal, language()))
        raise typer.Exit(code) from refusal


def say(sentence: str) -> None:
    """Print a sentence for people on stderr, in one line."""
    sys.stderr.write(' '.join(sentence.split()) + '\n')
    sys.stderr.flush()


def language() -> str:
    """Return the language of this terminal; Chinese where it does not tell."""
    chosen = os.environ.get('LC_ALL') or os.environ.get('LC_MESSAGES') or os.environ.get('LANG') or ''
    return next((code for code in LANGUAGES if code[:2] == chosen[:2]), DEFAULT_LANGUAGE)


def _back_up(settings: Settings) -> None:
    from crm_app.actions.backups import backup_before_migration, backup_folder

    backup_before_migration(settings.database_url, backup_folder(settings.data_dir))
