"""What an action on many records came to."""

from __future__ import annotations

from dataclasses import dataclass

from crm_app.rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class BulkResult:
    """Rows changed, rows that already were so, and rows refused with their reason."""

    changed: int = 0
    unchanged: int = 0
    refused: tuple[tuple[int, Refusal], ...] = ()
