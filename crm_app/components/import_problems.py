"""The rows in question: bad cells red and open for correction, a page of them at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

from nicegui import events, ui

from crm_app.components.import_problem_kinds import KIND_LABELS, count_kinds, kinds_of
from crm_app.components.import_problem_row import Correct, ProblemLine
from crm_app.components.words import _
from crm_app.rules.import_plan import ImportPlan
from crm_app.rules.import_problems import ProblemRow

_PAGE: Final = 25
_ALL: Final = ''


class ProblemTable:
    """All rows in question that are known one by one; the browser gets a page of them."""

    def __init__(
        self,
        rows: Sequence[ProblemRow],
        plan: ImportPlan,
        fixed: Collection[int],
        *,
        more: int,
        on_correct: Callable[[int, int, str], Awaitable[ProblemRow | None]],
    ) -> None:
        """``more`` further rows exist that are only counted; ``on_correct`` (row, column, text) judges a row again."""
        self._rows = {row.number: row for row in rows}
        self._fixed = set(fixed)
        self._texts: dict[tuple[int, int], str] = dict(plan.corrections)
        self._columns = _in_order(rows, plan)
        self._on_correct = on_correct
        self._kind = _ALL
        self._at = 0
        with ui.element('section').classes('card w-full import-problems'):
            self._build_head(rows, more)
            with ui.element('div').classes('import-scroll'), ui.element('table').classes('import-table'):
                with ui.element('thead'), ui.element('tr'):
                    for text in (_('Row'), _('Problem'), *self._columns.values()):
                        with ui.element('th').props('scope=col'):
                            ui.label(text)
                self._body = ui.element('tbody')
            with ui.row().classes('items-center gap-2'):
                self._back = _turner('chevron_left', _('Previous page'), lambda: self._turn(-_PAGE))
                self._place = ui.label().classes('muted')
                self._on = _turner('chevron_right', _('Next page'), lambda: self._turn(_PAGE))
        self._show()

    def _build_head(self, rows: Sequence[ProblemRow], more: int) -> None:
        with ui.element('div').classes('page-head'):
            kinds: Mapping[str, int] = count_kinds(rows)
            options = {_ALL: _('All problems ({count})', count=len(rows))}
            options |= {kind: f'{_(KIND_LABELS[kind])} ({count})' for kind, count in kinds.items()}
            select = ui.select(options, value=_ALL, label=_('Kind of problem'), on_change=self._filter)
            select.props('outlined dense options-dense').classes('import-filter')
            ui.label(_('Correct a red cell here and press Enter: its row is checked at once.')).classes('muted grow')
        if more:
            ui.label(_('{count} further rows are in the workbook of rows in question.', count=f'{more:,}')).classes(
                'warn'
            )

    def _filter(self, event: events.ValueChangeEventArguments[str]) -> None:
        self._kind, self._at = event.value or _ALL, 0
        self._show()

    def _turn(self, by: int) -> None:
        self._at += by
        self._show()

    def _show(self) -> None:
        chosen = [row for row in self._rows.values() if self._kind == _ALL or self._kind in kinds_of(row)]
        self._at = max(0, min(self._at, (len(chosen) - 1) // _PAGE * _PAGE))
        shown = chosen[self._at : self._at + _PAGE]
        self._body.clear()
        with self._body:
            for row in shown:
                ProblemLine(row, self._columns, self._texts, row.number in self._fixed, self._correct)
        self._place.set_text(f'{self._at + 1 if shown else 0}–{self._at + len(shown)} / {len(chosen)}')
        self._back.set_enabled(self._at > 0)
        self._on.set_enabled(self._at + _PAGE < len(chosen))

    @property
    def _correct(self) -> Correct:
        async def correct(number: int, column: int, text: str) -> ProblemRow | None:
            self._texts[number, column] = text
            judged = await self._on_correct(number, column, text)
            if judged is None:
                self._fixed.add(number)
            else:
                self._fixed.discard(number)
                self._rows[number] = judged
            return judged

        return correct


def _turner(icon: str, label: str, on_click: Callable[[], None]) -> ui.button:
    return ui.button(icon=icon, on_click=on_click).props(f'flat round dense aria-label="{label}"')


def _in_order(rows: Iterable[ProblemRow], plan: ImportPlan) -> dict[int, str]:
    """Return the headings of the columns that count: the first one, then those with problems, the worst first."""
    used = [place for place, choice in enumerate(plan.columns) if not choice.is_ignored]
    bad = Counter(problem.column for row in rows for problem in row.problems)
    return {place: plan.columns[place].heading for place in sorted(used, key=lambda at: (at != used[0], -bad[at], at))}
