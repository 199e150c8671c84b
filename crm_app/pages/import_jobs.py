"""What the import wizard asks for, done by the actions in the name of the member at this desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from crm_app.actions.imports.check import check
from crm_app.actions.imports.check_row import check_row
from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.report import Progress, Report
from crm_app.actions.imports.run import run_import
from crm_app.actions.imports.template import write_import_template
from crm_app.actions.imports.undo import undo_import
from crm_app.components.desk import Desk
from crm_app.components.import_problem_row import cell_text
from crm_app.locale.texts import sentence_of, translate
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.refusals import Refusal
from crm_app.view_models.import_jobs import ImportJobs, Look, Tally, Undone, Upload
from crm_app.view_models.import_task import Task

_LONGEST_SAMPLE = 40
_Work = Callable[..., Report]


def jobs_of(desk: Desk) -> ImportJobs:
    """Return the verbs of this desk's member; each call checks his rights anew."""
    database, actor = desk.database, desk.actor

    def look(upload: Upload, sheet: str | None, header_row: int | None) -> Look:
        found = propose(database, actor, upload.path, name=upload.name, sheet=sheet, header_row=header_row)
        samples = tuple(tuple(cell_text(cell)[:_LONGEST_SAMPLE] for cell in column.samples) for column in found.columns)
        return Look(found.sheets, found.plan, samples)

    def undo(import_id: int) -> Undone:
        done = undo_import(database, actor, import_id)
        return Undone(done.removed, done.restored, done.kept)

    return ImportJobs(
        look=look,
        check=partial(_counted, partial(check, database, actor)),
        check_row=partial(check_row, database, actor),
        run=partial(_counted, partial(run_import, database, actor)),
        undo=undo,
        write_template=partial(write_import_template, database, actor),
    )


def _counted(work: _Work, upload: Upload, plan: ImportPlan, task: Task) -> Tally:
    def tell(progress: Progress) -> None:
        task.tell(progress.done, progress.total)

    report = work(upload.path, plan, name=upload.name, progress=tell, cancelled=task.is_stopping)
    return Tally(
        created=report.created,
        updated=report.updated,
        skipped=report.skipped,
        failed=report.failed,
        problems=report.problem_rows,
        problem_count=report.problems.count,
        unknown_options=report.unknown_options,
        seconds=report.seconds,
        import_id=report.import_id,
        write_errors=partial(_write_errors, report),
    )


def _write_errors(report: Report, path: Path, language: str) -> int:
    def say(refusal: Refusal) -> str:
        return sentence_of(refusal, language)

    return report.write_errors(path, say, row=translate('Row', language), problem=translate('Problems', language))
