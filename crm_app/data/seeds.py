"""What a new database starts with: roles, the prepared fields and their options. Planting again changes nothing."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from crm_app.data.models.base import table_of
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.data.models.member import Role
from crm_app.rules.fields import Entity, FieldKind
from crm_app.rules.members import DataScope, Permission
from crm_app.rules.system_fields import SYSTEM_FIELDS, SystemField

_INDEXED_KINDS: Final = frozenset({FieldKind.CHOICE, FieldKind.PHONE, FieldKind.DATE})

_STAFF: Final = (Permission.CREATE_CUSTOMER, Permission.EDIT_CUSTOMER, Permission.EXPORT, Permission.IMPORT)
_MANAGER: Final = (
    *_STAFF,
    Permission.CHANGE_OWNER,
    Permission.DELETE_CUSTOMER,
    Permission.MANAGE_SETTINGS,
    Permission.RESTORE_CUSTOMER,
    Permission.SHARE_VIEWS,
)
_ROLES: Final = (
    ('admin', '管理员', tuple(Permission), DataScope.ALL),
    ('manager', '主管', _MANAGER, DataScope.TEAM),
    ('staff', '员工', _STAFF, DataScope.OWN),
)

CONTACT_FIELDS: Final = (
    SystemField(
        key='name', original_name='姓名', english='Name', kind=FieldKind.TEXT, slot='name', required=True, core=True
    ),
    SystemField(key='mobile', original_name='手机', english='Mobile', kind=FieldKind.PHONE, slot='t01'),
    SystemField(key='phone', original_name='电话', english='Phone', kind=FieldKind.PHONE, slot='t02'),
    SystemField(key='job_title', original_name='职位', english='Job title', kind=FieldKind.TEXT, slot='t03'),
    SystemField(key='email', original_name='邮箱', english='E-mail', kind=FieldKind.EMAIL, slot='t04'),
    SystemField(key='wechat', original_name='微信', english='WeChat', kind=FieldKind.TEXT, slot='t05'),
    SystemField(key='remark', original_name='备注', english='Remark', kind=FieldKind.LONG_TEXT, slot='t06'),
)
FOLLOW_UP_FIELDS: Final = (
    SystemField(
        key='way',
        original_name='跟进方式',
        english='How',
        kind=FieldKind.CHOICE,
        slot='way',
        core=True,
        options=('电话', '微信', '拜访', '邮件', '其他'),
    ),
)


def plant(connection: Connection) -> None:
    """Plant roles and fields where there are none yet."""
    if not connection.scalar(select(func.count()).select_from(table_of(Role))):
        connection.execute(insert(table_of(Role)), [_role(*role) for role in _ROLES])
    for entity, fields in (
        (Entity.CUSTOMER, SYSTEM_FIELDS),
        (Entity.CONTACT, CONTACT_FIELDS),
        (Entity.FOLLOW_UP, FOLLOW_UP_FIELDS),
    ):
        _plant_fields(connection, entity, fields)


def _role(key: str, name: str, permissions: tuple[Permission, ...], scope: DataScope) -> dict[str, Any]:
    return {'key': key, 'name': name, 'permissions': sorted(permissions), 'scope': scope.value}


def _plant_fields(connection: Connection, entity: Entity, fields: tuple[SystemField, ...]) -> None:
    table = table_of(FieldDefinition)
    there = set(connection.scalars(select(table.c.key).where(table.c.entity_kind == entity.value)))
    for position, field in enumerate(fields, start=1):
        if field.key in there:
            continue
        ident = connection.scalar(insert(table).values(_field(entity, field, position)).returning(table.c.id))
        options = [
            {'field_id': ident, 'name': name, 'position': place, 'colour': '', 'retired': False}
            for place, name in enumerate(field.options, start=1)
        ]
        if options:
            connection.execute(insert(table_of(FieldOption)), options)


def _field(entity: Entity, field: SystemField, position: int) -> dict[str, Any]:
    return {
        'entity_kind': entity.value,
        'key': field.key,
        'original_name': field.original_name,
        'kind': field.kind.value,
        'slot': field.slot,
        'enabled': field.enabled,
        'required': field.required,
        'is_unique': field.unique,
        'on_duplicate_company': field.on_duplicate_company.value,
        'on_duplicate_individual': field.on_duplicate_individual.value,
        'applies_to': field.applies_to.value,
        'position': position,
        'core': field.core,
        'decimals': field.decimals,
        'unit': field.unit,
        'help': '',
        'subordinates_may_edit': False,
        'indexed': entity is Entity.CUSTOMER and field.enabled and field.kind in _INDEXED_KINDS,
    }
