"""Alembic's entry: runs the migrations on the connection that ``upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from crm_app.data.migrations.scope import include_object
from crm_app.data.models.base import Base
from crm_app.data.models.everything import ALL_MODELS

assert ALL_MODELS

context.configure(
    connection=context.config.attributes['connection'],
    target_metadata=Base.metadata,
    include_object=include_object,
    render_as_batch=False,
)
context.run_migrations()
