"""The words for customers that every layer speaks."""

from __future__ import annotations

from enum import StrEnum


class CustomerKind(StrEnum):
    """企业客户 or 个人客户."""

    COMPANY = 'company'
    INDIVIDUAL = 'individual'


class Route(StrEnum):
    """By which way a change came in; history keeps it."""

    FORM = 'form'
    INLINE = 'inline'
    BULK = 'bulk'
    IMPORT = 'import'
    UNDO = 'undo'
    RESTORE = 'restore'
    FLOW = 'flow'
    HAND_OVER = 'hand_over'
    SYSTEM = 'system'
    DEMO = 'demo'
