"""Roles, permissions and data scopes in words."""

from __future__ import annotations

from typing import Final

from crm_app.components.words import _
from crm_app.locale.texts import N_
from crm_app.rules.members import DataScope, Permission

SCOPE_LABELS: Final = {
    DataScope.OWN: N_('Own customers'),
    DataScope.TEAM: N_('Own and subordinates’ customers'),
    DataScope.ALL: N_('All customers'),
}
PERMISSION_LABELS: Final = {
    Permission.CREATE_CUSTOMER: N_('Create customers'),
    Permission.EDIT_CUSTOMER: N_('Edit customers'),
    Permission.DELETE_CUSTOMER: N_('Delete customers'),
    Permission.RESTORE_CUSTOMER: N_('Restore from the recycle bin'),
    Permission.CHANGE_OWNER: N_('Change the owner of customers'),
    Permission.IMPORT: N_('Import customers'),
    Permission.EXPORT: N_('Export customers'),
    Permission.SHARE_VIEWS: N_('Share views with everybody'),
    Permission.MANAGE_MEMBERS: N_('Manage members and roles'),
    Permission.MANAGE_SETTINGS: N_('Manage settings'),
    Permission.BACK_UP: N_('Back up the data'),
}
_BUILT_IN_LABELS: Final = {
    ('admin', '管理员'): N_('Administrator'),
    ('manager', '主管'): N_('Manager'),
    ('staff', '员工'): N_('Staff'),
}


def role_name(key: str | None, name: str) -> str:
    """Return what a role is called: a built-in one in the language of the page unless the team renamed it."""
    label = _BUILT_IN_LABELS.get((key or '', name))
    return _(label) if label else name
