"""Customers with their slots, contacts, follow-ups, keys and history."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from crm_app.data.models.base import Json, UtcDateTime

revision = '0002'
down_revision = '0001'

BIG_ID: Final = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
SORT_TEXT: Final = sa.String().with_variant(sa.String(collation='C'), 'postgresql')


def upgrade() -> None:
    """Create the tables."""
    _create_customers()
    _create_keys()
    _create_history()


def _create_customers() -> None:
    op.create_table(
        'customer',
        sa.Column('id', BIG_ID, nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('name_pinyin', SORT_TEXT, nullable=False),
        sa.Column('contact_name', sa.Text(), nullable=True),
        sa.Column('owner_id', sa.Integer(), nullable=True),
        sa.Column('next_follow_up_at', UtcDateTime(), nullable=True),
        sa.Column('last_follow_up_at', UtcDateTime(), nullable=True),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.Column('created_by', sa.Integer(), nullable=True),
        sa.Column('updated_at', UtcDateTime(), nullable=False),
        sa.Column('deleted_at', UtcDateTime(), nullable=True),
        sa.Column('deleted_by', sa.Integer(), nullable=True),
        sa.Column('import_id', sa.Integer(), nullable=True),
        sa.Column('demo', sa.Boolean(), nullable=False),
        *(sa.Column(f't{number:02}', sa.Text()) for number in range(1, 121)),
        *(sa.Column(f'n{number:02}', sa.BigInteger()) for number in range(1, 41)),
        sa.ForeignKeyConstraint(['created_by'], ['member.id'], name='fk_customer_created_by'),
        sa.ForeignKeyConstraint(['deleted_by'], ['member.id'], name='fk_customer_deleted_by'),
        sa.ForeignKeyConstraint(['import_id'], ['import_run.id'], name='fk_customer_import_id'),
        sa.ForeignKeyConstraint(['owner_id'], ['member.id'], name='fk_customer_owner_id'),
        sa.PrimaryKeyConstraint('id', name='pk_customer'),
    )
    op.create_index(
        'ix_customer_deleted',
        'customer',
        ['deleted_at'],
        unique=False,
        sqlite_where=sa.text('deleted_at IS NOT NULL'),
        postgresql_where=sa.text('deleted_at IS NOT NULL'),
    )
    op.create_index('ix_customer_import_id', 'customer', ['import_id'], unique=False)
    op.create_index(
        'ix_customer_name',
        'customer',
        ['name_pinyin', 'id', 'owner_id'],
        unique=False,
        postgresql_where=sa.text('deleted_at IS NULL'),
        sqlite_where=sa.text('deleted_at IS NULL'),
    )
    op.create_index(
        'ix_customer_next',
        'customer',
        ['next_follow_up_at', 'id', 'owner_id'],
        unique=False,
        sqlite_where=sa.text('deleted_at IS NULL AND next_follow_up_at IS NOT NULL'),
        postgresql_where=sa.text('deleted_at IS NULL AND next_follow_up_at IS NOT NULL'),
    )
    op.create_index(
        'ix_customer_owner_updated',
        'customer',
        ['owner_id', 'updated_at', 'id'],
        unique=False,
        postgresql_where=sa.text('deleted_at IS NULL'),
        sqlite_where=sa.text('deleted_at IS NULL'),
    )
    op.create_index(
        'ix_customer_updated',
        'customer',
        ['updated_at', 'id', 'owner_id'],
        unique=False,
        postgresql_where=sa.text('deleted_at IS NULL'),
        sqlite_where=sa.text('deleted_at IS NULL'),
    )
    op.create_table(
        'contact',
        sa.Column('id', BIG_ID, nullable=False),
        sa.Column('customer_id', BIG_ID, nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('is_primary', sa.Boolean(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        *(sa.Column(f't{number:02}', sa.Text()) for number in range(1, 21)),
        *(sa.Column(f'n{number:02}', sa.BigInteger()) for number in range(1, 6)),
        sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name='fk_contact_customer_id', ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id', name='pk_contact'),
    )
    op.create_index('ix_contact_customer_id', 'contact', ['customer_id'], unique=False)
    op.create_table(
        'follow_up',
        sa.Column('id', BIG_ID, nullable=False),
        sa.Column('customer_id', BIG_ID, nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('way', sa.String(length=20), nullable=True),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('next_at', UtcDateTime(), nullable=True),
        sa.Column('created_at', UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['customer_id'], ['customer.id'], name='fk_follow_up_customer_id', ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_follow_up_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_follow_up'),
    )
    op.create_index('ix_follow_up_customer_id_at', 'follow_up', ['customer_id', 'at'], unique=False)
    op.create_index('ix_follow_up_member_id_at', 'follow_up', ['member_id', 'at'], unique=False)


def _create_keys() -> None:
    op.create_table(
        'duplicate_hint',
        sa.Column('field_id', sa.Integer(), nullable=False),
        sa.Column('value', sa.String(length=200), nullable=False),
        sa.Column('loose', sa.Boolean(), nullable=False),
        sa.Column('customer_id', BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ['customer_id'], ['customer.id'], name='fk_duplicate_hint_customer_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['field_id'], ['field_definition.id'], name='fk_duplicate_hint_field_id'),
        sa.PrimaryKeyConstraint('field_id', 'value', 'loose', 'customer_id', name='pk_duplicate_hint'),
        sqlite_with_rowid=False,
    )
    op.create_index('ix_duplicate_hint_customer_id', 'duplicate_hint', ['customer_id'], unique=False)
    op.create_table(
        'unique_value',
        sa.Column('field_id', sa.Integer(), nullable=False),
        sa.Column('value', sa.String(length=200), nullable=False),
        sa.Column('customer_id', BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ['customer_id'], ['customer.id'], name='fk_unique_value_customer_id', ondelete='CASCADE'
        ),
        sa.ForeignKeyConstraint(['field_id'], ['field_definition.id'], name='fk_unique_value_field_id'),
        sa.PrimaryKeyConstraint('field_id', 'value', name='pk_unique_value'),
        sqlite_with_rowid=False,
    )
    op.create_index('ix_unique_value_customer_id', 'unique_value', ['customer_id'], unique=False)


def _create_history() -> None:
    op.create_table(
        'revision',
        sa.Column('id', BIG_ID, nullable=False),
        sa.Column('entity_kind', sa.String(length=20), nullable=False),
        sa.Column('entity_id', BIG_ID, nullable=False),
        sa.Column('customer_id', BIG_ID, nullable=True),
        sa.Column('action', sa.String(length=12), nullable=False),
        sa.Column('at', UtcDateTime(), nullable=False),
        sa.Column('member_id', sa.Integer(), nullable=True),
        sa.Column('route', sa.String(length=12), nullable=False),
        sa.Column('because', sa.Text(), nullable=False),
        sa.Column('import_id', BIG_ID, nullable=True),
        sa.Column('changes', Json, nullable=False),
        sa.ForeignKeyConstraint(['member_id'], ['member.id'], name='fk_revision_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_revision'),
    )
    op.create_index(
        'ix_revision_customer_id_id',
        'revision',
        ['customer_id', 'id'],
        unique=False,
        sqlite_where=sa.text('customer_id IS NOT NULL'),
    )
    op.create_index(
        'ix_revision_entity_kind_entity_id_id', 'revision', ['entity_kind', 'entity_id', 'id'], unique=False
    )
    op.create_index(
        'ix_revision_import_id_id',
        'revision',
        ['import_id', 'id'],
        unique=False,
        sqlite_where=sa.text('import_id IS NOT NULL'),
        postgresql_where=sa.text('import_id IS NOT NULL'),
    )
