"""The table of customers, and the same rows as cards on a phone. It shows and reports; it decides nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from nicegui import events, ui

from crm_app.components.list_cells import Cells
from crm_app.components.words import _

GLOW_SECONDS: Final = 2.0

# These are Vue source: nothing that people typed may be put into them; they refer to it as props.
_HEADER: Final = """
<q-tr :props="props">
  <q-th auto-width><q-checkbox dense v-model="props.selected" :aria-label="props.cols[0].all" /></q-th>
  <q-th v-for="col in props.cols" :key="col.name" :props="props" scope="col" :aria-sort="col.sorted || 'none'"
    ><button type="button" class="sort" @click="() => $parent.$emit('order', col.name)"
      >{{ col.label }}<q-icon v-if="col.sorted" size="16px" aria-hidden="true"
        :name="col.sorted === 'ascending' ? 'arrow_drop_up' : 'arrow_drop_down'" /></button></q-th>
</q-tr>
"""
_BODY: Final = """
<q-tr :props="props" :aria-selected="props.selected">
  <q-td auto-width><q-checkbox dense v-model="props.selected"
    :aria-label="props.cols[0].one + ' ' + props.row.title" /></q-td>
  <q-td v-for="(col, place) in props.cols" :key="col.name" :props="props" :tabindex="place ? -1 : 0"
    :id="'cell-' + props.row.id + '-' + col.name"
    :title="props.row.glow.includes(col.name) ? props.row.by : null"
    :class="{glow: props.row.glow.includes(col.name), bad: col.card === 'next' && props.row.late}"
    @click="(e) => e.target.closest('a') || e.view.getSelection().toString()
      || $parent.$emit('touch', props.row.id, col.name)"
    @dblclick.stop="() => $parent.$emit('change', props.row.id, col.name)"
    @keydown.enter.self.prevent="() => $parent.$emit('change', props.row.id, col.name)"
    @keydown.space.self.prevent="props.selected = !props.selected"
    @keydown.right.self.prevent="(e) => e.target.nextElementSibling?.focus()"
    @keydown.left.self.prevent="(e) => e.target.cellIndex > 1 && e.target.previousElementSibling?.focus()"
    @keydown.down.self.prevent="(e) => e.target.parentElement.nextElementSibling?.cells[e.target.cellIndex]?.focus()"
    @keydown.up.self.prevent="(e) => e.target.parentElement.previousElementSibling?.cells[e.target.cellIndex]?.focus()"
    ><a v-if="col.main" :href="'/customers/' + props.row.id">{{ props.row[col.name] }}</a
    ><template v-else>{{ props.row[col.name] }}</template></q-td>
</q-tr>
"""
_CARD: Final = """
<div class="customer-card" :class="{glow: props.row.glow.length}">
  <q-checkbox dense v-model="props.selected" :aria-label="props.cols[0].one + ' ' + props.row.title" />
  <a class="grow" :href="'/customers/' + props.row.id">
    <span class="strong truncate">{{ props.row.title }}</span>
    <span class="about">
      <template v-for="col in props.cols" :key="col.name">
        <span v-if="col.card === 'status' && props.row[col.name]" class="chip">{{ props.row[col.name] }}</span>
        <span v-if="col.card === 'next' && props.row[col.name]" class="small"
          :class="props.row.late ? 'bad' : 'muted'">{{ props.row[col.name] }}</span>
      </template>
    </span>
  </a>
  <q-btn v-if="props.row.call" flat round icon="call" color="primary" type="a" :href="props.row.call"
    :aria-label="props.cols[0].call + ' ' + props.row.title" />
</div>
"""


@dataclass(frozen=True, slots=True)
class TableDeeds:
    """Who hears what was done in the table; columns come as the texts the table was given."""

    order: Callable[[str], Any]
    touch: Callable[[int, str], Any]
    change: Callable[[int, str], Any]
    pick: Callable[[list[int]], Any]


class CustomerTable:
    """The rows of one page. ``show`` replaces them, ``patch`` changes cells in place."""

    def __init__(self, deeds: TableDeeds) -> None:
        """Build an empty table."""
        self._deeds = deeds
        self.table = ui.table(columns=[], rows=[], row_key='id', selection='multiple', pagination={'rowsPerPage': 0})
        self.table.props('flat dense hide-pagination hide-bottom :grid="Quasar.Screen.width < 700"')
        self.table.classes('customer-table w-full')
        self.table.add_slot('header', _HEADER)
        self.table.add_slot('body', _BODY)
        self.table.add_slot('item', _CARD)
        self.table.on('order', self._ordered)
        self.table.on('touch', self._touched)
        self.table.on('change', self._changed)
        self.table.on_select(self._picked)

    def show(self, columns: Sequence[dict[str, Any]], rows: Sequence[Cells], picked: Sequence[int]) -> None:
        """Show other rows, with these selected."""
        words = {'all': _('Select all on this page'), 'one': _('Select'), 'call': _('Call')}
        chosen = set(picked)
        with self.table.props.suspend_updates():
            self.table.columns = [{**column, **(words if not place else {})} for place, column in enumerate(columns)]
            self.table.rows = list(rows)
            self.table.selected = [row for row in rows if row['id'] in chosen]
        self.table.update()

    def select(self, picked: Sequence[int]) -> None:
        """Select these of the rows shown."""
        chosen = set(picked)
        self.table.selected = [row for row in self.table.rows if row['id'] in chosen]

    def patch(self, changed: Sequence[Cells], by: str) -> None:
        """Change rows in place: only what differs travels, and glows for a moment with the name of who did it."""
        places = {row['id']: place for place, row in enumerate(self.table.rows)}
        patches: dict[int, Cells] = {}
        for row in changed:
            place = places.get(row['id'])
            if place is None:
                continue
            old = self.table.rows[place]
            differs = {name: value for name, value in row.items() if value != old.get(name) and name not in _STATE}
            if differs:
                patches[place] = {**differs, 'glow': sorted(differs), 'by': by}
        self._apply(patches)
        if patches:
            ui.timer(GLOW_SECONDS, lambda: self._calm(patches), once=True)

    def remove(self, ids: frozenset[int]) -> None:
        """Take rows away."""
        if ids:
            with self.table.props.suspend_updates():
                self.table.rows = [row for row in self.table.rows if row['id'] not in ids]
                self.table.selected = [row for row in self.table.selected if row['id'] not in ids]
            self.table.update()

    def _calm(self, patches: dict[int, Cells]) -> None:
        rows = self.table.rows
        self._apply({place: {'glow': []} for place in patches if place < len(rows) and rows[place]['glow']})

    def _apply(self, patches: dict[int, Cells]) -> None:
        """Send only what changed: the whole table is some 200 times as much."""
        if not patches:
            return
        with self.table.props.suspend_updates():
            for place, patch in patches.items():
                self.table.rows[place].update(patch)
        patch_text = json.dumps(patches)
        self.table.client.run_javascript(
            f'(() => {{ const table = mounted_app.elements[{self.table.id}];'
            f'for (const [place, patch] of Object.entries({patch_text})) Object.assign(table.props.rows[place], patch);'
            '})()'
        )

    def _ordered(self, event: events.GenericEventArguments) -> None:
        self._deeds.order(str(_first(event.args)))

    def _touched(self, event: events.GenericEventArguments) -> Any:
        return self._at_cell(event, self._deeds.touch)

    def _changed(self, event: events.GenericEventArguments) -> Any:
        return self._at_cell(event, self._deeds.change)

    def _at_cell(self, event: events.GenericEventArguments, deed: Callable[[int, str], Any]) -> Any:
        match event.args:
            case [int(ident), str(column)] if any(row['id'] == ident for row in self.table.rows):
                return deed(ident, column)
        return None

    def _picked(self, _event: events.TableSelectionEventArguments) -> None:
        self._deeds.pick([row['id'] for row in self.table.selected if isinstance(row.get('id'), int)])


_STATE: Final = frozenset({'glow', 'by'})


def _first(args: Any) -> Any:
    return args[0] if isinstance(args, list) and args else args
