"""Settings of the office."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.models.work import Setting
from crm_app.data.office import TIME_ZONE, is_zone
from crm_app.data.rights import allowed
from crm_app.rules.members import Actor, Permission
from crm_app.rules.refusals import Refusal, shortened


class NoSuchTimeZone(Refusal):
    """This machine knows no time zone of that name."""

    message = '“{value}” is not a time zone.'


def set_time_zone(database: Database, actor: Actor, name: str | None) -> None:
    """Choose in which time zone the office counts its days; None = the machine's.

    Raises ``NotPermitted`` and ``NoSuchTimeZone``.
    """
    if name is not None and not is_zone(name):
        raise NoSuchTimeZone(value=shortened(name))

    def unit(session: Session) -> None:
        allowed(session, actor, Permission.MANAGE_SETTINGS)
        setting = session.get(Setting, TIME_ZONE)
        if setting is None:
            session.add(Setting(key=TIME_ZONE, value=name or ''))
        else:
            setting.value = name or ''

    database.write(unit, actor)
