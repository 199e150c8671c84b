"""What an export shall hold: columns and kind of file; then its progress."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from nicegui import ui

from crm_app.components.column_names import column_name
from crm_app.components.dialogs import form_dialog
from crm_app.components.formatting import count_words
from crm_app.components.words import _
from crm_app.rules.list_query import Column
from crm_app.view_models.list_columns import ColumnView

_LOOK_SECONDS: Final = 0.3


@dataclass(slots=True)
class Progress:
    """How far an export is. The writing thread sets ``share`` (0 to 1) and looks at ``cancelled``."""

    share: float = 0.0
    cancelled: bool = False

    def cancel(self) -> None:
        """Ask the export to stop."""
        self.cancelled = True


Export = Callable[[tuple[Column, ...], str, Progress], Awaitable[None]]
"""Given the columns, ``'xlsx'`` or ``'csv'``, and where to tell the progress."""


def choose_export(count: int, offered: Sequence[ColumnView], shown: Sequence[ColumnView], export: Export) -> None:
    """Open the dialog; it stays open, with its progress, until ``export`` is done."""
    names = {str(view.column): column_name(view) for view in offered}
    columns = {str(view.column): view.column for view in offered}
    with form_dialog(_('Export')) as dialog:
        ui.label(_('{count} customers', count=count_words(count))).classes('muted')
        now = [str(view.column) for view in shown]
        chosen = ui.select(names, value=now, label=_('Columns to write'), multiple=True)
        chosen.props('outlined dense use-chips options-dense').classes('w-full')
        with ui.row().classes('gap-2'):
            ui.button(_('All columns'), on_click=lambda: chosen.set_value(list(names))).props('flat dense')
            ui.button(_('As in the list'), on_click=lambda: chosen.set_value([str(v.column) for v in shown])).props(
                'flat dense'
            )
        kind = ui.radio({'xlsx': _('Excel (.xlsx)'), 'csv': 'CSV (.csv)'}, value='xlsx').props('inline dense')
        bar = ui.linear_progress(0, show_value=False).props(f'aria-label="{_("Progress")}"')
        bar.set_visibility(False)
        progress = Progress()
        dialog.on('hide', progress.cancel, [])

        async def run() -> None:
            wanted = tuple(columns[name] for name in chosen.value or ())
            if not wanted:
                return
            start.disable()
            bar.set_visibility(True)
            ui.timer(_LOOK_SECONDS, lambda: bar.set_value(progress.share))
            await export(wanted, str(kind.value), progress)
            dialog.close()

        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')
            start = ui.button(_('Export'), icon='download', on_click=run).props('unelevated')
