"""Each invariant is seen broken once, and repaired where it can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from crm_app.actions.checks import check_database, repair_database
from crm_app.actions.customers.contacts import save_contact
from crm_app.actions.customers.create import NewCustomer, create_customer
from crm_app.actions.customers.delete import delete_customers
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.customers.follow_ups import add_follow_up
from crm_app.data.catalog import catalog_of
from crm_app.data.checks import problems
from crm_app.data.database import Database
from crm_app.data.models.base import now
from crm_app.data.models.member import Member, Role
from crm_app.rules.customers import CustomerKind
from crm_app.rules.fields import Entity
from crm_app.rules.list_query import Selection
from crm_app.rules.members import Actor


@dataclass(frozen=True)
class Office:
    """A database with one of everything: 武汉无忧 (id 1), 上海有道, and a deleted customer."""

    database: Database
    boss: Actor

    def run(self, statement: str) -> None:
        with self.database.transaction(None) as session:
            if self.database.is_sqlite:
                session.execute(text('PRAGMA defer_foreign_keys = ON'))
            assert session.connection().execute(text(statement)).rowcount != 0

    def found(self) -> list[type[problems.Problem]]:
        return [type(problem) for problem in check_database(self.database)]


@pytest.fixture
def office(database: Database) -> Office:
    with database.transaction(None) as session:
        role_id = session.query(Role.id).filter(Role.key == 'admin').scalar()
        member = Member(login='wang', name='王', role_id=role_id)
        session.add(member)
        session.flush()
        boss = Actor(member.id, '王')
        catalog = catalog_of(session)
    ids = {field.key: field.id for field in catalog.customer_fields}
    level = str(catalog.options_of(ids['level'])[0].id)
    first = {
        ids['name']: '武汉无忧科技有限公司',
        ids['contact']: '张伟',
        ids['mobile']: '13800138000',
        ids['level']: level,
    }
    made = create_customer(database, boss, NewCustomer(kind=CustomerKind.COMPANY, values=first))
    create_customer(database, boss, NewCustomer(kind=CustomerKind.COMPANY, values={ids['name']: '上海有道 café'}))
    gone = create_customer(database, boss, NewCustomer(kind=CustomerKind.COMPANY, values={ids['name']: '已删除公司'}))
    delete_customers(database, boss, Selection(ids=(gone,), query=None))
    edit_customer(database, boss, made, base={ids['level']: level}, mine={ids['level']: None})
    names = {field.key: field.id for field in catalog.of(Entity.CONTACT)}
    save_contact(database, boss, made, None, base={}, mine={names['name']: '李四', names['mobile']: '13900139000'})
    add_follow_up(database, boss, made, text='谈过了', next_at=now())
    return Office(database, boss)


def test_what_people_do_leaves_everything_sound(office: Office) -> None:
    assert office.found() == []


BROKEN = {
    'a key is missing': ("DELETE FROM unique_value WHERE value = '13800138000'", problems.WrongKeys),
    'a key is wrong': ("UPDATE unique_value SET value = '1' WHERE value = '13800138000'", problems.WrongKeys),
    'a hint is missing': ('DELETE FROM duplicate_hint WHERE customer_id = 1', problems.WrongKeys),
    'a value changed behind the keys': (
        "UPDATE customer SET t01 = '13700137000' WHERE id = 1",
        problems.WrongKeys,
    ),
    'a document is missing': ('DELETE FROM customer_search WHERE id = 1', problems.WrongDocument),
    'a document is wrong': ("UPDATE customer_search SET doc = 'x' WHERE id = 1", problems.WrongDocument),
    'a document holds too much': (
        "UPDATE customer_search SET doc = doc || chr(10) || 'secret' WHERE id = 1",
        problems.WrongDocument,
    ),
    'the contact differs': ("UPDATE customer SET contact_name = '王五' WHERE id = 1", problems.WrongContactName),
    'the contact is lost': ('DELETE FROM contact WHERE is_primary', problems.WrongContactName),
    'two contacts are first': ('UPDATE contact SET is_primary = true', problems.SeveralPrimaries),
    'a name sorts elsewhere': ("UPDATE customer SET name_pinyin = 'a' WHERE id = 1", problems.WrongPinyin),
    'the last follow-up is forgotten': (
        'UPDATE customer SET last_follow_up_at = NULL WHERE id = 1',
        problems.WrongLastFollowUp,
    ),
    'a deleted customer has a key': ("INSERT INTO unique_value VALUES (1, 'x', 3)", problems.StrayRows),
    'an import died': (
        (
            'INSERT INTO import_run (member_id, file_name, state, started_at, choices, counts, liveness)'
            " VALUES (1, 'x', 'running', '2026-01-01 00:00:00', '{}', '{}', 'import-1')"
        ),
        problems.DeadImport,
    ),
}
BEYOND_REPAIR = {
    'a choice does not exist': ("UPDATE customer SET t04 = '999' WHERE id = 1", problems.UnknownChoice),
    'a choice is of another field': (
        "UPDATE customer SET t04 = (SELECT CAST(min(id) AS text) FROM field_option WHERE name = '潜在') WHERE id = 1",
        problems.UnknownChoice,
    ),
    'a choice is no id': ("UPDATE customer SET t04 = 'A' WHERE id = 1", problems.UnknownChoice),
    'a value changed without history': ("UPDATE customer SET t08 = '路' WHERE id = 1", problems.WrongHistory),
    'an owner changed without history': ('UPDATE customer SET owner_id = NULL WHERE id = 1', problems.WrongHistory),
    'a reminder changed without history': (
        'UPDATE customer SET next_follow_up_at = NULL WHERE id = 1',
        problems.WrongHistory,
    ),
    'a history was lost': ("DELETE FROM revision WHERE entity_kind = 'customer'", problems.WrongHistory),
    'somebody is his own superior': ('UPDATE member SET superior_id = id', problems.CircleOfSuperiors),
}


@pytest.mark.parametrize('case', BROKEN)
def test_it_sees_and_repairs_that(office: Office, case: str) -> None:
    statement, expected = BROKEN[case]
    if office.database.is_sqlite:
        statement = statement.replace('chr(10)', 'char(10)')
    office.run(statement)
    found = check_database(office.database)
    assert expected in {type(problem) for problem in found}
    assert all(str(problem) for problem in found)
    repair_database(office.database, found)
    left = office.found()
    assert set(left) <= {problems.WrongHistory}, left  # the value itself was changed behind the history's back
    assert case == 'a value changed behind the keys' or not left


@pytest.mark.parametrize('case', BEYOND_REPAIR)
def test_it_sees_that_and_leaves_it_to_people(office: Office, case: str) -> None:
    statement, expected = BEYOND_REPAIR[case]
    office.run(statement)
    found = check_database(office.database)
    assert expected in {type(problem) for problem in found}
    repair_database(office.database, found)
    assert expected in office.found()


def test_two_customers_with_one_value_are_told(office: Office) -> None:
    office.run("UPDATE customer SET t01 = '13800138000'")
    found = check_database(office.database)
    shared = next(problem for problem in found if isinstance(problem, problems.SharedValue))
    assert (shared.customer, shared.params['other']) == (2, 1)
    repair_database(office.database, found)
    assert problems.SharedValue in office.found()


def lose_a_term(office: Office) -> None:
    if office.database.is_sqlite:
        office.run("INSERT INTO customer_fts(customer_fts, rowid, g) VALUES ('delete', 1, '武汉')")
    else:
        office.run("UPDATE customer_search SET g = ts_delete(g, '武汉') WHERE id = 1")


def add_a_term(office: Office) -> None:
    if office.database.is_sqlite:
        office.run("INSERT INTO customer_fts(rowid, g) VALUES (1, '北京')")
    else:
        office.run("UPDATE customer_search SET g = g || CAST('北京' AS tsvector) WHERE id = 1")


@pytest.mark.parametrize('damage', [lose_a_term, add_a_term])
def test_an_index_that_disagrees_is_seen_and_filled_anew(office: Office, damage: Callable[[Office], None]) -> None:
    damage(office)
    found = check_database(office.database)
    assert [type(problem) for problem in found] == [problems.WrongSearchIndex]
    repair_database(office.database, found)
    assert office.found() == []


def test_rows_that_point_nowhere_are_seen(office: Office) -> None:
    if not office.database.is_sqlite:
        return  # PostgreSQL does not let them in
    with office.database.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute('PRAGMA foreign_keys = OFF')
        driver.execute('UPDATE customer SET owner_id = 99, import_id = 77 WHERE id = 1')
        driver.execute('PRAGMA foreign_keys = ON')
    assert {problems.BrokenReference, problems.UnknownOwner} <= set(office.found())


def test_a_check_sees_one_state_while_others_save(office: Office) -> None:
    from crm_app.data.checks.run import found_problems

    checking = found_problems(office.database, lambda _done, _total: office.run('DELETE FROM duplicate_hint'))
    assert list(checking) == []
