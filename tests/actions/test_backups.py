from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from crm_app.actions.backups import backup_before_migration, daily_backup, make_backup_now
from crm_app.data.backups.files import BackupFailed
from crm_app.data.backups.last import last_backup
from crm_app.data.backups.make import verify_backup
from crm_app.data.database import Database
from crm_app.data.models.member import Member, Role
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotPermitted

TODAY = date(2026, 11, 23)


def test_each_day_of_the_office_has_one_backup(database: Database, tmp_path: Path) -> None:
    made = daily_backup(database, tmp_path / 'backups', TODAY)
    assert made is not None
    assert verify_backup(database.url, made)
    assert daily_backup(database, tmp_path / 'backups', TODAY) is None
    tomorrow = daily_backup(database, tmp_path / 'backups', TODAY + timedelta(days=1))
    assert tomorrow
    with database.reading() as session:
        last = last_backup(session)
    assert last is not None
    assert last.ok
    assert last.size == tomorrow.stat().st_size


def test_old_ones_go_when_a_new_one_is_good(sqlite_url: str, tmp_path: Path) -> None:
    for back in range(1, 30):
        (tmp_path / f'crm-{TODAY - timedelta(days=back):%Y%m%d}-daily.db').touch()
    by_hand = tmp_path / 'crm-20200101-000000-0-manual.db'
    by_hand.touch()
    database = Database(sqlite_url)
    daily_backup(database, tmp_path, TODAY)
    database.close()
    left = sorted(path.name for path in tmp_path.glob('crm-*-daily.db'))
    assert len(left) == 10  # 7 days, of the weeks before 2 Sundays more, the last day of October
    assert left[-1] == 'crm-20261123-daily.db'
    assert by_hand.exists()


def test_a_failing_backup_is_told_and_removes_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = daily_backup(database, tmp_path / 'backups', TODAY)
    assert good

    def full(*_: object) -> None:
        raise OSError(28, 'No space left on device')

    monkeypatch.setattr('crm_app.data.backups.files.sync', full)
    assert daily_backup(database, tmp_path / 'backups', TODAY + timedelta(days=1)) is None
    with database.reading() as session:
        last = last_backup(session)
    assert last is not None
    assert not last.ok
    assert 'No space left' in last.problem
    assert last.good_at
    assert list((tmp_path / 'backups').iterdir()) == [good]
    with pytest.raises(BackupFailed):
        backup_before_migration(database.url, tmp_path / 'backups')


def test_backups_before_migrations_are_kept_apart(sqlite_url: str, tmp_path: Path) -> None:
    made = [backup_before_migration(sqlite_url, tmp_path / 'backups') for _ in range(7)]
    assert sorted((tmp_path / 'backups').iterdir()) == made[2:]


@pytest.mark.parametrize(('role', 'may'), [('admin', True), ('staff', False)])
def test_only_who_may_backs_up_by_hand(database: Database, tmp_path: Path, role: str, may: bool) -> None:
    with database.transaction(None) as session:
        role_id = session.query(Role.id).filter(Role.key == role).scalar()
        member = Member(login='wang', name='王', role_id=role_id)
        session.add(member)
        session.flush()
        actor = Actor(member.id, '王')
    if may:
        assert make_backup_now(database, actor, tmp_path / 'backups').exists()
    else:
        with pytest.raises(NotPermitted):
            make_backup_now(database, actor, tmp_path / 'backups')
        assert not (tmp_path / 'backups').exists()
