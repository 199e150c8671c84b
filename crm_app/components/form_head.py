"""What stands above the inputs of a customer form: kind, owner, and the notice that typing was restored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from nicegui import ui

from crm_app.components.choice_input import ChoiceInput
from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.rules.customers import CustomerKind
from crm_app.view_models.choices import Choices
from crm_app.view_models.customer_form import FormView
from crm_app.view_models.form_draft import FormDraft

KIND_LABELS: Final = {
    CustomerKind.COMPANY: N_('Company'),
    CustomerKind.INDIVIDUAL: N_('Individual'),
}


class FormHead:
    """Kind switch (of a new customer), owner (for who may choose), notice."""

    def __init__(
        self,
        view: FormView,
        draft: FormDraft,
        *,
        on_kind: Callable[[CustomerKind], Any],
        on_owner: Callable[[int], Any],
        on_discard: Callable[[], Awaitable[None]],
    ) -> None:
        """Build it into the current place."""
        self._notice = ui.element('div').classes('notice').props('role=status')
        with self._notice:
            ui.label(_('What you had typed is back.')).classes('grow')
            ui.button(_('Discard'), on_click=on_discard).props('flat dense')
        self._notice.set_visibility(False)
        with ui.element('div').classes('form-head'):
            self.kinds = ui.toggle(
                {kind.value: _(label) for kind, label in KIND_LABELS.items()},
                value=draft.kind.value,
                on_change=lambda event: on_kind(CustomerKind(event.value)),
            ).props('unelevated no-caps toggle-color=primary')
            self.kinds.set_visibility(view.customer_id is None)
            if view.owners:
                self._owner(view, draft, on_owner)

    def tell_restored(self) -> None:
        """Say that unsaved typing was put back."""
        self._notice.set_visibility(True)

    @staticmethod
    def _owner(view: FormView, draft: FormDraft, on_owner: Callable[[int], Any]) -> None:
        def chosen(ids: list[str]) -> None:
            if ids:
                on_owner(int(ids[0]))

        owners = Choices(tuple(view.owners))
        held = [str(draft.owner_id)] if draft.owner_id is not None else []
        owner = ChoiceInput(owners, held, on_choose=chosen).classes('form-owner')
        owner.props(f'outlined dense label="{_("Owner")}"')
        owner.props['clearable'] = False
