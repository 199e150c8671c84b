"""``crm import``: bring in a spreadsheet, also beside a running server."""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from crm_app.actions.imports.check import check
from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.report import Report
from crm_app.actions.imports.run import run_import
from crm_app.commands.common import DatabaseUrl, DataDir, actor_by_login, language, opened_database, refusing, say
from crm_app.commands.progress import progress_bar
from crm_app.data.database import Database
from crm_app.locale.texts import sentence_of, translate
from crm_app.rules.customers import CustomerKind
from crm_app.rules.import_plan import ImportPlan, NewOptions, OnMatch
from crm_app.rules.members import Actor
from crm_app.rules.refusals import Refusal

_SHOWN: Final = 20
"""Problem rows that are printed; the error workbook has all of them."""

_As = Annotated[str, typer.Option('--as', metavar='L', help='Log-in name of the member who imports.')]
_Kind = Annotated[CustomerKind, typer.Option('--kind', help='Of rows without a column 客户类型.')]
_Owner = Annotated[str | None, typer.Option('--owner', metavar='L', help='Owner of rows without a column 负责人.')]
_Duplicates = Annotated[OnMatch, typer.Option('--duplicates', help='What to do where a customer exists already.')]
_NewOptions = Annotated[NewOptions, typer.Option('--new-options', help='What to do with new dropdown values.')]
_Sheet = Annotated[str | None, typer.Option('--sheet', metavar='NAME', help='Sheet; the first with data otherwise.')]
_DryRun = Annotated[bool, typer.Option('--dry-run', help='Only say what would happen.')]
_Errors = Annotated[Path | None, typer.Option('--errors', metavar='OUT.xlsx', help='Write rows not taken to a file.')]
_Json = Annotated[bool, typer.Option('--json', help='Print one JSON object.')]


class NoSuchFile(Refusal):
    """The file is not there or cannot be read."""

    message = '“{name}” cannot be read.'


class UnwritableFile(Refusal):
    """The file cannot be written there."""

    message = '“{name}” cannot be written.'


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command('import', help='Import customers from an Excel, OpenDocument or csv file.')(import_)


def import_(
    file: Annotated[Path, typer.Argument(metavar='FILE', help='The spreadsheet.')],
    as_: _As,
    kind: _Kind = CustomerKind.COMPANY,
    owner: _Owner = None,
    duplicates: _Duplicates = OnMatch.SKIP,
    new_options: _NewOptions = NewOptions.REJECT,
    sheet: _Sheet = None,
    dry_run: _DryRun = False,
    errors: _Errors = None,
    as_json: _Json = False,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
) -> None:
    """Import a file."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the import is undone before the process ends
    with opened_database(data_dir, database) as opened, refusing():
        _require_paths(file, errors)
        actor = actor_by_login(opened, as_)
        proposal = propose(opened, actor, file, sheet=sheet)
        plan = replace(
            proposal.plan,
            kind=kind,
            owner_id=actor_by_login(opened, owner).member_id if owner else None,
            duplicates=duplicates,
            new_options=new_options,
        )
        report = _run(opened, actor, file, plan, dry_run=dry_run)
        if errors:
            _write_errors(report, errors, actor)
    if as_json:
        sys.stdout.write(json.dumps(_as_json(report)) + '\n')
    else:
        _print(report)


def _run(opened: Database, actor: Actor, file: Path, plan: ImportPlan, *, dry_run: bool) -> Report:
    run = check if dry_run else run_import
    with progress_bar() as advance:
        return run(opened, actor, file, plan, progress=lambda progress: advance(progress.done, progress.total))


def _require_paths(file: Path, errors: Path | None) -> None:
    try:
        with file.open('rb'):
            pass
    except OSError as error:
        raise NoSuchFile(name=str(file)) from error
    if errors and not errors.absolute().parent.is_dir():
        raise UnwritableFile(name=str(errors))


def _write_errors(report: Report, path: Path, actor: Actor) -> None:
    words = (translate('Row', actor.language), translate('Problems', actor.language))
    try:
        report.write_errors(path, lambda refusal: sentence_of(refusal, actor.language), row=words[0], problem=words[1])
    except OSError:
        say(translate(UnwritableFile.message, language(), name=str(path)))


def _as_json(report: Report) -> dict[str, object]:
    names = ('rows', 'created', 'updated', 'skipped', 'failed', 'seconds', 'import_id')
    return {name: getattr(report, name) for name in names}


def _print(report: Report) -> None:
    words = language()
    counts = translate(
        '{rows} rows: {created} created, {updated} updated, {skipped} skipped, {failed} failed, in {seconds} s',
        words,
        **_as_json(report),
    )
    sys.stdout.write(counts + '\n')
    if report.import_id:
        sys.stdout.write(translate('Import number: {id}', words, id=report.import_id) + '\n')
    if report.ignored:
        names = '、'.join(report.ignored)
        sys.stdout.write(translate('Columns that were ignored: {names}', words, names=names) + '\n')
    for row in report.problem_rows[:_SHOWN]:
        reasons = ' '.join(dict.fromkeys(sentence_of(problem.refusal, words) for problem in row.problems))
        say(translate('Row {number}: {reasons}', words, number=row.number, reasons=reasons))
    if report.problems.count > _SHOWN:
        more = report.problems.count - _SHOWN
        say(translate('… and {count} more. --errors OUT.xlsx writes all of them to a file.', words, count=more))
