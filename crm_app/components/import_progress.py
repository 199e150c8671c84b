"""A long task while it runs: a bar, how far, how fast, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.words import _
from crm_app.view_models.import_task import Phase, Task

_PHASE_LABELS: Final = {
    Phase.READING: 'Reading the file …',
    Phase.CHECKING: 'Checking the rows …',
    Phase.IMPORTING: 'Importing …',
    Phase.UNDOING: 'Undoing the import …',
}
_PHASE_HINTS: Final = {
    Phase.READING: 'This takes a few seconds.',
    Phase.CHECKING: 'Nothing is written yet.',
    Phase.IMPORTING: 'You may close this page: the import goes on, and you find it here again.',
    Phase.UNDOING: 'What it created is removed, what it changed gets its former values.',
}


class TaskProgress:
    """The bar of one task; ``refresh`` brings it up to date."""

    def __init__(self, task: Task, on_stop: Callable[[], Any]) -> None:
        """Build it where we stand."""
        self.task = task
        with ui.element('section').classes('card w-full import-progress').props('aria-live=polite'):
            heading(_(_PHASE_LABELS[task.phase]), level=2)
            ui.label(_(_PHASE_HINTS[task.phase])).classes('muted')
            self._bar = ui.linear_progress(value=0, show_value=False, size='10px').props('rounded')
            self._bar.props(f'aria-label="{_(_PHASE_LABELS[task.phase])}"')
            with ui.row().classes('items-center w-full'):
                self._count = ui.label().classes('grow muted')
                if task.phase in {Phase.CHECKING, Phase.IMPORTING}:
                    self._stop = ui.button(_('Cancel'), on_click=on_stop).props('outline')
        self.refresh()

    def refresh(self) -> None:
        """Show how far the task is."""
        fraction = self.task.fraction
        if fraction is None:
            self._bar.props('indeterminate')
        else:
            self._bar.props(remove='indeterminate')
            self._bar.set_value(round(fraction, 3))
        self._count.set_text(self._words())

    def _words(self) -> str:
        task = self.task
        if task.is_stopping():
            return _('Stopping; what was written is taken back …')
        if not task.done:
            return ''
        speed = task.rows_per_second
        if task.total:
            text = _('{done} of {total} rows', done=f'{task.done:,}', total=f'{task.total:,}')
        else:
            text = _('{done} rows', done=f'{task.done:,}')
        return f'{text} · {_("{speed} rows/s", speed=f"{speed:,}")}' if speed else text
