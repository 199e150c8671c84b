"""What a field is: its kind and its properties, as plain values that every layer speaks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from crm_app.rules.customers import CustomerKind

NUMBER_SCALE: Final = 10_000
"""Numbers and money are stored as integers of ten-thousandths: exact, sortable, summable."""


class FieldKind(StrEnum):
    """输入框类型."""

    TEXT = 'text'
    LONG_TEXT = 'long_text'
    NUMBER = 'number'
    MONEY = 'money'
    DATE = 'date'
    CHOICE = 'choice'
    MULTI_CHOICE = 'multi_choice'
    CASCADE = 'cascade'
    PHONE = 'phone'
    EMAIL = 'email'
    WEB = 'web'
    MEMBER = 'member'

    @property
    def is_number(self) -> bool:
        """Whether values are stored as integers of ten-thousandths."""
        return self in (FieldKind.NUMBER, FieldKind.MONEY)

    @property
    def has_options(self) -> bool:
        """Whether values are ids of options."""
        return self in (FieldKind.CHOICE, FieldKind.MULTI_CHOICE, FieldKind.CASCADE)


class Entity(StrEnum):
    """What a record is, in history, live news and field definitions."""

    CUSTOMER = 'customer'
    CONTACT = 'contact'
    FOLLOW_UP = 'follow_up'
    MEMBER = 'member'
    ROLE = 'role'
    FIELD = 'field'
    OPTION = 'option'
    SAVED_VIEW = 'saved_view'
    LOGIN_SESSION = 'login_session'
    IMPORT_RUN = 'import_run'
    SETTING = 'setting'


class AppliesTo(StrEnum):
    """生效界面: for which kinds of customer a field exists."""

    COMPANY = 'company'
    INDIVIDUAL = 'individual'
    BOTH = 'both'

    def includes(self, kind: CustomerKind) -> bool:
        """Whether a customer of this kind has the field."""
        return self is AppliesTo.BOTH or self.value == kind.value


class OnDuplicate(StrEnum):
    """What a unique field does when its value occurs twice."""

    BLOCK = 'block'
    WARN = 'warn'


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field definition as plain data.

    ``slot`` names the customer attribute that holds the raw value. Raw values: text kinds ``str``; number kinds ``int``
    (ten-thousandths); date ``'YYYY-MM-DD'``; choice, cascade and member the id as ``str``; multiple choice ``',3,7,'``;
    an empty field is ``None``, never ``''``.
    """

    id: int
    entity: Entity = Entity.CUSTOMER
    key: str | None
    """Stable name of a system field (``'name'``, ``'mobile'`` …); None for a field the team added."""
    original_name: str
    custom_name: str | None
    kind: FieldKind
    slot: str
    enabled: bool
    required: bool
    unique: bool
    applies_to: AppliesTo
    position: int
    core: bool = False
    on_duplicate_company: OnDuplicate = OnDuplicate.BLOCK
    on_duplicate_individual: OnDuplicate = OnDuplicate.BLOCK
    decimals: int = 0
    unit: str = ''
    default: str | None = None
    help: str = ''
    subordinates_may_edit: bool = False
    indexed: bool = False
    readable_by: frozenset[int] | None = None
    """Ids of the roles that may see the value; None = all."""
    writable_by: frozenset[int] | None = None
    """Ids of the roles that may change the value; None = all who may see it."""

    @property
    def name(self) -> str:
        """The name the team sees."""
        return self.custom_name or self.original_name

    def on_duplicate(self, kind: CustomerKind) -> OnDuplicate:
        """What happens when a customer of this kind repeats a value of this (unique) field."""
        return self.on_duplicate_company if kind is CustomerKind.COMPANY else self.on_duplicate_individual


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a dropdown as plain data."""

    id: int
    field_id: int
    name: str
    position: int
    colour: str = ''
    retired: bool = False
    parent_id: int | None = None
