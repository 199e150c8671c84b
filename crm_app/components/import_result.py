"""Last step of an import: what became of it, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from crm_app.components.empty import heading
from crm_app.components.import_counts import Counts
from crm_app.components.words import _, plural
from crm_app.view_models.import_jobs import Tally, Undone


def build_result(
    file_name: str,
    tally: Tally,
    undone: Undone | None,
    *,
    on_errors: Callable[[], Any],
    on_undo: Callable[[], Any],
    on_view: Callable[[], Any],
    on_again: Callable[[], Any],
) -> None:
    """Build the counts and the ways on."""
    with ui.element('section').classes('card w-full import-result'):
        done = undone is None
        heading(_('“{file}” is imported', file=file_name) if done else _('The import is undone'), level=2)
        if undone is None:
            Counts(tally, to_come=False)
            ui.label(
                _('{rows} rows in {seconds} seconds.', rows=f'{tally.rows:,}', seconds=f'{tally.seconds:.1f}')
            ).classes('muted')
        else:
            build_undone(undone)
        with ui.row().classes('gap-2'):
            if done and tally.created:
                ui.button(_('Show the imported customers'), icon='groups', on_click=on_view).props('unelevated')
            if tally.problem_count:
                label = plural('Download {n} row in question', 'Download {n} rows in question', tally.problem_count)
                ui.button(label, icon='download', on_click=on_errors).props('outline')
            if done and tally.created + tally.updated:
                ui.button(_('Undo this import'), icon='undo', on_click=on_undo).props('outline')
            ui.button(_('Import another file'), icon='upload_file', on_click=on_again).props('flat')
        if done and tally.problem_count:
            ui.label(_('Correct the rows in the workbook, save it, and import it as it is.')).classes('muted')


def build_undone(undone: Undone) -> None:
    """Tell what an undo came to, with the customers that stay because somebody changed them since."""
    ui.label(
        _(
            '{removed} customers were removed, {restored} got their former values.',
            removed=undone.removed,
            restored=undone.restored,
        )
    )
    if undone.kept:
        ui.label(
            plural(
                '{n} customer was changed since and stays as it is:',
                '{n} customers were changed since and stay as they are:',
                len(undone.kept),
            )
        ).classes('warn')
        with ui.element('ul').classes('import-kept'):
            for ident, name in undone.kept[:100]:
                with ui.element('li'), ui.element('a').props(f'href="/customers/{ident}"'):
                    ui.label(name)
