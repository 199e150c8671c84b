"""Passwords: hashing and checking, never more than a few at once. Call from threads only; each takes a moment."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import Final

from passlib.context import CryptContext

from crm_app.rules.accounts import LONGEST_PASSWORD

_CONTEXT: Final = CryptContext(
    schemes=['argon2'], argon2__type='ID', argon2__time_cost=2, argon2__memory_cost=19456, argon2__parallelism=1
)
_AT_ONCE: Final = BoundedSemaphore(3)  # each needs 19 MiB and a core
_NOBODYS: Final = '$argon2id$v=19$m=19456,t=2,p=1$0fpfqxVizJmztlZqbe39Pw$sDaPhjnfVePAtO3wEhEAMCcLqeM61BZvaZDk0/AI6lI'
"""Compared with where there is no such account, so that the answer takes as long."""


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    with _AT_ONCE:
        found: str = _CONTEXT.hash(password)
        return found


def is_right(password: str, stored: str | None) -> bool:
    """Whether this is the password; takes the same time where nothing is stored."""
    with _AT_ONCE:
        right: bool = _CONTEXT.verify(password[: LONGEST_PASSWORD + 1], stored or _NOBODYS)
        return right and stored is not None
