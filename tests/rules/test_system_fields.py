from __future__ import annotations

from crm_app.rules.fields import AppliesTo, OnDuplicate
from crm_app.rules.sheet_columns import heading_key
from crm_app.rules.system_fields import SYNONYMS, SYSTEM_FIELDS


def test_keys_slots_and_headings_are_unmistakable() -> None:
    for attribute in ('key', 'slot', 'original_name', 'english'):
        values = [getattr(field, attribute) for field in SYSTEM_FIELDS]
        assert len(set(values)) == len(values) == 22
    headings = [key for names in SYNONYMS.values() for key in {heading_key(name) for name in names}]
    assert len(set(headings)) == len(headings)


def test_slots_fit_their_kinds() -> None:
    for field in SYSTEM_FIELDS:
        if field.key not in {'name', 'contact'}:
            assert field.slot.startswith('n' if field.kind.is_number else 't'), field.key
        assert bool(field.options) <= field.kind.has_options


def test_names_block_companies_and_warn_individuals_and_mobiles_block_both() -> None:
    name, mobile = (next(field for field in SYSTEM_FIELDS if field.key == key) for key in ('name', 'mobile'))
    assert (name.on_duplicate_company, name.on_duplicate_individual) == (OnDuplicate.BLOCK, OnDuplicate.WARN)
    assert (mobile.on_duplicate_company, mobile.on_duplicate_individual) == (OnDuplicate.BLOCK, OnDuplicate.BLOCK)
    assert [field.key for field in SYSTEM_FIELDS if field.unique] == ['name', 'mobile']


def test_a_new_customer_form_is_short() -> None:
    on = [field.original_name for field in SYSTEM_FIELDS if field.enabled]
    assert on == [
        '客户名称', '联系人', '手机', '电话', '客户状态', '客户级别', '客户来源', '行业', '城市', '地址', '备注',
    ]  # fmt: skip
    companies_only = {field.key for field in SYSTEM_FIELDS if field.applies_to is AppliesTo.COMPANY}
    assert companies_only == {'contact', 'industry', 'credit_code', 'founded_on', 'employees', 'revenue'}
