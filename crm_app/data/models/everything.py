"""All models in one import, for the metadata."""

from __future__ import annotations

from typing import Final

from crm_app.data.models.base import Base
from crm_app.data.models.customer import Contact, Customer, FollowUp
from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.data.models.field import FieldDefinition, FieldOption
from crm_app.data.models.member import LoginAttempt, LoginSession, Member, Role
from crm_app.data.models.record import AuditEntry, Change, Revision
from crm_app.data.models.work import Draft, ImportRun, SavedView, Setting

ALL_MODELS: Final[tuple[type[Base], ...]] = (
    AuditEntry,
    Change,
    Contact,
    Customer,
    Draft,
    DuplicateHint,
    FieldDefinition,
    FieldOption,
    FollowUp,
    ImportRun,
    LoginAttempt,
    LoginSession,
    Member,
    Revision,
    Role,
    SavedView,
    Setting,
    UniqueValue,
)
