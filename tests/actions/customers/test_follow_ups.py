from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_app.actions.customers.duplicates import LOOK_UPS_A_MINUTE, duplicate_check
from crm_app.actions.customers.follow_ups import EmptyFollowUp, add_follow_up, delete_follow_up, edit_follow_up
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.rules.collisions import TooManyLookUps
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.refusals import NotFound, NotPermitted
from tests.support.cast import Cast, add_customer, field_id, option_id

TOMORROW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def reminder(database: Database, ident: int) -> datetime | None:
    with database.reading() as session:
        return session.get_one(Customer, ident).next_follow_up_at


def test_the_next_contact_is_replaced_by_the_next_follow_up(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司')
    way = option_id(database, 'way', '电话', Entity.FOLLOW_UP)
    first = add_follow_up(database, cast.li, ident, text='要求报价', way=way, next_at=TOMORROW)
    assert reminder(database, ident) == TOMORROW
    second = add_follow_up(database, cast.li, ident, text='已报价', next_at=TOMORROW + timedelta(days=3))
    assert reminder(database, ident) == TOMORROW + timedelta(days=3)
    delete_follow_up(database, cast.li, second)
    assert reminder(database, ident) == TOMORROW
    edit_follow_up(database, cast.li, first, text='要求报价', way=way, next_at=None)
    assert reminder(database, ident) is None


def test_follow_ups_refuse_outsiders_and_foreign_hands(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.li, '甲公司')
    with pytest.raises(NotFound):
        add_follow_up(database, cast.zhao, ident, text='x')
    with pytest.raises(EmptyFollowUp):
        add_follow_up(database, cast.li, ident, text='  ')
    mine = add_follow_up(database, cast.li, ident, text='x')
    with pytest.raises(NotPermitted):
        delete_follow_up(database, cast.wang, mine)
    with pytest.raises(NotFound):
        delete_follow_up(database, cast.zhao, mine)


def test_the_look_up_warns_of_similar_names_and_is_limited(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '武汉市无忧科技有限公司')
    name = field_id(database, 'name')
    finding = duplicate_check(database, cast.zhao, CustomerKind.COMPANY, {name: '武汉无忧科技公司'})[0]
    assert (finding.blocks, finding.loose, finding.customer_id) == (False, True, None)
    assert duplicate_check(database, cast.zhao, CustomerKind.COMPANY, {name: '上海别家'}) == ()
    for _ in range(LOOK_UPS_A_MINUTE - 1):
        duplicate_check(database, cast.zhao, CustomerKind.COMPANY, {name: '武汉无忧科技公司'})
    with pytest.raises(TooManyLookUps):
        duplicate_check(database, cast.zhao, CustomerKind.COMPANY, {name: '武汉无忧科技公司'})
