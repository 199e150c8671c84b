"""Members, roles, field definitions, settings and what people keep while working."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from crm_app.data.models.base import Json, UtcDateTime

revision = '0001'
down_revision = None

BIG_ID: Final = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    """Create the tables."""
    _create_fields()
    _create_members()
    _create_work()


def _create_fields() -> None:
    op.create_table(
        'field_definition',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('entity_kind', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=True),
        sa.Column('original_name', sa.String(length=60), nullable=False),
        sa.Column('custom_name', sa.String(length=60), nullable=True),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('slot', sa.String(length=20), nullable=False),
        sa.Column('enabled', sa.Boolean(), nullable=False),
        sa.Column('required', sa.Boolean(), nullable=False),
        sa.Column('is_unique', sa.Boolean(), nullable=False),
        sa.Column('on_duplicate_company', sa.String(length=10), nullable=False),
        sa.Column('on_duplicate_individual', sa.String(length=10), nullable=False),
        sa.Column('applies_to', sa.String(length=12), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('core', sa.Boolean(), nullable=False),
        sa.Column('decimals', sa.Integer(), nullable=False),
        sa.Column('unit', sa.String(length=20), nullable=False),
        sa.Column('default_value', sa.Text(), nullable=True),
        sa.Column('help', sa.Text(), nullable=False),
        sa.Column('subordinates_may_edit', sa.Boolean(), nullable=False),
        sa.Column('indexed', sa.Boolean(), nullable=False),
        sa.Column('readable_by', Json, nullable=True),
        sa.Column('writable_by', Json, nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_field_definition'),
        sa.UniqueConstraint('entity_kind', 'slot', name='uq_field_definition_entity_kind_slot'),
    )
    op.create_table(
        'field_option',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('field_id', sa.Integer(), nullable=False),
        sa.Column('parent_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=100), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('colour', sa.String(length=20), nullable=False),
        sa.Column('retired', sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(['field_id'], ['field_definition.id'], name='fk_field_option_field_id'),
        sa.ForeignKeyConstraint(['parent_id'], ['field_option.id'], name='fk_field_option_parent_id'),
        sa.PrimaryKeyConstraint('id', name='pk_field_option'),
    )
    op.create_index('ix_field_option_field_id_position', 'field_option', ['field_id', 'position'], unique=False)


def _create_members() -> None:
    op.create_table(
        'login_attempt',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('login', sa.String(length=60), nullable=False),
        sa.Column('address', sa.String(length=60), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_login_attempt'),
    )
    op.create_index('ix_login_attempt_address_at', 'login_attempt', ['address', 'at'], unique=False)
    op.create_index('ix_login_attempt_login_at', 'login_attempt', ['login', 'at'], unique=False)
    op.create_table(
        'role',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=20), nullable=True),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('permissions', Json, nullable=False),
        sa.Column('scope', sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_role'),
        sa.UniqueConstraint('key', name='uq_role_key'),
    )
    op.create_table(
        'member',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('login', sa.String(length=60), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('role_id', sa.Integer(), nullable=False),
        sa.Column('superior_id', sa.Integer(), nullable=True),
        sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('password_hash', sa.String(length=255), nullable=True),
        sa.Column('must_change_password', sa.Boolean(), nullable=False),
        sa.Column('language', sa.String(length=10), nullable=True),
        sa.Column('dark', sa.Boolean(), nullable=True),
        sa.Column('demo', sa.Boolean(), nullable=False),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['role_id'], ['role.id'], name='fk_member_role_id'),
        sa.ForeignKeyConstraint(['superior_id'], ['member.id'], name='fk_member_superior_id'),
        sa.PrimaryKeyConstraint('id', name='pk_member'),
        sa.UniqueConstraint('login', name='uq_member_login'),
    )
    op.create_index('ix_member_superior_id', 'member', ['superior_id'], unique=False)
    op.create_table(
        'draft',
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=80), nullable=False),
        sa.Column('content', Json, nullable=False),
        sa.Column('updated_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_draft_member_id'),
        sa.PrimaryKeyConstraint('member_id', 'key', name='pk_draft'),
    )
    op.create_table(
        'login_session',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('seen_at', UtcDateTime(), nullable=False),
        sa.Column('address', sa.String(length=60), nullable=False),
        sa.Column('device', sa.String(length=200), nullable=False),
        sa.Column('ended_at', UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_login_session_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_login_session'),
        sa.UniqueConstraint('token_hash', name='uq_login_session_token_hash'),
    )
    op.create_index('ix_login_session_member_id', 'login_session', ['member_id'], unique=False)
    op.create_table(
        'saved_view',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=60), nullable=False),
        sa.Column('shared', sa.Boolean(), nullable=False),
        sa.Column('content', Json, nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_saved_view_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_saved_view'),
    )
    op.create_index('ix_saved_view_member_id', 'saved_view', ['member_id'], unique=False)


def _create_work() -> None:
    op.create_table(
        'change',
        sa.Column('id', BIG_ID, nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('origin', sa.String(length=36), nullable=False),
        sa.Column('news', Json, nullable=False),
        sa.PrimaryKeyConstraint('id', name='pk_change'),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_change_at', 'change', ['at'], unique=False)
    op.create_table(
        'setting',
        sa.Column('key', sa.String(length=60), nullable=False),
        sa.Column('value', Json, nullable=False),
        sa.PrimaryKeyConstraint('key', name='pk_setting'),
    )
    op.create_table(
        'audit_entry',
        sa.Column('id', BIG_ID, nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('action', sa.String(length=30), nullable=False),
        sa.Column('detail', Json, nullable=False),
        sa.Column('address', sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_audit_entry_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_audit_entry'),
    )
    op.create_index('ix_audit_entry_action_member_id_at', 'audit_entry', ['action', 'member_id', 'at'], unique=False)
    op.create_table(
        'import_run',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('file_name', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False),
        sa.Column('started_at', UtcDateTime(), nullable=False),
        sa.Column('finished_at', UtcDateTime(), nullable=True),
        sa.Column('choices', Json, nullable=False),
        sa.Column('counts', Json, nullable=False),
        sa.Column('liveness', sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_import_run_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_import_run'),
    )
