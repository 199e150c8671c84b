"""The four counts of an import, dry or done."""

from __future__ import annotations

from typing import Final

from nicegui import ui

from crm_app.components.words import _
from crm_app.view_models.import_jobs import Tally

_COUNT_LABELS: Final = {
    'created': 'Newly created',
    'updated': 'Updated',
    'skipped': 'Skipped',
    'failed': 'In question',
}
_TO_COME_LABELS: Final = {
    'created': 'To be created',
    'updated': 'To be updated',
    'skipped': 'To be skipped',
    'failed': 'In question',
}
_LOOKS: Final = {'created': 'good', 'updated': 'accent', 'skipped': 'muted', 'failed': 'bad'}


class Counts:
    """The counts as tiles; ``show`` brings them up to date."""

    def __init__(self, tally: Tally, *, to_come: bool) -> None:
        """``to_come`` words them as what would happen."""
        labels = _TO_COME_LABELS if to_come else _COUNT_LABELS
        self._numbers: dict[str, ui.label] = {}
        with ui.element('div').classes('import-counts').props('role=status'):
            for key, label in labels.items():
                with ui.element('div').classes('card import-count'):
                    self._numbers[key] = ui.label().classes(f'import-big {_LOOKS[key]}').props(f'data-count={key}')
                    ui.label(_(label)).classes('muted')
        self.show(tally)

    def show(self, tally: Tally) -> None:
        """Show these counts."""
        for key, label in self._numbers.items():
            label.set_text(f'{getattr(tally, key):,}')
