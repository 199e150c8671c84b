"""Bring in a file: batch by batch, undone as a whole if it does not come to its end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from crm_app.actions.imports.changing import apply_changes, loaded, resolved, settle_changes
from crm_app.actions.imports.judging import Judge, Memory, ReadRow, Verdict
from crm_app.actions.imports.options import OptionAdder, lock_fields, switch_on
from crm_app.actions.imports.pipeline import ImportCancelled, IsCancelled, OnProgress, Pipeline
from crm_app.actions.imports.report import Report
from crm_app.actions.imports.retrying import LostRace, SceneChanged
from crm_app.actions.imports.starting import require_plan
from crm_app.actions.imports.surroundings import Scene, fields_to_switch_on
from crm_app.actions.imports.undoing import take_back
from crm_app.data import audit
from crm_app.data.catalog import catalog_of
from crm_app.data.customer_rows import search_texts
from crm_app.data.database import Database
from crm_app.data.imports.rows import NewRow, create_rows
from crm_app.data.imports.runs import RunState, change_run, new_lock, start_run, writing
from crm_app.data.news import touch, touch_many
from crm_app.data.spreadsheets.reading import open_workbook
from crm_app.rules.customers import Route
from crm_app.rules.fields import Entity
from crm_app.rules.import_plan import ImportPlan, as_json
from crm_app.rules.import_problems import Outcome
from crm_app.rules.members import Actor
from crm_app.rules.pinyin import sort_key

_FEW = 50
"""So many changed customers are named in the live news; more of them are a burst."""


def run_import(
    database: Database,
    actor: Actor,
    path: Path,
    plan: ImportPlan,
    *,
    name: str | None = None,
    progress: OnProgress = lambda _: None,
    cancelled: IsCancelled = lambda: False,
) -> Report:
    """Bring in a file and return what became of its rows; ``name`` is what people call the file.

    Raises ``SpreadsheetRefused``, ``NotPermitted``, ``NoKnownColumn``, ``UnknownMember`` or ``ImportCancelled``; then
    nothing is left of it.
    """
    with open_workbook(path, name) as workbook:
        pipeline = Pipeline(database, actor, plan, progress=progress, cancelled=cancelled)
        require_plan(database, pipeline.scene, plan)
        lock = new_lock()
        with writing(database, lock):
            run_id = _start(database, actor, workbook.name, plan, lock)
            try:
                _switch_fields_on(database, actor, pipeline, plan, run_id)
                pipeline.run(workbook, _Writing(database, actor, plan, run_id))
                _finish(database, actor, pipeline, run_id)
            except BaseException as reason:
                end = RunState.CANCELLED if isinstance(reason, ImportCancelled) else RunState.FAILED
                take_back(database, run_id, actor, end=end)
                raise
        return pipeline.report(run_id)


def _start(database: Database, actor: Actor, file_name: str, plan: ImportPlan, lock: str) -> int:
    return database.write(
        lambda session: start_run(session, actor.member_id, file_name, as_json(plan), lock), actor, route=Route.IMPORT
    )


def _switch_fields_on(database: Database, actor: Actor, pipeline: Pipeline, plan: ImportPlan, run_id: int) -> None:
    off = fields_to_switch_on(pipeline.scene.stored, pipeline.scene.rights, plan)
    if not off:
        return
    ids = [field.id for field in off]

    def unit(session: Session) -> None:
        lock_fields(session, pipeline.scene, ids)
        switch_on(session, ids)

    try:
        database.write(unit, actor, route=Route.IMPORT, import_id=run_id)
    except SceneChanged:
        pipeline.refresh()
        _switch_fields_on(database, actor, pipeline, plan, run_id)
    pipeline.refresh()


def _finish(database: Database, actor: Actor, pipeline: Pipeline, run_id: int) -> None:
    def unit(session: Session) -> None:
        change_run(session, run_id, state=RunState.DONE, **pipeline.counts.as_dict())
        audit.note(session, 'import', actor.member_id, import_id=run_id, counts=pipeline.counts.as_dict())

    database.write(unit, actor, route=Route.IMPORT, import_id=run_id)


class _Writing:
    """Judges and writes the rows of a batch in one transaction."""

    def __init__(self, database: Database, actor: Actor, plan: ImportPlan, run_id: int) -> None:
        self._database = database
        self._actor = actor
        self._plan = plan
        self._run_id = run_id

    def __call__(self, scene: Scene, memory: Memory, rows: Sequence[ReadRow]) -> tuple[list[Verdict], Memory]:
        prepared = {read.row.number: self._prepared(scene, read) for read in rows if not read.row.problems}

        def unit(session: Session) -> tuple[list[Verdict], Memory]:
            if not scene.still_holds(session, self._actor):
                raise SceneChanged
            judge = Judge(session, scene, self._plan, memory, rows)
            verdicts = [judge.verdict(read) for read in rows]
            self._write(session, scene, verdicts, prepared)
            return verdicts, judge.claims

        return self._database.write(unit, self._actor, route=Route.IMPORT, import_id=self._run_id)

    def _write(self, session: Session, scene: Scene, verdicts: Sequence[Verdict], prepared: dict[int, NewRow]) -> None:
        customers = loaded(session, verdicts, lock=True)
        changes = {
            verdict.row.number: settle_changes(
                scene, verdict, customers.get(verdict.customer_id), self._plan.duplicates
            )
            for verdict in verdicts
            if verdict.outcome is Outcome.UPDATED and verdict.customer_id
        }
        written = [verdict for verdict in verdicts if verdict.outcome in (Outcome.CREATED, Outcome.UPDATED)]
        adder = OptionAdder(session, scene, (pending for verdict in written for pending in verdict.row.pending))
        touched: list[int] = []
        for verdict in written:
            if verdict.outcome is Outcome.UPDATED and verdict.customer_id:
                wanted = resolved(changes[verdict.row.number], adder.value_of)
                apply_changes(session, scene, customers[verdict.customer_id], wanted)
                touched.append(verdict.customer_id)
        new = [prepared[verdict.row.number] for verdict in written if verdict.outcome is Outcome.CREATED]
        for verdict in written:
            if verdict.outcome is Outcome.CREATED and verdict.row.pending:
                values = prepared[verdict.row.number].values = dict(verdict.row.values)
                values.update({pending.field.slot: adder.value_of(pending) for pending in verdict.row.pending})
        created = create_rows(session, catalog_of(session), new, member_id=self._actor.member_id)
        if created is None:
            raise LostRace
        _tell(session, [*touched, *created])

    def _prepared(self, scene: Scene, read: ReadRow) -> NewRow:
        row = read.row
        name = row.values.get('name', '')
        return NewRow(
            kind=row.kind.value,
            owner_id=row.owner_id or self._plan.owner_id or self._actor.member_id,
            values=row.values,
            name_pinyin=sort_key(name),
            texts=list(dict.fromkeys(search_texts(scene.catalog, row.values))) if name else (),
            keys=read.keys,
        )


def _tell(session: Session, ids: Sequence[int]) -> None:
    if len(ids) <= _FEW:
        touch(session, Entity.CUSTOMER, ids)
    else:
        touch_many(session, Entity.CUSTOMER, len(ids))
