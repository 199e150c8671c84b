"""The line of steps above a wizard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from nicegui import ui

from crm_app.components.words import _
from crm_app.view_models.import_wizard import Step

_STEP_LABELS: Final = {
    Step.FILE: 'File',
    Step.COLUMNS: 'Columns',
    Step.CHECK: 'Check',
    Step.RUN: 'Import',
    Step.RESULT: 'Result',
}


def step_line(current: Step, go: Callable[[Step], Any], *, may_go_back: bool) -> None:
    """Build the steps; earlier ones lead back while nothing is running or done."""
    with ui.element('ol').classes('steps').props(f'aria-label="{_("Steps of the import")}"'):
        for step, label in _STEP_LABELS.items():
            state = 'current' if step is current else 'done' if step < current else 'todo'
            leads_back = may_go_back and step < current
            with ui.element('li').classes(f'step step-{state}'):
                tag = 'button' if leads_back else 'span'
                with ui.element(tag).classes('step-body') as body:
                    ui.label(str(step.value)).classes('step-number').props('aria-hidden=true')
                    ui.label(_(label))
                if step is current:
                    body.props('aria-current=step')
                if leads_back:
                    body.props('type=button')
                    body.on('click', lambda step=step: go(step))
