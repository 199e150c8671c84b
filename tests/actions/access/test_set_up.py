from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from crm_app.actions.access.set_up import AlreadySetUp, create_administrator, is_set_up, note_code_attempt
from crm_app.actions.access.sign_in import sign_in
from crm_app.data.attempts import TooManyAttempts
from crm_app.data.database import Database
from crm_app.data.members import list_members
from crm_app.data.rights import rights_of
from crm_app.rules.accounts import PasswordTooShort
from crm_app.rules.members import Actor, DataScope, Permission


def create(database: Database, login: str = 'wang', password: str = 'correct horse') -> int:
    return create_administrator(database, login=login, name='王芳', password=password)


def test_the_first_visit_creates_an_administrator_who_may_all(database: Database) -> None:
    assert not is_set_up(database)
    member_id = create(database)
    assert is_set_up(database)
    with database.reading() as session:
        rights = rights_of(session, Actor(member_id, '王芳'))
    assert rights.permissions == frozenset(Permission)
    assert rights.scope is DataScope.ALL
    assert sign_in(database, 'wang', 'correct horse', address='')


def test_there_is_no_second_set_up(database: Database) -> None:
    create(database)
    with pytest.raises(AlreadySetUp):
        create(database, 'li')


def test_exactly_one_wins_of_several_at_once(database: Database) -> None:
    def attempt(number: int) -> bool:
        try:
            create(database, f'admin{number}')
        except AlreadySetUp:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    with database.reading() as session:
        assert len(list_members(session)) == 1


def test_set_up_refuses_short_passwords(database: Database) -> None:
    with pytest.raises(PasswordTooShort):
        create(database, password='1234567')
    assert not is_set_up(database)


def test_guessing_the_code_is_slowed_down_for_all_addresses(database: Database) -> None:
    for number in range(5):
        note_code_attempt(database, f'10.0.0.{number}')
    with pytest.raises(TooManyAttempts):
        note_code_attempt(database, '10.0.0.9')
