"""``crm import``, ``crm export`` and ``crm undo-import`` as the documentation says."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.server import ROOT, crm, environment
from tests.support.sheets import OFFICE, sheet


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / 'data'
    for login, name, role in (('admin', '管理员', 'admin'), ('li', '李明', 'staff')):
        crm(
            *('member', 'add', '--login', login, '--name', name, '--role', role, '--password-stdin'),
            data_dir=folder,
            stdin='correct horse battery\n',
        )
    return folder


def run(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, '-m', 'crm_app', *arguments, '--data-dir', str(data_dir)]
    return subprocess.run(command, cwd=ROOT, env=environment(LC_ALL='en_US.UTF-8'), capture_output=True, check=False)


def test_the_office_file_goes_in_and_comes_out(data_dir: Path, tmp_path: Path) -> None:
    errors, out, again = tmp_path / 'errors.xlsx', tmp_path / 'out.csv', tmp_path / 'again.csv'
    options = ('--new-options', 'add', '--json')
    dry = json.loads(crm('import', str(OFFICE), '--as', 'admin', '--dry-run', *options, data_dir=data_dir))
    assert dry['import_id'] is None
    done = run(data_dir, 'import', str(OFFICE), '--as', 'admin', '--errors', str(errors), *options)
    assert (done.returncode, done.stderr) == (0, b'')
    told = json.loads(done.stdout)
    assert list(told) == ['rows', 'created', 'updated', 'skipped', 'failed', 'seconds', 'import_id']
    counts = {name: told[name] for name in ('rows', 'created', 'updated', 'skipped', 'failed')}
    assert counts == {'rows': 3000, 'created': 2613, 'updated': 0, 'skipped': 109, 'failed': 278}
    assert counts == {name: dry[name] for name in counts}
    assert zipfile.is_zipfile(errors)
    written = json.loads(crm('export', str(out), '--as', 'admin', '--json', data_dir=data_dir))
    assert written['rows'] == 2613
    crm('export', str(again), '--as', 'admin', data_dir=data_dir)
    assert out.read_bytes() == again.read_bytes()
    few = tmp_path / 'few.csv'
    crm('export', str(few), '--as', 'admin', '--columns', '手机,客户名称', '--search', '迪庆', data_dir=data_dir)
    assert few.read_text('utf-8-sig').splitlines()[0] == '手机,客户名称'
    nobody = json.loads(crm('export', str(few), '--as', 'li', '--json', data_dir=data_dir))
    assert nobody['rows'] == 0
    assert '2613' in crm('undo-import', str(told['import_id']), '--as', 'admin', data_dir=data_dir)
    assert json.loads(crm('export', str(out), '--as', 'admin', '--json', data_dir=data_dir))['rows'] == 0


def test_refused_as_a_whole_in_one_sentence(data_dir: Path, tmp_path: Path) -> None:
    good = sheet(tmp_path / 'good.xlsx', ('名称', '手机'), ('甲公司', 13800000001))
    empty, junk, cut = tmp_path / 'empty.xlsx', tmp_path / 'junk.xlsx', tmp_path / 'cut.xlsx'
    empty.write_bytes(b'')
    junk.write_bytes(b'\x00\x01\x02 no workbook at all' * 50)
    cut.write_bytes(good.read_bytes()[:2000])
    for arguments in (
        ('import', str(empty), '--as', 'admin'),
        ('import', str(junk), '--as', 'admin'),
        ('import', str(cut), '--as', 'admin'),
        ('import', str(tmp_path / 'none.xlsx'), '--as', 'admin'),
        ('import', str(good), '--as', 'nobody'),
        ('import', str(good), '--as', 'admin', '--sheet', '没有'),
        ('import', str(good), '--as', 'li', '--owner', 'admin'),
        ('undo-import', '9', '--as', 'admin'),
        ('export', str(tmp_path / 'no' / 'out.csv'), '--as', 'admin'),
        ('export', str(tmp_path / 'out.csv'), '--as', 'admin', '--columns', '颜色'),
    ):
        done = run(data_dir, *arguments)
        said = done.stderr.decode().splitlines()
        assert (done.returncode, done.stdout, len(said)) == (1, b'', 1), (arguments, said)
        assert 'Traceback' not in said[0]
    for wrong in (('import', str(good)), ('export', str(tmp_path / 'out.pdf'), '--as', 'admin')):
        assert run(data_dir, *wrong).returncode == 2
