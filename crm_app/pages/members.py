"""成员: who works here, who stands above whom, and what roles allow."""

from __future__ import annotations

from nicegui import ui

from crm_app.actions.members.add import NewMember, add_member
from crm_app.actions.members.edit import MemberForm, deactivate_member, edit_member, reactivate_member
from crm_app.actions.members.roles import RoleForm, delete_role, save_role
from crm_app.actions.members.set_password import set_password
from crm_app.components.desk import Desk, current_desk
from crm_app.components.dialogs import ask
from crm_app.components.empty import heading
from crm_app.components.member_form import MemberActions, MemberInput, open_member_form, open_password_form
from crm_app.components.member_list import build_members, build_roles
from crm_app.components.notices import refusals_shown, say
from crm_app.components.role_form import RoleInput, open_role_form
from crm_app.components.role_words import role_name
from crm_app.components.words import _, plural
from crm_app.rules.fields import Entity
from crm_app.view_models.members import MemberRow, MembersView, RoleRow, load_members
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread


async def members_page() -> None:
    """Build the members page; raises ``NotPermitted`` for who may not manage members."""
    desk = current_desk()
    _MembersPage(desk, await load_members(desk))


class _MembersPage:
    def __init__(self, desk: Desk, view: MembersView) -> None:
        self._desk = desk
        self._view = view
        with ui.element('div').classes('page'):
            with ui.element('div').classes('page-head'):
                heading(_('Members'))
                ui.element('div').classes('spring')
                self._add_member = ui.button(_('Add a member'), icon='person_add', on_click=self._add)
                self._add_member.props('unelevated')
                self._add_role = ui.button(_('Add a role'), icon='add', on_click=self._add_a_role)
                self._add_role.props('unelevated')
            with (
                ui.tabs(on_change=lambda event: self._turn_to(event.value))
                .props('align=left no-caps inline-label dense')
                .classes('tabs-line') as tabs
            ):
                members = ui.tab('members', _('Members'))
                roles = ui.tab('roles', _('Roles'))
            with ui.tab_panels(tabs, value='members', animated=False).classes('w-full plain-panels'):
                with ui.tab_panel(members).style('padding: 0'):
                    self._members = ui.element('div').classes('w-full')
                with ui.tab_panel(roles).style('padding: 0'):
                    self._roles = ui.element('div').classes('w-full')
            self._turn_to('members')
            self._show()
            for entity in (Entity.MEMBER, Entity.ROLE):
                watch(entity, lambda _news: self._reload())

    def _turn_to(self, tab: str) -> None:
        self._add_member.set_visibility(tab == 'members')
        self._add_role.set_visibility(tab == 'roles')

    def _show(self) -> None:
        for place in (self._members, self._roles):
            place.clear()
        with self._members:
            build_members(self._view, self._edit)
        with self._roles:
            build_roles(self._view, self._edit_role)

    async def _reload(self) -> None:
        view = await load_members(self._desk)
        if view != self._view and not self._members.is_deleted:
            self._view = view
            self._show()

    def _add(self) -> None:
        async def save(typed: MemberInput) -> None:
            form = NewMember(typed.login, typed.name, typed.role_id, typed.password, typed.superior_id)
            await in_thread(add_member, self._desk.database, self._desk.actor, form)
            say(_('{name} was added.', name=typed.name))

        open_member_form(self._view, None, save)

    def _edit(self, member: MemberRow) -> None:
        async def save(typed: MemberInput) -> None:
            form = MemberForm(typed.login, typed.name, typed.role_id, typed.superior_id)
            await in_thread(edit_member, self._desk.database, self._desk.actor, member.id, form)
            say(_('Saved.'))

        async def new_password() -> None:
            open_password_form(member.name, lambda typed: self._set_password(member, typed))

        async def switch_active() -> None:
            await (self._deactivate(member) if member.active else self._take_back(member))

        open_member_form(self._view, member, save, MemberActions(new_password, switch_active))

    async def _set_password(self, member: MemberRow, password: str) -> None:
        await in_thread(set_password, self._desk.database, self._desk.actor, member.id, password)
        say(_('{name} has a new password.', name=member.name))

    async def _deactivate(self, member: MemberRow) -> None:
        stays = plural(
            'The {n} customer of {name} stays there; superiors and administrators go on seeing it.',
            'The {n} customers of {name} stay there; superiors and administrators go on seeing them.',
            member.customers,
            name=member.name,
        )
        detail = _('All open pages of this member close at once.')
        if await ask(
            _('Deactivate {name} ({login})?', name=member.name, login=member.login),
            _('Deactivate'),
            detail=f'{detail} {stays}' if member.customers else detail,
        ):
            with refusals_shown():
                await in_thread(deactivate_member, self._desk.database, self._desk.actor, member.id)
                say(_('{name} was deactivated.', name=member.name))

    async def _take_back(self, member: MemberRow) -> None:
        with refusals_shown():
            await in_thread(reactivate_member, self._desk.database, self._desk.actor, member.id)
            say(_('{name} can log in again.', name=member.name))

    def _add_a_role(self) -> None:
        open_role_form(None, lambda typed: self._save_role(None, typed))

    def _edit_role(self, role: RoleRow) -> None:
        name = role_name(role.key, role.name)

        async def delete() -> None:
            if await ask(_('Delete the role {name}?', name=name), _('Delete')):
                with refusals_shown():
                    await in_thread(delete_role, self._desk.database, self._desk.actor, role.id)

        open_role_form(role, lambda typed: self._save_role(role, typed), None if role.key else delete)

    async def _save_role(self, role: RoleRow | None, typed: RoleInput) -> None:
        form = RoleForm(typed.name, typed.permissions, typed.scope)
        await in_thread(save_role, self._desk.database, self._desk.actor, role.id if role else None, form)
        say(_('Saved.'))
