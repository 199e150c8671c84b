"""A field of the team's own."""

from __future__ import annotations

import pytest

from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.fields.add_field import BadFieldName, FieldNameTaken, NoSlotLeft, add_field
from crm_app.data.database import Database
from crm_app.data.models.customer import NUMBER_SLOTS
from crm_app.rules.fields import Entity, FieldKind
from crm_app.rules.refusals import NotPermitted
from tests.support.cast import Cast, add_customer, catalog_in


def test_a_new_field_stands_at_the_end_and_keeps_values(database: Database, cast: Cast) -> None:
    ident = add_field(database, cast.wang, ' 年采购额 ', FieldKind.NUMBER)
    field = catalog_in(database).customer_fields[-1]
    assert (field.id, field.name, field.enabled, field.required) == (ident, '年采购额', True, False)
    customer = add_customer(database, cast.li, '甲公司')
    assert edit_customer(database, cast.li, customer, base={ident: None}, mine={ident: 15000}) == {ident}


def test_it_refuses_who_may_not_change_settings(database: Database, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        add_field(database, cast.li, '备用', FieldKind.TEXT)


@pytest.mark.parametrize('name', ['', '  ', '长' * 61])
def test_it_wants_a_name(database: Database, cast: Cast, name: str) -> None:
    with pytest.raises(BadFieldName):
        add_field(database, cast.admin, name, FieldKind.TEXT)


def test_a_name_is_given_once(database: Database, cast: Cast) -> None:
    add_field(database, cast.admin, '备用', FieldKind.TEXT)
    for taken in ('备用', '客户名称', '微信'):
        with pytest.raises(FieldNameTaken):
            add_field(database, cast.admin, taken, FieldKind.TEXT)


def test_running_out_of_places_is_told(database: Database, cast: Cast) -> None:
    fields = catalog_in(database).of(Entity.CUSTOMER, enabled=False)
    left = len(NUMBER_SLOTS) - sum(field.slot in NUMBER_SLOTS for field in fields)
    for number in range(left):
        add_field(database, cast.admin, f'数{number}', FieldKind.NUMBER)
    with pytest.raises(NoSlotLeft):
        add_field(database, cast.admin, '再一个', FieldKind.NUMBER)
