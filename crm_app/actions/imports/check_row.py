"""One row of a file judged again, while a person corrects its cells."""

from __future__ import annotations

from crm_app.actions.imports.changing import loaded, settle_changes
from crm_app.actions.imports.judging import Judge, Memory, with_keys
from crm_app.actions.imports.surroundings import scene_of
from crm_app.data.database import Database
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import Outcome, ProblemRow
from crm_app.rules.members import Actor


def check_row(database: Database, actor: Actor, plan: ImportPlan, row: ProblemRow) -> tuple[Outcome, ProblemRow | None]:
    """Return what would become of a row with the corrections of the plan, and the row itself while it is not taken.

    Other rows of the file are left out of account: whether two of them are the same customer shows when all are
    checked, and again when they are imported.
    """
    with database.reading() as session:
        scene = scene_of(session, actor, plan)
        read = scene.reader.read(row.number, row.cells)
        if read is None:
            return Outcome.SKIPPED, None
        prepared = with_keys(scene, [read])
        verdict = Judge(session, scene, plan, Memory(), prepared).verdict(prepared[0])
        if verdict.outcome is Outcome.UPDATED:
            customers = loaded(session, [verdict], lock=False)
            settle_changes(scene, verdict, customers.get(verdict.customer_id or 0), plan.duplicates)
    if verdict.outcome in (Outcome.CREATED, Outcome.UPDATED):
        return verdict.outcome, None
    return verdict.outcome, ProblemRow(row.number, verdict.outcome, tuple(verdict.problems), tuple(verdict.row.cells))
