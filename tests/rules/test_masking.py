"""What people see of records that are not theirs."""

from __future__ import annotations

import pytest

from crm_app.rules.masking import mask_name, mask_phone


@pytest.mark.parametrize(
    ('name', 'masked'),
    [
        ('武汉无忧科技有限公司', '武汉**公司'),
        ('武汉无忧科技', '武汉**科技'),
        ('无忧科技', '无**'),
        ('张伟', '张*'),
        ('王小明', '王**'),
        ('张', '*'),
        ('', ''),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ('phone', 'masked'),
    [
        ('13800138000', '138****8000'),
        ('13800138000/02787654321转801', '138****8000/027****4321'),
        ('+442079460958', '+44****0958'),
        ('87654321', '87****21'),
        ('95588', '****'),
    ],
)
def test_phones_are_masked(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked
