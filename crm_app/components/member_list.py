"""The members as rows: a table on the desktop, two lines each on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from crm_app.components.role_words import PERMISSION_LABELS, SCOPE_LABELS, role_name
from crm_app.components.words import _, plural
from crm_app.view_models.members import MemberRow, MembersView, RoleRow


def build_members(view: MembersView, open_member: Callable[[MemberRow], Any]) -> None:
    """Build one row a member, the active ones first; each is a button that opens him."""
    with ui.element('div').classes('rows'):
        with (
            ui.element('div').classes('line columns member-columns muted small desktop-only').props('aria-hidden=true')
        ):
            for title in (_('Name'), _('Log-in name'), _('Role'), _('Superior'), _('Customers'), _('Status')):
                ui.label(title).classes('number' if title == _('Customers') else '')
        for member in view.members:
            _build_member(view, member).on('click', lambda member=member: open_member(member))


def _build_member(view: MembersView, member: MemberRow) -> ui.element:
    role = view.role(member.role_id)
    with ui.element('button').props('type=button').classes('line columns member-columns plain-button clickable') as row:
        row.mark(f'member-{member.login}')
        ui.label(member.name).classes('truncate strong' if member.active else 'truncate muted')
        ui.label(member.login).classes('truncate muted')
        ui.label(role_name(role.key, role.name)).classes('truncate')
        ui.label(member.superior_name).classes('truncate muted desktop-only')
        ui.label(f'{member.customers:,}').classes('number desktop-only')
        _build_state(member)
    return row


def _build_state(member: MemberRow) -> None:
    with ui.element('span'):
        if not member.active:
            ui.label(_('Deactivated')).classes('chip bad')
        elif not member.can_log_in:
            ui.label(_('Demo')).classes('chip')
        elif member.must_change_password:
            ui.label(_('First log-in pending')).classes('chip warn')
        else:
            ui.label(_('Active')).classes('chip good')


def build_roles(view: MembersView, open_role: Callable[[RoleRow], Any]) -> None:
    """Build one row a role, with what it allows."""
    with ui.element('div').classes('rows'):
        for role in view.roles:
            with ui.element('button').props('type=button').classes('line plain-button clickable') as row:
                with ui.element('div').classes('grow'):
                    with ui.element('div').classes('row items-center gap-2'):
                        ui.label(role_name(role.key, role.name)).classes('strong')
                        ui.label(_(SCOPE_LABELS[role.scope])).classes('chip tint')
                    ui.label(_permissions(role)).classes('muted small')
                ui.label(plural('{n} member', '{n} members', role.members)).classes('muted small nowrap')
            row.on('click', lambda role=role: open_role(role))


def _permissions(role: RoleRow) -> str:
    if len(role.permissions) == len(PERMISSION_LABELS):
        return _('May do everything')
    names = [_(label) for permission, label in PERMISSION_LABELS.items() if permission in role.permissions]
    return ' · '.join(names) or _('May only look')
