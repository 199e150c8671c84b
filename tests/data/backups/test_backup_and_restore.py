from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crm_app.data.backups.files import BackupFailed, NotABackup, OtherDatabase
from crm_app.data.backups.make import MANUAL, make_backup, verify_backup, write_backup
from crm_app.data.backups.restore import restore_backup
from crm_app.data.database import Database
from crm_app.data.liveness import SERVER, InUse
from crm_app.data.migrations.upgrade import NewerDatabase
from crm_app.data.models.customer import Customer
from tests.support.holding import held_elsewhere


def add(database: Database, name: str) -> int:
    def unit(session: Session) -> int:
        customer = Customer(kind='company', name=name, name_pinyin=name)
        session.add(customer)
        session.flush()
        return customer.id

    return database.write(unit, None)


def names(url: str) -> list[str]:
    database = Database(url)
    with database.reading() as session:
        found = list(session.scalars(select(Customer.name).order_by(Customer.id)))
    database.close()
    return found


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = b'\xff' * len(content[middle : middle + 4000])
    path.write_bytes(content)


@pytest.fixture
def backed_up(database: Database, tmp_path: Path) -> Path:
    """A backup that holds 武汉无忧 only; 后来 is saved after it."""
    add(database, '武汉\t无忧\\"\n科技')
    backup = make_backup(database.url, tmp_path / 'backups', reason=MANUAL)
    add(database, '后来')
    database.close()
    return backup


def test_a_restored_database_is_what_it_was(database: Database, backed_up: Path, tmp_path: Path) -> None:
    kept = restore_backup(database.url, backed_up, tmp_path)
    assert names(database.url) == ['武汉\t无忧\\"\n科技']
    assert kept is not None
    restore_backup(database.url, kept, tmp_path)
    assert names(database.url) == ['武汉\t无忧\\"\n科技', '后来']


def test_after_a_restore_people_go_on_working(database: Database, backed_up: Path, tmp_path: Path) -> None:
    restore_backup(database.url, backed_up, tmp_path)
    database = Database(database.url)
    with database.reading() as session:
        held = session.scalar(select(Customer.id))
    assert add(database, '新客户') != held
    database.close()


def test_a_backup_is_one_file_and_leaves_nothing_beside(backed_up: Path) -> None:
    assert list(backed_up.parent.iterdir()) == [backed_up]


def test_a_damaged_backup_changes_nothing(database: Database, backed_up: Path, tmp_path: Path) -> None:
    damage(backed_up)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(NotABackup):
        restore_backup(database.url, backed_up, tmp_path)
    assert len(names(database.url)) == 2
    assert not [name for name in {path.name for path in tmp_path.iterdir()} - set(before) if 'lock' not in name]


@pytest.mark.parametrize('content', [b'', b'hello', b'SQLite format 3\x00', b'PK\x03\x04'])
def test_a_foreign_file_is_refused(database: Database, tmp_path: Path, content: bytes) -> None:
    foreign = tmp_path / 'foreign'
    foreign.write_bytes(content)
    with pytest.raises(NotABackup):
        restore_backup(database.url, foreign, tmp_path)
    with pytest.raises(NotABackup):
        restore_backup(database.url, tmp_path / 'missing', tmp_path)


def test_another_programs_database_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    foreign = tmp_path / 'other.db'
    connection = sqlite3.connect(foreign)
    connection.execute('CREATE TABLE member (id)')
    connection.close()
    with pytest.raises(NotABackup):
        restore_backup(sqlite_url, foreign, tmp_path)


def test_the_other_kind_of_database_is_refused(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    of_sqlite = make_backup(sqlite_url, tmp_path, reason=MANUAL)
    of_postgres = make_backup(postgres_url, tmp_path, reason=MANUAL)
    for url, backup in ((sqlite_url, of_postgres), (postgres_url, of_sqlite)):
        with pytest.raises(OtherDatabase):
            restore_backup(url, backup, tmp_path)


def test_a_backup_of_a_newer_version_is_refused(database: Database, tmp_path: Path) -> None:
    with database.transaction(None) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        write_backup(database.url, tmp_path / 'newer')
    with database.transaction(None) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    database.close()


def test_nothing_is_restored_under_a_running_server(database: Database, backed_up: Path, tmp_path: Path) -> None:
    with held_elsewhere(database.url, SERVER), pytest.raises(InUse):
        restore_backup(database.url, backed_up, tmp_path)
    assert len(names(database.url)) == 2


def test_nothing_is_restored_under_an_open_connection(database: Database, backed_up: Path, tmp_path: Path) -> None:
    with database.reading() as session:
        session.scalar(select(Customer.id))
        with pytest.raises(InUse):
            restore_backup(database.url, backed_up, tmp_path)
    database.close()
    assert len(names(database.url)) == 2


def test_saves_go_on_during_a_backup_and_it_holds_one_moment(database: Database, tmp_path: Path) -> None:
    with database.transaction(None) as session:
        session.add(Customer(kind='company', name='未提交', name_pinyin=''))
        session.flush()
        backup = make_backup(database.url, tmp_path / 'backups', reason=MANUAL)
    database.close()
    restore_backup(database.url, backup, tmp_path)
    assert names(database.url) == []


def test_tables_of_other_programs_stay(postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    with database.transaction(None) as session:
        session.execute(text('CREATE TABLE another (id int)'))
        session.execute(text('INSERT INTO another VALUES (7)'))
    database.close()
    restore_backup(postgres_url, make_backup(postgres_url, tmp_path, reason=MANUAL), tmp_path)
    with database.reading() as session:
        assert session.scalar(text('SELECT id FROM another')) == 7
    database.close()


def test_a_disk_that_refuses_is_told(database: Database, tmp_path: Path) -> None:
    (tmp_path / 'file').touch()
    with pytest.raises(BackupFailed):
        make_backup(database.url, tmp_path / 'file', reason=MANUAL)


def test_a_row_too_few_is_noticed(postgres_url: str, tmp_path: Path) -> None:
    whole = make_backup(postgres_url, tmp_path, reason=MANUAL)
    shorter = tmp_path / 'shorter.zip'
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(shorter, 'w') as new:
        for name in old.namelist():
            new.writestr(name, b'' if name == 'role.copy' else old.read(name))
    with pytest.raises(NotABackup):
        verify_backup(postgres_url, shorter)
