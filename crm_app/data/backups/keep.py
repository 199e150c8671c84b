"""Which backups of a folder stay. What people wrote by hand is never removed."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Final

from crm_app.data.backups.make import DAILY, MIGRATION
from crm_app.rules.backups import kept_days

MIGRATIONS: Final = 5
"""How many backups from before migrations are kept."""

_DAILY: Final = re.compile(rf'crm-(\d{{8}})-{DAILY}\.(?:db|zip)')


def daily_backups(folder: Path) -> dict[Path, date]:
    """Return the daily backups of a folder with their days."""
    found = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        day = _day(path.name)
        if day is not None:
            found[path] = day
    return found


def remove_old(folder: Path) -> list[Path]:
    """Remove the backups that are not kept any more and return them. Called after a new one has been verified."""
    daily = daily_backups(folder)
    kept = kept_days(daily.values())
    doomed = [path for path, day in daily.items() if day not in kept]
    doomed += sorted(folder.glob(f'crm-*-{MIGRATION}.*'))[:-MIGRATIONS]
    for path in doomed:
        path.unlink(missing_ok=True)
    return doomed


def _day(name: str) -> date | None:
    match = _DAILY.fullmatch(name)
    if match is None:
        return None
    try:
        return datetime.strptime(match[1], '%Y%m%d').date()  # noqa: DTZ007 - a day of the office
    except ValueError:
        return None
