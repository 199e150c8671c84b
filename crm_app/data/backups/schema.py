"""Which version of the schema a backup holds."""

from __future__ import annotations

from typing import Final

from crm_app.data.migrations.upgrade import NewerDatabase, known_revisions
from crm_app.data.models.base import Base
from crm_app.data.models.everything import ALL_MODELS

assert ALL_MODELS

VERSION_TABLE: Final = 'alembic_version'
SEARCH_TABLE: Final = 'customer_search'
TABLES: Final = (*(table.name for table in Base.metadata.sorted_tables), SEARCH_TABLE)
"""All tables of the program in an order in which their rows can be written, the version apart."""
CORE: Final = frozenset({'member', 'role', 'setting', 'field_definition'})
"""Tables that each version has; without them a database is not ours."""


def check_revision(revision: str | None) -> bool:
    """Whether this program knows the version; raises ``NewerDatabase`` where a newer program wrote it."""
    if not revision:
        return False
    if revision not in known_revisions():
        raise NewerDatabase
    return True
