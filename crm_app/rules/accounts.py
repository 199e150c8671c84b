"""Log-in names, display names and passwords: what is accepted."""

from __future__ import annotations

import unicodedata
from typing import Final

from crm_app.rules.refusals import Refusal, shortened

SHORTEST_PASSWORD: Final = 8
LONGEST_PASSWORD: Final = 1000
LONGEST_NAME: Final = 60


class BadLogin(Refusal):
    """The log-in name is empty, too long, or holds spaces or invisible characters."""

    message = '“{value}” cannot be a log-in name: 1 to 60 letters or digits without spaces.'


class BadName(Refusal):
    """The display name is empty or too long."""

    message = 'A name of 1 to 60 characters is needed.'


class PasswordTooShort(Refusal):
    """The password has fewer than eight characters."""

    message = 'The password needs at least {limit} characters.'


class PasswordTooLong(Refusal):
    """The password is longer than anything a person types."""

    message = 'The password may have at most {limit} characters.'


def normal_login(typed: str) -> str:
    """Return the form in which log-in names are stored and compared; any text has one."""
    return unicodedata.normalize('NFKC', typed).strip().casefold()


def checked_login(typed: str) -> str:
    """Return the normal form of a new log-in name; raises ``BadLogin``."""
    login = normal_login(typed)
    if not 1 <= len(login) <= LONGEST_NAME or not login.isprintable() or any(map(str.isspace, login)):
        raise BadLogin(value=shortened(typed))
    return login


def checked_name(typed: str) -> str:
    """Return a display name without needless spaces; raises ``BadName``."""
    name = ' '.join(typed.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadName
    return name


def check_password(password: str) -> None:
    """Raise ``PasswordTooShort`` or ``PasswordTooLong`` for a password nobody may choose."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(limit=SHORTEST_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(limit=LONGEST_PASSWORD)
