"""The office's settings as pages need them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from crm_app.data.database import Database
from crm_app.data.office import office_zone


def zone_of(database: Database) -> ZoneInfo:
    """Return the time zone in which days are counted and times are shown."""
    with database.reading() as session:
        return office_zone(session)
