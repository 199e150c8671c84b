"""How values read on a screen: words, not codes."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from crm_app.components.words import _, current_language
from crm_app.rules.fields import NUMBER_SCALE
from crm_app.rules.numbers import show_money
from crm_app.rules.phones import SEPARATOR, phone_keys, show_phone

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def day_words(value: date | datetime | str | None, now: datetime, zone: ZoneInfo) -> str:
    """Return a day or a moment as people say it: 今天 14:30, 昨天 09:05, 3月5日, 2025-03-05; '' for None.

    ``value`` is a day, an aware moment, or the ISO text of either; ``now`` is an aware moment; days are those of
    ``zone``. The time of day is told of today, yesterday and tomorrow only; midnight means the whole day.
    """
    moment = _read(value)
    if moment is None:
        return ''
    day, clock = _in_zone(moment, zone)
    today = now.astimezone(zone).date()
    near = _near(day, today)
    if near:
        return f'{near} {clock:%H:%M}' if clock else near
    return _far(day, today)


def moment_words(value: datetime | str | None, now: datetime, zone: ZoneInfo) -> str:
    """Return a moment as ``day_words`` does, always with its time: 3月5日 16:40."""
    moment = _read(value)
    if not isinstance(moment, datetime):
        return day_words(moment, now, zone)
    local = moment.astimezone(zone)
    today = now.astimezone(zone).date()
    return f'{_near(local.date(), today) or _far(local.date(), today)} {local:%H:%M}'


def full_moment(value: datetime, zone: ZoneInfo) -> str:
    """Return a moment in full, for tooltips: 2025-03-05 16:40."""
    return f'{value.astimezone(zone):%Y-%m-%d %H:%M}'


def money(raw: int | None, decimals: int = 2) -> str:
    """Return an amount of ten-thousandths as ¥12,345 or ¥12,345.50; whole amounts without decimals."""
    if raw is None:
        return ''
    text = show_money(abs(raw), 0 if raw % NUMBER_SCALE == 0 else decimals)
    return f'-¥{text}' if raw < 0 else f'¥{text}'


def phone(raw: str | None) -> str:
    """Return a stored phone number as people read it: 138 0013 8000."""
    return show_phone(raw) if raw else ''


def phone_link(raw: str | None) -> str:
    """Return the ``tel:`` address of the first number of a stored phone; '' where there is none to dial."""
    keys = phone_keys((raw or '').split(SEPARATOR)[0])
    return f'tel:{keys[0]}' if keys else ''


def count_words(count: int, cap: int = 10_000) -> str:
    """Return a number of rows with thousands separators; counts above ``cap`` are not exact: 10,000+."""
    return f'{cap:,}+' if count > cap else f'{count:,}'


def _read(value: date | datetime | str | None) -> date | datetime | None:
    if not isinstance(value, str):
        return value
    if not value:
        return None
    return date.fromisoformat(value) if len(value) == len('2025-03-05') else datetime.fromisoformat(value)


def _in_zone(value: date | datetime, zone: ZoneInfo) -> tuple[date, time | None]:
    if not isinstance(value, datetime):
        return value, None
    local = value.astimezone(zone)
    return local.date(), local.time() if local.time() != time() else None


def _near(day: date, today: date) -> str:
    match (day - today).days:
        case 0:
            return _('Today')
        case -1:
            return _('Yesterday')
        case 1:
            return _('Tomorrow')
    return ''


def _far(day: date, today: date) -> str:
    if day.year != today.year:
        return day.isoformat()
    return f'{day.month}月{day.day}日' if current_language() == 'zh_CN' else f'{day.day} {_MONTHS[day.month - 1]}'
