"""The command line: ``crm serve``, ``crm member`` … Every module of ``crm_app.commands`` registers its own."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from typing import IO

import typer

from crm_app import commands
from crm_app.commands.common import NOT_STARTED, REFUSED, say


def build() -> typer.Typer:
    """Return the command line with all commands."""
    app = typer.Typer(
        name='crm',
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help='A customer system for small sales teams.',
    )
    app.callback()(lambda: None)  # even a single command keeps its name
    for module in pkgutil.iter_modules(commands.__path__):
        register = getattr(importlib.import_module(f'{commands.__name__}.{module.name}'), 'register', None)
        if register is not None:
            register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process. Exit code 0: done; 1: refused as a whole; 2: usage or start-up."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        code = build()(args=None if arguments is None else list(arguments), standalone_mode=False)
    except typer.TyperException as error:  # wrong usage
        _explain(error)
        code = NOT_STARTED
    except typer.Abort:
        code = NOT_STARTED
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        if os.environ.get('CRM_DEBUG'):
            raise
        say(f'{type(error).__name__}: {error}')
        code = REFUSED
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: typer.TyperException) -> None:
    told = getattr(error, 'format_message', None)
    text = str(told() if told else error)
    if '\n' in text:  # the help, where no command was named
        sys.stderr.write(f'{text}\n')
    else:
        say(text)


def _speak_utf8(stream: IO[str]) -> None:
    reconfigure = getattr(stream, 'reconfigure', None)
    if reconfigure:
        reconfigure(encoding='utf-8', errors='backslashreplace')
