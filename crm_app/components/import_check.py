"""Third step of an import: what would become of the rows, and putting right what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.import_choices import OptionMap, doubles_and_options
from crm_app.components.import_counts import Counts
from crm_app.components.import_problems import ProblemTable
from crm_app.components.words import _, plural
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import ProblemRow
from crm_app.view_models.choices import Choice
from crm_app.view_models.import_choices import ImportChoices
from crm_app.view_models.import_jobs import Tally
from crm_app.view_models.import_wizard import ImportWizard


class CheckStep:
    """Counts, choices, and the rows in question. Other choices want another check before the import."""

    def __init__(
        self,
        wizard: ImportWizard,
        tally: Tally,
        plan: ImportPlan,
        choices: ImportChoices,
        options: Mapping[int, Sequence[Choice]],
        *,
        on_check: Callable[[], Any],
        on_run: Callable[[], Any],
    ) -> None:
        """``options`` are those of the fields with unknown values."""
        self._wizard = wizard
        self._on_check = on_check
        self._on_run = on_run
        self._stale = False
        self._counts = Counts(tally, to_come=True)

        def current() -> ImportPlan:
            return wizard.plan or plan

        with ui.element('section').classes('card w-full import-choices'):
            may_add = any(
                column.field_id in choices.may_add_options for column in plan.columns if column.field_id is not None
            )
            doubles_and_options(current, self._choose, may_add_options=may_add)
            if tally.unknown_options:
                OptionMap(current, tally.unknown_options, choices.name_of, options, self._choose)
        self._build_foot()
        if tally.problems:
            ProblemTable(
                wizard.rows_in_question,
                plan,
                wizard.fixed,
                more=tally.problem_count - len(tally.problems),
                on_correct=self._correct,
            )
        else:
            with ui.element('section').classes('card w-full'):
                heading(_('All rows are fine.'), level=2)
        self._refresh()

    def _build_foot(self) -> None:
        with ui.row().classes('items-center gap-2 w-full import-foot'):
            self._again = ui.button(_('Check again'), icon='refresh', on_click=self._on_check)
            self._run = ui.button('', icon='login', on_click=self._on_run).props('unelevated data-run')
            self._hint = ui.label().classes('muted')

    def _choose(self, plan: ImportPlan) -> None:
        self._wizard.choose(plan)
        self._stale = True
        self._refresh()

    async def _correct(self, number: int, column: int, text: str) -> ProblemRow | None:
        judged = await self._wizard.correct(number, column, text)
        self._refresh()
        return judged

    def _refresh(self) -> None:
        tally = self._wizard.tally
        if tally is None:
            return
        self._counts.show(tally)
        taken = tally.created + tally.updated
        self._run.set_text(plural('Import {n} row', 'Import {n} rows', taken))
        self._run.set_enabled(taken > 0 and not self._stale)
        self._again.props(remove='unelevated outline').props('unelevated' if self._stale else 'outline')
        if self._stale:
            self._hint.set_text(_('The choices were changed: check again before importing.'))
        elif tally.problem_count:
            self._hint.set_text(_('Rows in question stay out; afterwards you get them as a workbook to correct.'))
        else:
            self._hint.set_text('')
