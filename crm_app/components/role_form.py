"""The dialog behind a role: what it allows and whose customers it sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nicegui import ui

from crm_app.components.dialogs import form_dialog
from crm_app.components.notices import refusals_shown
from crm_app.components.role_words import PERMISSION_LABELS, SCOPE_LABELS
from crm_app.components.words import _
from crm_app.rules.members import DataScope, Permission
from crm_app.view_models.members import RoleRow


@dataclass
class RoleInput:
    """What was chosen for a role."""

    name: str = ''
    scope: DataScope = DataScope.OWN
    permissions: set[Permission] = field(default_factory=set)


def open_role_form(
    role: RoleRow | None,
    save: Callable[[RoleInput], Awaitable[None]],
    delete: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Open the dialog for a new role (None) or for this one; ``delete`` None = it cannot be deleted."""
    typed = RoleInput(role.name, role.scope, set(role.permissions)) if role else RoleInput()
    with form_dialog(_('Role {name}', name=role.name) if role else _('Add a role'), persistent=True) as dialog:
        _build_fields(typed)
        with ui.element('div').classes('dialog-foot'):
            if delete is not None:
                _build_delete(delete, dialog)
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')

            async def clicked() -> None:
                with refusals_shown():
                    await save(typed)
                    dialog.close()

            ui.button(_('Save'), on_click=clicked).props('unelevated')


def _build_fields(typed: RoleInput) -> None:
    name = ui.input(_('Role name'), value=typed.name).props('outlined dense maxlength=60').classes('w-full')
    name.on_value_change(lambda event: setattr(typed, 'name', event.value or ''))
    scopes = {scope: _(label) for scope, label in SCOPE_LABELS.items()}
    scope = ui.select(scopes, label=_('Sees'), value=typed.scope).props('outlined dense').classes('w-full')
    scope.on_value_change(lambda event: setattr(typed, 'scope', DataScope(event.value)))
    ui.label(_('May')).classes('muted small')
    with ui.element('div').classes('form-grid').style('gap: 0 16px'):
        for permission, label in PERMISSION_LABELS.items():
            box = ui.checkbox(_(label), value=permission in typed.permissions)
            box.on_value_change(lambda event, which=permission: _switch(typed.permissions, which, on=event.value))


def _switch(chosen: set[Permission], permission: Permission, *, on: bool) -> None:
    if on:
        chosen.add(permission)
    else:
        chosen.discard(permission)


def _build_delete(delete: Callable[[], Awaitable[None]], dialog: ui.dialog) -> None:
    async def clicked() -> None:
        dialog.close()
        await delete()

    ui.button(_('Delete'), on_click=clicked).props('flat color=negative')
    ui.element('div').classes('spring')
