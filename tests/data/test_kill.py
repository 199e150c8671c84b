"""Killing an importing process at any moment leaves nothing half-done."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crm_app.data.database import Database
from crm_app.data.models.customer import Customer
from crm_app.data.models.duplicate import DuplicateHint, UniqueValue
from crm_app.data.models.record import Revision
from crm_app.data.models.work import ImportRun
from crm_app.data.search import DOCUMENT
from tests.support.server import ROOT, crm, environment
from tests.support.sheets import sheet

ROWS = 5000
_SEED = 7


def _member(data_dir: Path) -> None:
    crm(
        *('member', 'add', '--login', 'admin', '--name', '管理员', '--role', 'admin', '--password-stdin'),
        data_dir=data_dir,
        stdin='correct horse battery\n',
    )


def _import(path: Path, data_dir: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            '-m',
            'crm_app',
            'import',
            path,
            '--as',
            'admin',
            '--new-options',
            'add',
            '--data-dir',
            data_dir,
        ],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _states(url: str) -> list[str]:
    database = Database(url)
    try:
        with database.reading() as session:
            return list(session.scalars(select(ImportRun.state).order_by(ImportRun.id)))
    finally:
        database.close()


def _customers(url: str) -> int:
    database = Database(url)
    try:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(Customer)) or 0
    finally:
        database.close()


@pytest.mark.skipif(sys.platform == 'win32', reason='no SIGKILL')
def test_a_killed_import_is_undone_by_the_next_command(tmp_path: Path) -> None:
    data_dir = tmp_path / 'data'
    path = sheet(
        tmp_path / 'many.xlsx',
        ('名称', '手机', '联系人', '行业', '微信'),
        *((f'第{i}公司', 13800000000 + i, '张三', f'行业{i % 9}', 'wx') for i in range(ROWS)),
    )
    _member(data_dir)
    url = f'sqlite:///{data_dir / "crm.db"}'
    moments = random.Random(_SEED)
    cut_off = 0
    for _ in range(2):
        process = _import(path, data_dir)
        deadline = time.monotonic() + 120
        while process.poll() is None and not _customers(url) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(moments.random() * 0.4)
        process.kill()
        process.wait()
        cut_off += _states(url)[-1] == 'running'
        crm('member', 'list', data_dir=data_dir)
        assert _states(url)[-1] in ('failed', 'done')
        if _states(url)[-1] == 'failed':
            assert _left(url) == [0, 0, 0, 0, 0]
        else:
            crm('undo-import', str(len(_states(url))), '--as', 'admin', data_dir=data_dir)
    assert cut_off, 'no import was cut off: nothing was tested'


def _left(url: str) -> list[int]:
    database = Database(url)
    try:
        with database.reading() as session:
            tables = (Customer.__table__, UniqueValue.__table__, DuplicateHint.__table__, DOCUMENT)
            found = [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]
            history = select(func.count()).where(Revision.entity_kind == 'customer')
            return [*found, session.scalar(history) or 0]
    finally:
        database.close()
