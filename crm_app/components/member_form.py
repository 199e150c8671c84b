"""The dialogs behind a member: add, edit, a new password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from crm_app.components.dialogs import form_dialog
from crm_app.components.notices import refusals_shown
from crm_app.components.role_words import role_name
from crm_app.components.words import _
from crm_app.view_models.members import MemberRow, MembersView


@dataclass
class MemberInput:
    """What was typed about a member; ``password`` only for a new one."""

    name: str = ''
    login: str = ''
    role_id: int = 0
    superior_id: int | None = None
    password: str = ''


Save = Callable[[MemberInput], Awaitable[None]]
Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class MemberActions:
    """What else can be done to a member that is being edited."""

    set_password: Act
    switch_active: Act


def open_member_form(
    view: MembersView, member: MemberRow | None, save: Save, more: MemberActions | None = None
) -> None:
    """Open the dialog for a new member (None) or for this one; ``save`` may refuse, then the dialog stays."""
    staff = next((role.id for role in view.roles if role.key == 'staff'), view.roles[-1].id)
    typed = MemberInput(role_id=staff)
    if member:
        typed = MemberInput(member.name, member.login, member.role_id, member.superior_id)
    title = _('Member {name}', name=member.name) if member else _('Add a member')
    with form_dialog(title, persistent=True) as dialog:
        with ui.element('div').classes('form-grid'):
            _build_fields(view, member, typed)
        with ui.element('div').classes('dialog-foot'):
            if member and more:
                _build_more(member, more, dialog)
                ui.element('div').classes('spring')
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')

            async def clicked() -> None:
                with refusals_shown():
                    await save(typed)
                    dialog.close()

            ui.button(_('Save'), on_click=clicked).props('unelevated')


def _build_fields(view: MembersView, member: MemberRow | None, typed: MemberInput) -> None:
    roles = {role.id: role_name(role.key, role.name) for role in view.roles}
    superiors: dict[int | None, str] = {None: _('Nobody'), **view.superiors_for(member.id if member else None)}
    _text(_('Name'), typed.name, lambda value: setattr(typed, 'name', value)).props('autofocus maxlength=60')
    _text(_('Log-in name'), typed.login, lambda value: setattr(typed, 'login', value)).props(
        'maxlength=60 autocapitalize=off autocomplete=off spellcheck=false'
    )
    ui.select(
        roles, label=_('Role'), value=typed.role_id, on_change=lambda event: setattr(typed, 'role_id', event.value)
    ).props('outlined dense')
    ui.select(
        superiors,
        label=_('Superior'),
        value=typed.superior_id,
        on_change=lambda event: setattr(typed, 'superior_id', event.value),
    ).props('outlined dense')
    if member is None:
        password = _text(_('First password'), '', lambda value: setattr(typed, 'password', value), password=True)
        password.classes('whole').props('autocomplete=new-password')
        password.props(f'hint="{_("At least 8 characters; it has to be changed at the first log-in.")}"')


def _text(label: str, value: str, keep: Callable[[str], None], *, password: bool = False) -> ui.input:
    field = ui.input(label, value=value, password=password, password_toggle_button=password)
    field.on_value_change(lambda event: keep(event.value or ''))
    return field.props('outlined dense')


def _build_more(member: MemberRow, more: MemberActions, dialog: ui.dialog) -> None:
    async def then(act: Act) -> None:
        dialog.close()
        await act()

    if member.active:
        ui.button(_('Set password'), on_click=lambda: then(more.set_password)).props('flat')
    label = _('Deactivate') if member.active else _('Take back')
    button = ui.button(label, on_click=lambda: then(more.switch_active)).props('flat')
    if member.active:
        button.props('color=negative')


def open_password_form(name: str, save: Callable[[str], Awaitable[None]]) -> None:
    """Open the dialog that sets somebody's password anew."""
    with form_dialog(_('New password for {name}', name=name), persistent=True) as dialog:
        hint = _(
            '{name} is logged out everywhere and has to choose a password of his own at the next log-in.', name=name
        )
        ui.label(hint).classes('muted')
        typed = ui.input(_('New password'), password=True, password_toggle_button=True).classes('w-full')
        typed.props('outlined dense autofocus autocomplete=new-password')

        async def clicked() -> None:
            with refusals_shown():
                await save(typed.value or '')
                dialog.close()

        typed.on('keydown.enter', clicked)
        with ui.element('div').classes('dialog-foot'):
            ui.button(_('Cancel'), on_click=dialog.close).props('flat')
            ui.button(_('Save'), on_click=clicked).props('unelevated')
