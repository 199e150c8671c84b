"""The office's settings that everybody's screens depend on."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.models.work import Setting

TIME_ZONE: Final = 'time_zone'
"""Key of the setting that names the office's time zone (``Asia/Shanghai``); none or '' = the machine's."""


def office_zone(session: Session) -> ZoneInfo:
    """Return the time zone in which the office counts its days."""
    name = chosen_zone(session)
    return ZoneInfo(name) if name else machine_zone()


def chosen_zone(session: Session) -> str | None:
    """Return the name of the chosen time zone; None where the machine's is used."""
    name = session.connection().scalar(select(Setting.__table__.c.value).where(Setting.__table__.c.key == TIME_ZONE))
    return name if is_zone(name) else None


def is_zone(name: object) -> bool:
    """Whether this names a time zone that this machine knows."""
    return isinstance(name, str) and name in zone_names()


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of all time zones of places, in order."""
    return tuple(sorted(name for name in available_timezones() if '/' in name and not name.startswith('Etc/')))


@cache
def machine_zone() -> ZoneInfo:
    """Return the time zone of this machine; Beijing time where it does not tell."""
    for name in (os.environ.get('TZ', '').removeprefix(':'), _linked_zone()):
        if name in available_timezones():
            return ZoneInfo(name)
    return ZoneInfo('Asia/Shanghai')


def _linked_zone() -> str:
    """Return what ``/etc/localtime`` points to, where there is such a thing."""
    try:
        target = Path('/etc/localtime').resolve(strict=True).as_posix()
    except OSError:
        return ''
    return target.partition('zoneinfo/')[2]
