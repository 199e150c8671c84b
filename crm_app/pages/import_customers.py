"""导入: a file becomes customers, step by step. The state is the wizard's, so the page may be left and found again."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Final

from nicegui import background_tasks, ui

from crm_app.actions.fields.add_field import add_field
from crm_app.components.desk import Desk, current_desk
from crm_app.components.dialogs import ask, form_dialog
from crm_app.components.empty import heading
from crm_app.components.import_check import CheckStep
from crm_app.components.import_columns_step import ColumnsStep
from crm_app.components.import_file import FileStep
from crm_app.components.import_history import build_history
from crm_app.components.import_progress import TaskProgress
from crm_app.components.import_result import build_result, build_undone
from crm_app.components.import_steps import step_line
from crm_app.components.notices import refusals_shown
from crm_app.components.words import _, current_language
from crm_app.locale.texts import sentence_of
from crm_app.pages.import_jobs import jobs_of
from crm_app.rules.fields import Entity, FieldKind
from crm_app.rules.members import Permission
from crm_app.rules.refusals import NotFound
from crm_app.view_models.import_choices import ImportChoices, load_choices, options_of
from crm_app.view_models.import_history import EarlierImport, earlier_imports
from crm_app.view_models.import_jobs import Upload
from crm_app.view_models.import_wizard import ImportWizard, Step, wizard_of
from crm_app.view_models.office import zone_of
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_long_thread, in_thread

_LOOK_SECONDS: Final = 0.3


async def import_page() -> None:
    """Build the import page; raises ``NotFound`` for who may not import: for him it does not exist."""
    desk = current_desk()
    if not desk.may(Permission.IMPORT):
        raise NotFound
    page = _ImportPage(desk, wizard_of(desk, jobs_of(desk)))
    await page.show()


class _ImportPage:
    def __init__(self, desk: Desk, wizard: ImportWizard) -> None:
        self._desk = desk
        self._wizard = wizard
        self._seen = -1
        self._progress: TaskProgress | None = None
        with ui.element('div').classes('page import-page'):
            with ui.element('div').classes('page-head'):
                heading(_('Import customers'))
                ui.element('div').classes('spring')
                self._over = ui.button(_('Start over'), on_click=self._start_over).props('flat')
            self._body = ui.element('div').classes('import-body')
            self._history = ui.element('div').classes('import-body')
            watch(Entity.IMPORT_RUN, lambda _news: self._show_history())
            ui.timer(_LOOK_SECONDS, self._look, immediate=False)

    async def show(self) -> None:
        """Build the present step."""
        wizard = self._wizard
        self._seen = wizard.version
        choices = await in_thread(load_choices, self._desk.database, self._desk.actor)
        tally = wizard.tally
        options = {
            field_id: await in_thread(options_of, self._desk.database, self._desk.actor, field_id)
            for field_id in (tally.unknown_options if tally and wizard.step is Step.CHECK else ())
        }
        if self._body.is_deleted or self._seen != wizard.version:
            return
        self._over.set_visibility(wizard.step is not Step.FILE and wizard.task is None)
        self._body.clear()
        self._progress = None
        with self._body:
            step_line(wizard.step, wizard.go, may_go_back=wizard.task is None and wizard.step < Step.RUN)
            self._say_what_went_wrong()
            if wizard.task is not None:
                self._progress = TaskProgress(wizard.task, wizard.stop)
            elif wizard.step is Step.FILE:
                FileStep(wizard.new_upload, lambda upload: self._start(wizard.take(upload)), self._template)
            elif wizard.step is Step.COLUMNS and wizard.look and wizard.plan:
                ColumnsStep(
                    wizard,
                    wizard.look,
                    wizard.plan,
                    choices,
                    on_look=lambda sheet, row: self._start(wizard.look_again(sheet, row)),
                    on_next=lambda: self._start(wizard.check()),
                    on_new_field=self._new_field,
                )
            elif wizard.step is Step.CHECK and tally and wizard.plan:
                CheckStep(
                    wizard,
                    tally,
                    wizard.plan,
                    choices,
                    options,
                    on_check=lambda: self._start(wizard.check()),
                    on_run=lambda: self._start(wizard.run()),
                )
            elif tally and wizard.upload:
                build_result(
                    wizard.upload.name,
                    tally,
                    wizard.undone,
                    on_errors=self._errors,
                    on_undo=lambda: self._undo(tally.import_id, wizard.upload),
                    on_view=self._view,
                    on_again=self._start_over,
                )
        await self._show_history()

    def _say_what_went_wrong(self) -> None:
        wizard = self._wizard
        if wizard.refusal is None and not wizard.failed:
            return
        with ui.element('div').classes('card w-full import-refusal').props('role=alert'):
            ui.icon('error_outline', size='20px').props('aria-hidden=true')
            if wizard.refusal is not None:
                ui.label(sentence_of(wizard.refusal, current_language()))
            else:
                ui.label(_('Something went wrong. Nothing was kept; the error is in the log.'))

    async def _show_history(self) -> None:
        imports, zone = await in_thread(self._load_history)
        if self._history.is_deleted:
            return
        self._history.clear()
        if self._wizard.step in {Step.FILE, Step.RESULT} and self._wizard.task is None:
            with self._history:
                build_history(imports, zone, lambda entry: self._undo(entry.id, entry))

    def _load_history(self) -> tuple[tuple[EarlierImport, ...], Any]:
        return earlier_imports(self._desk.database, self._desk.actor), zone_of(self._desk.database)

    async def _look(self) -> None:
        """See whether the wizard went on, here or in another window, and how far its work is."""
        if self._seen != self._wizard.version:
            await self.show()
        elif self._progress is not None:
            self._progress.refresh()

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Begin work that goes on when the page is closed; the next look shows it."""
        background_tasks.create(work, name='import')

    async def _start_over(self) -> None:
        await self._wizard.start_over()

    async def _new_field(self, name: str, kind: FieldKind) -> tuple[int, ImportChoices] | None:
        sentence = _('Add a field “{name}” to the customers of the whole team?', name=name)
        added = None
        if await ask(sentence, _('Add the field'), dangerous=False):
            with refusals_shown():
                ident = await in_thread(add_field, self._desk.database, self._desk.actor, name, kind)
                added = ident, await in_thread(load_choices, self._desk.database, self._desk.actor)
        return added

    async def _template(self) -> None:
        path = self._wizard.new_upload('').path
        with refusals_shown():
            await in_long_thread(self._wizard.jobs.write_template, path)
            await self._give(path, _('Customers to import') + '.xlsx')

    async def _errors(self) -> None:
        wizard = self._wizard
        if wizard.tally is None or wizard.tally.write_errors is None or wizard.upload is None:
            return
        path = wizard.new_upload('').path
        await in_long_thread(wizard.tally.write_errors, path, current_language())
        stem = Path(wizard.upload.name).stem
        await self._give(path, _('{file} - rows in question', file=stem) + '.xlsx')

    async def _give(self, path: Path, name: str) -> None:
        """Let the browser fetch a file once."""
        ui.download.file(path, name)

    async def _undo(self, import_id: int | None, what: Upload | EarlierImport | None) -> None:
        if import_id is None or what is None:
            return
        name = what.name if isinstance(what, Upload) else what.file_name
        detail = _(
            'Customers that it created are removed for good, others get their former values. '
            'Customers that somebody changed since stay as they are.'
        )
        if not await ask(_('Undo the import of “{file}”?', file=name), _('Undo this import'), detail=detail):
            return
        client = ui.context.client
        undone = await self._wizard.undo(import_id)
        if undone is not None and self._wizard.undone is not undone:
            with client, form_dialog(_('The import is undone')):
                build_undone(undone)

    async def _view(self) -> None:
        imports, _zone = await in_thread(self._load_history)
        wanted = self._wizard.tally.import_id if self._wizard.tally else None
        found = next((entry for entry in imports if entry.id == wanted), None)
        ui.navigate.to((found.address if found else '') or '/customers')
