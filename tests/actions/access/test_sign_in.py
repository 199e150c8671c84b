from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from crm_app.actions.access.change_password import SamePassword, WrongOldPassword, change_password
from crm_app.actions.access.passwords import hashed, is_right
from crm_app.actions.access.sign_in import WrongPassword, sign_in
from crm_app.actions.access.sign_out import end_session, list_sessions, sign_out
from crm_app.actions.members.edit import deactivate_member
from crm_app.actions.members.set_password import set_password
from crm_app.data.attempts import TooManyAttempts
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.models.member import LoginSession, Member
from crm_app.data.models.record import AuditEntry
from crm_app.data.rights import rights_of
from crm_app.data.sessions import LIFETIME, SignedIn, signed_in
from crm_app.rules.accounts import PasswordTooShort
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotFound, SignedOut
from tests.support.cast import Cast

PASSWORD = 'correct horse'
STORED = hashed(PASSWORD)


@pytest.fixture
def cast(cast: Cast, database: Database) -> Cast:
    """The cast, all with the same password."""
    database.write(lambda session: session.execute(update(Member).values(password_hash=STORED)), None)
    return cast


def log_in(database: Database, login: str = 'li', password: str = PASSWORD, address: str = '10.0.0.7') -> str:
    return sign_in(database, login, password, address=address, device='Browser')


def who(database: Database, token: str) -> SignedIn | None:
    with database.reading() as session:
        return signed_in(session, token)


def actor_at(database: Database, token: str) -> Actor:
    found = who(database, token)
    assert found is not None
    return found.actor


def audit(database: Database) -> list[tuple[str, int | None]]:
    with database.reading() as session:
        return [
            (entry.action, entry.member_id) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        ]


def test_sign_in_knows_the_member_by_the_token(database: Database, cast: Cast) -> None:
    found = who(database, log_in(database, ' LI '))
    assert found is not None
    assert found.actor.member_id == cast.li.member_id
    assert found.actor.session_id is not None
    assert audit(database) == [('sign_in', cast.li.member_id)]


def test_sign_in_keeps_no_token(database: Database, cast: Cast) -> None:
    token = log_in(database)
    with database.reading() as session:
        assert token not in session.scalars(select(LoginSession.token_hash)).all()
    assert who(database, token + 'x') is None


@pytest.mark.parametrize('login', ['li', 'nobody', ''])
def test_sign_in_refuses_wrong_passwords_and_unknown_logins_alike(database: Database, cast: Cast, login: str) -> None:
    with pytest.raises(WrongPassword):
        log_in(database, login, 'wrong horse')
    assert [action for action, _ in audit(database)] == ['sign_in_failed']


def test_sign_in_refuses_the_deactivated_and_those_without_password(database: Database, cast: Cast) -> None:
    deactivate_member(database, cast.admin, cast.li.member_id)
    with pytest.raises(WrongPassword):
        log_in(database)
    database.write(lambda session: session.execute(update(Member).values(password_hash=None)), None)
    with pytest.raises(WrongPassword):
        log_in(database, 'wang')


def test_guessing_is_slowed_down_also_with_the_right_password(database: Database, cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            with pytest.raises(WrongPassword):
                log_in(database, password='wrong horse')
        with pytest.raises(TooManyAttempts) as refused:
            log_in(database)
        assert refused.value.params == {'seconds': 2}
        log_in(database, 'wang')  # another account is not concerned
        clock.shift(timedelta(seconds=2))
        assert log_in(database)
        log_in(database)  # all is forgotten


def test_guessing_many_accounts_from_one_address_is_slowed_down(database: Database, cast: Cast) -> None:
    with time_machine.travel(now(), tick=False):
        for number in range(20):
            with pytest.raises(WrongPassword):
                log_in(database, f'nobody{number}')
        with pytest.raises(TooManyAttempts):
            log_in(database)
        log_in(database, address='10.0.0.8')


def test_guesses_at_the_same_moment_are_counted_too(database: Database, cast: Cast) -> None:
    def guess(_number: int) -> type[Exception] | None:
        try:
            log_in(database, password='wrong horse')
        except (WrongPassword, TooManyAttempts) as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(8)))
    assert outcomes.count(WrongPassword) <= 6
    assert outcomes.count(TooManyAttempts) >= 2


def test_sign_out_ends_the_log_in_and_only_that(database: Database, cast: Cast) -> None:
    here, there = log_in(database), log_in(database)
    actor = actor_at(database, here)
    sign_out(database, here)
    assert who(database, here) is None
    assert who(database, there) is not None
    with database.reading() as session, pytest.raises(SignedOut):
        rights_of(session, actor)
    sign_out(database, here)  # twice is fine


def test_unused_log_ins_end_by_themselves(database: Database, cast: Cast) -> None:
    token = log_in(database)
    with time_machine.travel(now() + LIFETIME + timedelta(minutes=1)):
        assert who(database, token) is None


def test_one_lists_and_ends_ones_own_log_ins(database: Database, cast: Cast) -> None:
    here, there = log_in(database), log_in(database)
    actor = actor_at(database, here)
    other = actor_at(database, there).session_id
    assert {row.id for row in list_sessions(database, actor)} == {actor.session_id, other}
    end_session(database, actor, other or 0)
    assert who(database, there) is None
    assert [row.id for row in list_sessions(database, actor)] == [actor.session_id]


def test_end_session_refuses_those_of_others(database: Database, cast: Cast) -> None:
    foreign = actor_at(database, log_in(database, 'wang')).session_id
    with pytest.raises(NotFound):
        end_session(database, actor_at(database, log_in(database)), foreign or 0)


def test_deactivating_ends_all_log_ins(database: Database, cast: Cast) -> None:
    token = log_in(database)
    deactivate_member(database, cast.admin, cast.li.member_id)
    assert who(database, token) is None


def test_change_password_ends_the_other_log_ins(database: Database, cast: Cast) -> None:
    here, there = log_in(database), log_in(database)
    change_password(database, actor_at(database, here), PASSWORD, 'battery staple')
    assert who(database, here) is not None
    assert who(database, there) is None
    with pytest.raises(WrongPassword):
        log_in(database)
    assert log_in(database, password='battery staple')


def test_change_password_refuses_without_the_present_one(database: Database, cast: Cast) -> None:
    actor = actor_at(database, log_in(database))
    with pytest.raises(WrongOldPassword):
        change_password(database, actor, 'wrong horse', 'battery staple')
    with pytest.raises(SamePassword):
        change_password(database, actor, PASSWORD, PASSWORD)
    with pytest.raises(PasswordTooShort):
        change_password(database, actor, PASSWORD, 'short')
    assert log_in(database)


def test_change_password_slows_down_a_thief_at_an_open_page(database: Database, cast: Cast) -> None:
    actor = actor_at(database, log_in(database))
    for _ in range(5):
        with pytest.raises(WrongOldPassword):
            change_password(database, actor, 'wrong horse', 'battery staple')
    with pytest.raises(TooManyAttempts):
        change_password(database, actor, PASSWORD, 'battery staple')


def test_a_password_set_by_an_administrator_must_be_changed(database: Database, cast: Cast) -> None:
    set_password(database, cast.admin, cast.li.member_id, 'first password')
    token = log_in(database, password='first password')
    found = who(database, token)
    assert found is not None
    assert found.must_change_password
    change_password(database, found.actor, 'first password', 'battery staple')
    again = who(database, token)
    assert again is not None
    assert not again.must_change_password


def test_passwords_are_kept_as_argon2id() -> None:
    assert STORED.startswith('$argon2id$v=19$m=19456,t=2,p=1$')
    assert is_right(PASSWORD, STORED)
    assert not is_right(PASSWORD, None)
