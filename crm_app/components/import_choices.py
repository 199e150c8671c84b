"""The choices of an import beside its columns: whose customers, of which kind, and what becomes of doubles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from nicegui import events, ui

from crm_app.components.empty import heading
from crm_app.components.words import _, plural
from crm_app.rules.customers import CustomerKind
from crm_app.rules.import_plan import ImportPlan, NewOptions, OnMatch
from crm_app.view_models.choices import Choice
from crm_app.view_models.import_choices import ImportChoices

_MOST_MAPPED: Final = 40
"""Values of one field that are offered at once."""
Current = Callable[[], ImportPlan]
Changed = Callable[[ImportPlan], Any]
_KIND_LABELS: Final = {CustomerKind.COMPANY: 'Companies', CustomerKind.INDIVIDUAL: 'Individuals'}
_DUPLICATE_LABELS: Final = {
    OnMatch.SKIP: 'Skip',
    OnMatch.FILL: 'Fill in blanks',
    OnMatch.OVERWRITE: 'Overwrite',
}
_DUPLICATE_HINTS: Final = {
    OnMatch.SKIP: 'Customers that exist already stay as they are.',
    OnMatch.FILL: 'Only fields that are empty so far are filled from the file.',
    OnMatch.OVERWRITE: 'Every cell that is not blank replaces what stood there.',
}
_OPTION_LABELS: Final = {NewOptions.REJECT: 'Reject', NewOptions.ADD: 'Add them'}
_OPTION_HINTS: Final = {
    NewOptions.REJECT: 'Rows with such a value are not taken; after the check you can map the values one by one.',
    NewOptions.ADD: 'Values that are not among the options become new options.',
}


def whose_and_which(current: Current, choices: ImportChoices, on_change: Changed) -> None:
    """Build the choices of kind and owner."""
    plan = current()

    def change(**choice: Any) -> None:
        on_change(replace(current(), **choice))

    with ui.element('div').classes('form-grid'):
        with ui.element('div'):
            ui.label(_('Kind of the customers')).classes('muted small')
            kinds = {kind.value: _(label) for kind, label in _KIND_LABELS.items()}
            kind = ui.toggle(kinds, value=plan.kind.value).props('unelevated no-caps toggle-color=primary')
            kind.on_value_change(lambda event: change(kind=CustomerKind(event.value)))
            ui.label(_('A column “Customer type” decides per row.')).classes('muted small')
        if choices.people:
            people = {int(person.id): person.name for person in choices.people}
            owner = ui.select(
                people, value=_known(plan.owner_id or choices.me, people), label=_('Owner'), with_input=True
            )
            owner.props('outlined dense').classes('w-full')
            owner.props(f'hint="{_("A column “Owner” decides per row.")}"')
            owner.on_value_change(
                lambda event: change(owner_id=None if event.value in {None, choices.me} else int(event.value))
            )


def doubles_and_options(current: Current, on_change: Changed, *, may_add_options: bool) -> None:
    """Build the choices of what becomes of doubles and of new options, each with its sentence."""
    plan = current()
    with ui.element('div').classes('form-grid'):
        _radio(
            _('Customers that exist already'),
            {mode.value: (_(label), _(_DUPLICATE_HINTS[mode])) for mode, label in _DUPLICATE_LABELS.items()},
            plan.duplicates.value,
            lambda value: on_change(replace(current(), duplicates=OnMatch(value))),
        )
        modes = [mode for mode in NewOptions if mode is NewOptions.REJECT or may_add_options]
        _radio(
            _('Values that are not among the options'),
            {mode.value: (_(_OPTION_LABELS[mode]), _(_OPTION_HINTS[mode])) for mode in modes},
            plan.new_options.value,
            lambda value: on_change(replace(current(), new_options=NewOptions(value))),
        )


def _radio(title: str, entries: Mapping[str, tuple[str, str]], value: str, on_choose: Callable[[str], Any]) -> None:
    with ui.element('div').props(f'role=group aria-label="{title}"'):
        ui.label(title).classes('muted small')
        radio = ui.radio({key: label for key, (label, _hint) in entries.items()}, value=value).props('inline dense')
        hint = ui.label(entries[value][1]).classes('small')

        def chosen(event: events.ValueChangeEventArguments[str]) -> None:
            hint.set_text(entries[event.value][1])
            on_choose(event.value)

        radio.on_value_change(chosen)


class OptionMap:
    """Values of the file that are no options, each to be mapped to an existing one."""

    def __init__(
        self,
        current: Current,
        unknown: Mapping[int, Sequence[str]],
        name_of: Callable[[int], str],
        options: Mapping[int, Sequence[Choice]],
        on_change: Changed,
    ) -> None:
        """Build a line per value; those mapped before stay in the list."""
        self._current = current
        self._on_change = on_change
        count = sum(map(len, unknown.values()))
        with ui.expansion(
            plural('{n} value is not among the options', '{n} values are not among the options', count),
            value=count <= 8,
        ).classes('w-full card-flat'):
            for field_id, texts in unknown.items():
                heading(name_of(field_id), level=3)
                entries = {int(option.id): option.name for option in options[field_id]}
                for text in texts[:_MOST_MAPPED]:
                    self._build(field_id, text, entries)
                if len(texts) > _MOST_MAPPED:
                    left = len(texts) - _MOST_MAPPED
                    ui.label(_('{count} further values: map these first, then check again.', count=left)).classes(
                        'muted'
                    )

    def _build(self, field_id: int, text: str, entries: Mapping[int, str]) -> None:
        with ui.element('div').classes('import-map'):
            ui.label(text).classes('truncate')
            ui.icon('arrow_forward').classes('muted').props('aria-hidden=true')
            chosen = self._current().option_map.get(field_id, {}).get(text)
            select = ui.select(dict(entries), value=_known(chosen, entries), with_input=True, clearable=True)
            name = _('Option for “{value}”', value=text).replace('"', '”').replace('\n', ' ')
            select.props(f'outlined dense aria-label="{name}"')
            select.on_value_change(lambda event: self._chosen(field_id, text, event.value))

    def _chosen(self, field_id: int, text: str, option_id: int | None) -> None:
        mapped = {key: dict(texts) for key, texts in self._current().option_map.items()}
        texts = mapped.setdefault(field_id, {})
        texts.pop(text, None)
        if option_id is not None:
            texts[text] = option_id
        self._on_change(replace(self._current(), option_map=mapped))


def _known(value: int | None, entries: Mapping[int, str]) -> int | None:
    return value if value in entries else None
