from __future__ import annotations

import pytest

from tests.support.pages import open_as

__all__ = ['database_url', 'open_as']


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Pages are tried on SQLite only: which database it is, they do not know."""
    return sqlite_url
