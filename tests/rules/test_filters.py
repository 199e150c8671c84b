from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from crm_app.rules.fields import AppliesTo, Field, FieldKind
from crm_app.rules.filters import OPERATORS, Family, day_of, family_of, range_filter
from crm_app.rules.list_query import Filter, Operator
from crm_app.rules.refusals import InvalidValue

SHANGHAI = ZoneInfo('Asia/Shanghai')
AMOUNT = Field(
    id=5,
    key=None,
    original_name='预算',
    custom_name=None,
    kind=FieldKind.MONEY,
    slot='n05',
    enabled=True,
    required=False,
    unique=False,
    applies_to=AppliesTo.BOTH,
    position=1,
    decimals=2,
)
DAY = replace(AMOUNT, kind=FieldKind.DATE, slot='t20')


@pytest.mark.parametrize(
    ('first', 'last', 'found'),
    [
        ('1,000', '2000.5', Filter(5, Operator.BETWEEN, ('10000000', '20005000'))),
        ('10', ' ', Filter(5, Operator.AT_LEAST, ('100000',))),
        ('', '10', Filter(5, Operator.AT_MOST, ('100000',))),
        ('', '', None),
    ],
)
def test_either_end_may_be_left_open(first: str, last: str, found: Filter | None) -> None:
    assert range_filter(5, AMOUNT, first, last, SHANGHAI) == found


def test_days_of_a_date_are_days() -> None:
    assert range_filter(5, DAY, '2026-1-5', '', SHANGHAI) == Filter(5, Operator.AT_LEAST, ('2026-01-05',))


def test_days_of_a_moment_are_whole_days_of_the_office() -> None:
    found = range_filter('created_at', None, '2026-03-05', '2026-03-05', SHANGHAI)
    assert found is not None
    assert found.values == ('2026-03-04T16:00:00+00:00', '2026-03-05T15:59:59.999999+00:00')
    assert [day_of(str(value), SHANGHAI) for value in found.values] == ['2026-03-05', '2026-03-05']


def test_what_cannot_be_read_is_refused() -> None:
    for field, text in ((AMOUNT, 'a lot'), (DAY, 'soon'), (None, 'soon')):
        with pytest.raises(InvalidValue):
            range_filter('created_at' if field is None else 5, field, text, '', SHANGHAI)


def test_every_kind_of_field_can_be_filtered() -> None:
    for kind in FieldKind:
        assert OPERATORS[family_of(1, kind)]
    assert family_of('owner', None) is Family.CHOICE
    assert family_of('created_at', None) is Family.DAYS
