"""Opening a database at the start of a server or a command."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from crm_app.data.database import Database
from crm_app.data.migrations.upgrade import pending, upgrade_database
from crm_app.rules.refusals import Refusal


class UnusableDatabase(Refusal):
    """The database does not answer, may not be used, or is not one."""

    message = 'The database cannot be opened: {reason}'


def open_database(url: str, *, back_up: Callable[[], object] = lambda: None) -> Database:
    """Migrate a database (a new one is created) and open it.

    ``back_up`` is called before an existing schema is changed. Raises ``UnusableDatabase`` and ``NewerDatabase``.
    """
    try:
        if pending(url):
            back_up()
        upgrade_database(url)
    except (SQLAlchemyError, ImportError) as error:
        raise UnusableDatabase(reason=_reason(error)) from error
    return Database(url)


def _reason(error: Exception) -> str:
    cause = getattr(error, 'orig', None) or error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__
