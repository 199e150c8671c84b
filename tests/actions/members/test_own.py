from __future__ import annotations

import pytest

from crm_app.actions.members.own import choose_dark, choose_language, rename_self
from crm_app.data.database import Database
from crm_app.data.models.member import Member
from crm_app.rules.accounts import BadName
from crm_app.rules.refusals import SignedOut
from tests.support.cast import Cast


def member(database: Database, member_id: int) -> Member:
    with database.reading() as session:
        return session.get_one(Member, member_id)


def test_everybody_changes_his_own_name_language_and_light(database: Database, cast: Cast) -> None:
    rename_self(database, cast.li, '  李  明亮 ')
    choose_language(database, cast.li, 'en')
    choose_dark(database, cast.li, dark=True)
    changed = member(database, cast.li.member_id)
    assert (changed.name, changed.language, changed.dark) == ('李 明亮', 'en', True)
    choose_dark(database, cast.li, dark=None)
    assert member(database, cast.li.member_id).dark is None
    assert member(database, cast.zhao.member_id).name == '赵强'


def test_an_empty_name_is_refused(database: Database, cast: Cast) -> None:
    with pytest.raises(BadName):
        rename_self(database, cast.li, '   ')


def test_who_was_deactivated_changes_nothing(database: Database, cast: Cast) -> None:
    with database.transaction(cast.admin) as session:
        session.get_one(Member, cast.li.member_id).active = False
    with pytest.raises(SignedOut):
        choose_language(database, cast.li, 'en')
    assert member(database, cast.li.member_id).language is None
