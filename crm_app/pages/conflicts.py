"""Saves an edit; where a colleague changed the same field meanwhile, asks and saves again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crm_app.components.conflict_dialog import ask_conflicts
from crm_app.components.desk import Desk
from crm_app.components.words import current_language
from crm_app.rules.conflicts import Conflict
from crm_app.rules.list_query import Column
from crm_app.view_models.conflicts import conflict_views
from crm_app.view_models.work import in_thread

Values = Mapping[Column, Any]


async def save_asking(desk: Desk, save: Callable[[Values, Values], object], base: Values, mine: Values) -> bool:
    """Call ``save(base, mine)`` in a thread until nothing is in conflict; False where the person goes on editing.

    What it raises besides ``Conflict`` is the caller's.
    """
    while True:
        try:
            await in_thread(save, base, mine)
        except Conflict as conflict:
            own = await decide(desk, conflict)
            if own is None:
                return False
            base = {**base, **{found.column: found.theirs for found in conflict.conflicts}}
            given_up = {found.column for found in conflict.conflicts} - own
            mine = {column: value for column, value in mine.items() if column not in given_up}
        else:
            return True


async def decide(desk: Desk, conflict: Conflict) -> set[Column] | None:
    """Ask whose value counts; return the columns whose own value does, None to go on editing."""
    views = await in_thread(conflict_views, desk.database, conflict.conflicts, current_language())
    return await ask_conflicts(views)
