"""What must hold before any row is looked at."""

from __future__ import annotations

from crm_app.actions.customers.values import checked_owner
from crm_app.actions.imports.surroundings import Scene
from crm_app.data.database import Database
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import NoKnownColumn


def require_plan(database: Database, scene: Scene, plan: ImportPlan) -> None:
    """Raise where the plan cannot be carried out at all: no column is known, or its owner may not be chosen."""
    if len(scene.ignored) == len(plan.columns):
        raise NoKnownColumn(field=scene.catalog.name_field.name)
    if plan.owner_id is not None:
        with database.reading() as session:
            checked_owner(session, scene.rights, plan.owner_id)
