from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member
from crm_app.data.rights import rights_of, visible_customer, visible_to
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotFound, SignedOut
from tests.support.cast import Cast, add_customer


def seen_by(database: Database, actor: Actor) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Customer.name).where(visible_to(rights_of(session, actor)))))


def test_each_sees_his_own_his_team_or_all(database: Database, cast: Cast) -> None:
    for actor, name in ((cast.wang, '王的'), (cast.li, '李的'), (cast.zhao, '赵的')):
        add_customer(database, actor, name)
    assert seen_by(database, cast.admin) == {'王的', '李的', '赵的'}
    assert seen_by(database, cast.wang) == {'王的', '李的'}
    assert seen_by(database, cast.li) == {'李的'}


def test_a_foreign_customer_is_as_absent_as_one_that_never_was(database: Database, cast: Cast) -> None:
    ident = add_customer(database, cast.zhao, '赵的')
    with database.reading() as session:
        rights = rights_of(session, cast.li)
        for wrong in (ident, 999_999):
            with pytest.raises(NotFound):
                visible_customer(session, rights, wrong)


def test_a_deactivated_member_may_nothing(database: Database, cast: Cast) -> None:
    def unit(session: Session) -> None:
        session.get_one(Member, cast.li.member_id).active = False

    database.write(unit, None)
    with database.reading() as session, pytest.raises(SignedOut):
        rights_of(session, cast.li)
