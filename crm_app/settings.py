"""How this process was started: from arguments, else from the environment, else the defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from crm_app.rules.refusals import Refusal

DEFAULT_HOST: Final = '0.0.0.0'  # noqa: S104 - colleagues in the office's network shall reach it
DEFAULT_PORT: Final = 8080
_SCHEMES: Final = ('sqlite:///', 'postgresql://', 'postgres://', 'postgresql+psycopg://')


class BadPort(Refusal):
    """The port is not a number from 1 to 65535."""

    message = '“{value}” is not a port: a number from 1 to 65535.'


class BadDatabase(Refusal):
    """The URL is not of a database that the program can use."""

    message = 'The database must be given as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.'


class BadFolder(Refusal):
    """The data folder cannot be made or written."""

    message = 'The data folder {folder} cannot be written.'


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the program listens and where its data lies."""

    host: str
    port: int
    data_dir: Path
    database_url: str


def read_settings(
    *,
    host: str | None = None,
    port: str | int | None = None,
    data_dir: str | Path | None = None,
    database: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Return the settings of this start; raises a ``Refusal`` for what makes no sense."""
    folder = _folder(data_dir or environment.get('CRM_DATA_DIR') or user_data_path('kehu-crm', appauthor=False))
    return Settings(
        host=host or environment.get('CRM_HOST') or DEFAULT_HOST,
        port=_port(port if port is not None else environment.get('CRM_PORT') or DEFAULT_PORT),
        data_dir=folder,
        database_url=_url(database or environment.get('CRM_DATABASE') or '', folder),
    )


def make_folder(folder: Path) -> None:
    """Create the data folder where it is missing; raises ``BadFolder`` where nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f'.probe-{os.getpid()}'
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise BadFolder(folder=folder) from error


def _folder(value: str | Path) -> Path:
    return Path(value).expanduser().absolute()


def _port(value: str | int) -> int:
    try:
        port = int(value)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise BadPort(value=value)
    return port


def _url(value: str, folder: Path) -> str:
    if not value:
        return f'sqlite:///{folder / "crm.db"}'
    if not value.startswith(_SCHEMES) or value == 'sqlite:///':
        raise BadDatabase
    return value
