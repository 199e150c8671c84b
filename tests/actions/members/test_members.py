from __future__ import annotations

import pytest
from sqlalchemy import select

from crm_app.actions.members.add import NewMember, add_member
from crm_app.actions.members.checks import BeyondOwnRights, LastAdmin, LoginTaken, NotYourself, SuperiorCycle
from crm_app.actions.members.edit import MemberForm, deactivate_member, edit_member, reactivate_member
from crm_app.actions.members.roles import (
    BuiltInRole,
    RoleForm,
    RoleInUse,
    RoleNameTaken,
    delete_role,
    save_role,
)
from crm_app.actions.members.set_password import set_password
from crm_app.data.database import Database
from crm_app.data.members import MemberRow, list_members, list_roles
from crm_app.data.models.record import AuditEntry
from crm_app.data.rights import rights_of
from crm_app.rules.fields import Entity
from crm_app.rules.members import Actor, DataScope, Permission
from crm_app.rules.refusals import NotFound, NotPermitted, SignedOut
from tests.support.cast import Cast, add_customer


def role_id(database: Database, key: str) -> int:
    with database.reading() as session:
        return next(role.id for role in list_roles(session) if role.key == key)


def member(database: Database, actor: Actor) -> MemberRow:
    with database.reading() as session:
        return next(row for row in list_members(session) if row.id == actor.member_id)


def form_of(row: MemberRow, **changes: object) -> MemberForm:
    values = {'login': row.login, 'name': row.name, 'role_id': row.role_id, 'superior_id': row.superior_id}
    return MemberForm(**(values | changes))  # type: ignore[arg-type]


def keeper_of_members(database: Database, cast: Cast) -> Actor:
    """赵 gets a role that may manage members and little else."""
    form = RoleForm('人事', {Permission.MANAGE_MEMBERS, Permission.CREATE_CUSTOMER}, DataScope.OWN)
    ident = save_role(database, cast.admin, None, form)
    edit_member(database, cast.admin, cast.zhao.member_id, form_of(member(database, cast.zhao), role_id=ident))
    return cast.zhao


def test_add_member_puts_him_under_his_superior(database: Database, cast: Cast) -> None:
    form = NewMember('Sun', '孙丽', role_id(database, 'staff'), 'first password', cast.wang.member_id)
    ident = add_member(database, cast.admin, form)
    with database.reading() as session:
        row = next(row for row in list_members(session) if row.id == ident)
        assert ident in rights_of(session, cast.wang).team
        assert 'add_member' in session.scalars(select(AuditEntry.action)).all()
    assert (row.login, row.superior_name, row.must_change_password) == ('sun', '王芳', True)


def test_add_member_refuses_a_login_that_is_taken(database: Database, cast: Cast) -> None:
    with pytest.raises(LoginTaken):
        add_member(database, cast.admin, NewMember('LI', '李四', role_id(database, 'staff'), 'first password'))


def test_it_refuses_an_outsider(database: Database, cast: Cast) -> None:
    staff = role_id(database, 'staff')
    row = member(database, cast.li)
    for actor in (cast.wang, cast.zhao):
        with pytest.raises(NotPermitted):
            add_member(database, actor, NewMember('sun', '孙丽', staff, 'first password'))
        with pytest.raises(NotPermitted):
            edit_member(database, actor, row.id, form_of(row, name='x'))
        with pytest.raises(NotPermitted):
            deactivate_member(database, actor, row.id)
        with pytest.raises(NotPermitted):
            reactivate_member(database, actor, row.id)
        with pytest.raises(NotPermitted):
            set_password(database, actor, row.id, 'first password')
        with pytest.raises(NotPermitted):
            save_role(database, actor, None, RoleForm('x', (), DataScope.OWN))
        with pytest.raises(NotPermitted):
            delete_role(database, actor, staff)
    assert member(database, cast.li) == row


def test_edit_member_tells_open_pages(database: Database, cast: Cast) -> None:
    heard = []
    database.listeners.append(heard.append)
    edit_member(database, cast.admin, cast.li.member_id, form_of(member(database, cast.li), name='李小明'))
    assert member(database, cast.li).name == '李小明'
    assert heard[0].ids[Entity.MEMBER] == {cast.li.member_id}


def test_superiors_never_form_a_circle(database: Database, cast: Cast) -> None:
    wang = member(database, cast.wang)
    for superior in (cast.li.member_id, cast.wang.member_id):
        with pytest.raises(SuperiorCycle):
            edit_member(database, cast.admin, wang.id, form_of(wang, superior_id=superior))


def test_a_deactivated_member_keeps_his_customers_and_does_nothing_more(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '武汉长江贸易有限公司')
    deactivate_member(database, cast.admin, cast.li.member_id)
    row = member(database, cast.li)
    assert not row.active
    assert row.customers == 1
    with pytest.raises(SignedOut):
        add_customer(database, cast.li, '另一家公司')
    reactivate_member(database, cast.admin, cast.li.member_id)
    add_customer(database, cast.li, '另一家公司')


def test_nobody_locks_himself_or_everybody_out(database: Database, cast: Cast) -> None:
    admin = member(database, cast.admin)
    with pytest.raises(NotYourself):
        deactivate_member(database, cast.admin, admin.id)
    with pytest.raises(LastAdmin):
        edit_member(database, cast.admin, admin.id, form_of(admin, role_id=role_id(database, 'staff')))
    with pytest.raises(LastAdmin):
        save_role(database, cast.admin, admin.role_id, RoleForm('管理员', (), DataScope.ALL))
    assert member(database, cast.admin) == admin


def test_who_manages_members_gives_no_rights_he_lacks(database: Database, cast: Cast) -> None:
    keeper = keeper_of_members(database, cast)
    admin_role, li = role_id(database, 'admin'), member(database, cast.li)
    with pytest.raises(BeyondOwnRights):
        add_member(database, keeper, NewMember('sun', '孙丽', admin_role, 'first password'))
    with pytest.raises(BeyondOwnRights):
        edit_member(database, keeper, keeper.member_id, form_of(member(database, keeper), role_id=admin_role))
    with pytest.raises(BeyondOwnRights):
        set_password(database, keeper, cast.admin.member_id, 'my password')
    with pytest.raises(BeyondOwnRights):
        deactivate_member(database, keeper, cast.admin.member_id)
    with pytest.raises(BeyondOwnRights):
        save_role(database, keeper, None, RoleForm('x', {Permission.EXPORT}, DataScope.OWN))
    with pytest.raises(BeyondOwnRights):
        save_role(database, keeper, None, RoleForm('x', (), DataScope.ALL))
    with pytest.raises(BeyondOwnRights):
        save_role(database, keeper, li.role_id, RoleForm('员工', (), DataScope.OWN))


def test_what_is_not_there_is_not_found(database: Database, cast: Cast) -> None:
    li = member(database, cast.li)
    with pytest.raises(NotFound):
        edit_member(database, cast.admin, 999, form_of(li))
    with pytest.raises(NotFound):
        edit_member(database, cast.admin, li.id, form_of(li, role_id=999))
    with pytest.raises(NotFound):
        edit_member(database, cast.admin, li.id, form_of(li, superior_id=999))


def test_roles_are_added_changed_and_deleted_while_unused(database: Database, cast: Cast) -> None:
    ident = save_role(database, cast.admin, None, RoleForm('实习生', {Permission.EDIT_CUSTOMER}, DataScope.OWN))
    save_role(database, cast.admin, ident, RoleForm('见习', {Permission.EXPORT}, DataScope.TEAM))
    with database.reading() as session:
        role = next(role for role in list_roles(session) if role.id == ident)
    assert (role.name, role.permissions, role.scope) == ('见习', frozenset({Permission.EXPORT}), DataScope.TEAM)
    with pytest.raises(RoleNameTaken):
        save_role(database, cast.admin, None, RoleForm('见习', (), DataScope.OWN))
    delete_role(database, cast.admin, ident)
    with database.reading() as session:
        assert ident not in {role.id for role in list_roles(session)}


def test_roles_in_use_and_built_in_ones_stay(database: Database, cast: Cast) -> None:
    keeper = keeper_of_members(database, cast)
    with pytest.raises(RoleInUse):
        delete_role(database, cast.admin, member(database, keeper).role_id)
    with pytest.raises(BuiltInRole):
        delete_role(database, cast.admin, role_id(database, 'staff'))
