"""Killed at any moment, the program loses nothing that it confirmed and leaves nothing half-done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from crm_app.actions.checks import check_database
from crm_app.actions.demo.add import add_demo
from crm_app.data.backups.make import MANUAL, make_backup, verify_backup
from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member, Role
from tests.actions.test_demo import TODAY
from tests.support.server import ROOT, environment

SAVES = """
import sys
from itertools import count
from crm_app.actions.customers.create import NewCustomer, create_customer
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.rules.customers import CustomerKind
from crm_app.rules.members import Actor
database = Database(sys.argv[1])
with database.reading() as session:
    fields = {field.key: field.id for field in catalog_of(session).customer_fields}
for number in count():
    values = {fields['name']: f'公司{number}', fields['contact']: '张伟', fields['mobile']: str(13000000000 + number)}
    form = NewCustomer(kind=CustomerKind.COMPANY, values=values)
    print(create_customer(database, Actor(int(sys.argv[2]), '王'), form), flush=True)
"""
RESTORES = """
import sys
from pathlib import Path
from crm_app.actions.backups import restore
print('ready', flush=True)
while True:
    restore(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
"""
BACKS_UP = """
import sys
from pathlib import Path
from crm_app.actions.backups import backup_before_migration
print('ready', flush=True)
while True:
    backup_before_migration(sys.argv[1], Path(sys.argv[2]))
"""
KILLS = 3


def killed(script: str, *arguments: object, after: float) -> list[str]:
    """Start a script, kill it so many seconds after its first line, return the whole lines that it printed."""
    with subprocess.Popen(
        [sys.executable, '-c', script, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        assert first, 'it ended before it began'
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read()
    return [line.decode() for line in (first + rest).splitlines(keepends=True) if line.endswith(b'\n')]


def ids(url: str) -> list[int]:
    database = Database(url)
    with database.reading() as session:
        found = list(session.scalars(select(Customer.id).order_by(Customer.id)))
    assert check_database(database) == []
    database.close()
    return found


def test_what_was_confirmed_is_there(database_url: str) -> None:
    database = Database(database_url)
    with database.transaction(None) as session:
        role_id = session.query(Role.id).filter(Role.key == 'staff').scalar()
        member = Member(login='wang', name='王', role_id=role_id)
        session.add(member)
        session.flush()
        actor = member.id
    database.close()
    confirmed = [int(line) for line in killed(SAVES, database_url, actor, after=random.uniform(0.2, 0.8))]
    found = ids(database_url)
    assert set(confirmed) <= set(found)
    assert len(found) - len(confirmed) <= 1  # the one that was saved and not yet told


@pytest.mark.parametrize('kill', range(KILLS))
def test_a_killed_restore_leaves_the_old_or_the_new_state(database_url: str, tmp_path: Path, kill: int) -> None:
    database = Database(database_url)
    add_demo(database, None, customers=20, members=1, today=TODAY)
    backup = make_backup(database_url, tmp_path / 'backups', reason=MANUAL)
    with database.transaction(None) as session:
        session.delete(session.get_one(Customer, 1))
    database.close()
    killed(RESTORES, database_url, backup, tmp_path, after=0.1 + kill * 0.17)
    found = Database(database_url)
    with found.reading() as session:
        count = len(session.scalars(select(Customer.id)).all())
    found.close()
    assert count in {19, 20}
    if count == 20:
        assert len(ids(database_url)) == 20


@pytest.mark.parametrize('kill', range(KILLS))
def test_a_killed_backup_leaves_whole_files_only(database_url: str, tmp_path: Path, kill: int) -> None:
    folder = tmp_path / 'backups'
    killed(BACKS_UP, database_url, folder, after=0.05 + kill * 0.11)
    for backup in folder.glob('crm-*'):
        assert verify_backup(database_url, backup)
