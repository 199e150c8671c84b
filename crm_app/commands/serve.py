"""``crm serve``: run the program for people with browsers."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from typing import Annotated, Final

import typer

from crm_app.commands.common import NOT_STARTED, DatabaseUrl, DataDir, prepared_database, refusing
from crm_app.data.liveness import SERVER, hold
from crm_app.rules.refusals import Refusal
from crm_app.settings import Settings, read_settings

_STOPPED_BY: Final = (signal.SIGINT, signal.SIGTERM)


class PortTaken(Refusal):
    """Another program listens there."""

    message = 'Port {port} is taken by another program. Choose another one with --port.'


class PortForbidden(Refusal):
    """The system does not let us listen there."""

    message = 'The program may not listen on port {port}. Choose another one with --port.'


class NoSuchHost(Refusal):
    """The address is not one of this machine."""

    message = '“{host}” is not an address of this machine.'


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command('serve', help='Run the program; colleagues open it in their browsers.')(serve)


def serve(
    host: Annotated[str | None, typer.Option('--host', metavar='H', help='Address to listen on.')] = None,
    port: Annotated[str | None, typer.Option('--port', metavar='P', help='Port to listen on.')] = None,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Run until Ctrl-C or SIGTERM."""
    for number in _STOPPED_BY:
        signal.signal(number, lambda *_: sys.exit(0))
    with refusing(NOT_STARTED):
        settings = read_settings(host=host, port=port, data_dir=data_dir, database=database)
        opened = prepared_database(settings)
        check_port(settings)
        with hold(settings.database_url, SERVER, shared=True):
            _run(settings, opened)


def check_port(settings: Settings) -> None:
    """Raise a refusal where the server could not listen."""
    family = socket.AF_INET6 if ':' in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == 'posix':
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except PermissionError as error:
            raise PortForbidden(port=settings.port) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(port=settings.port) from error
            raise NoSuchHost(host=settings.host) from error


def _run(settings: Settings, opened: object) -> None:
    from crm_app.data.database import Database

    assert isinstance(opened, Database)
    # NiceGUI reads this when it is imported.
    os.environ['NICEGUI_STORAGE_PATH'] = str(settings.data_dir / 'screens')
    from crm_app.app import run

    run(settings, opened)
