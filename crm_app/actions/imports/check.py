"""What an import would do, without doing it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crm_app.actions.imports.changing import loaded, settle_changes
from crm_app.actions.imports.judging import Judge, Memory, ReadRow, Verdict
from crm_app.actions.imports.pipeline import IsCancelled, OnProgress, Pipeline
from crm_app.actions.imports.report import Report
from crm_app.actions.imports.starting import require_plan
from crm_app.actions.imports.surroundings import Scene
from crm_app.data.database import Database
from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import Outcome
from crm_app.rules.members import Actor


def check(
    database: Database,
    actor: Actor,
    path: Path,
    plan: ImportPlan,
    *,
    name: str | None = None,
    progress: OnProgress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> Report:
    """Run the whole import but the writing, through the same code; nothing changes.

    Raises what ``run_import`` raises.
    """

    def handle(scene: Scene, memory: Memory, rows: Sequence[ReadRow]) -> tuple[list[Verdict], Memory]:
        with database.reading() as session:
            judge = Judge(session, scene, plan, memory, rows)
            verdicts = [judge.verdict(read) for read in rows]
            customers = loaded(session, verdicts, lock=False)
            for verdict in verdicts:
                if verdict.outcome is Outcome.UPDATED:
                    settle_changes(scene, verdict, customers.get(verdict.customer_id or 0), plan.duplicates)
            return verdicts, judge.claims

    with open_workbook(path, name) as workbook:
        pipeline = Pipeline(database, actor, plan, progress=progress, cancelled=cancelled)
        require_plan(database, pipeline.scene, plan)
        pipeline.run(workbook, handle)
        return pipeline.report(None)
