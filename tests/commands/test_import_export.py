"""``crm import``, ``crm export`` and ``crm undo-import`` as the documentation says."""

from __future__ import annotations

import json
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_app.cli import main
from tests.support.cast import add_cast
from tests.support.sheets import OFFICE, sheet


class Terminal:
    """Runs commands in this process, on one data folder."""

    def __init__(self, data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data_dir = data_dir
        self._capsys = capsys

    def run(self, *arguments: object) -> tuple[int, str, list[str]]:
        """Return exit code, stdout and the lines of stderr."""
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*map(str, arguments), '--data-dir', str(self._data_dir)])
        out, err = self._capsys.readouterr()
        return int(ended.value.code or 0), out, err.splitlines()

    def json(self, *arguments: object) -> dict[str, object]:
        """Run a command that must succeed; return what it printed."""
        code, out, err = self.run(*arguments, '--json')
        assert (code, err) == (0, [])
        found: dict[str, object] = json.loads(out)
        return found


@pytest.fixture
def terminal(
    tmp_path: Path, sqlite_template: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """A terminal beside a database with the cast."""
    from crm_app.data.database import Database

    monkeypatch.setenv('LC_ALL', 'en_US.UTF-8')
    folder = tmp_path / 'data'
    folder.mkdir()
    (folder / 'crm.db').write_bytes(sqlite_template.read_bytes())
    database = Database(f'sqlite:///{folder / "crm.db"}')
    add_cast(database)
    database.close()
    before = signal.getsignal(signal.SIGTERM)
    yield Terminal(folder, capsys)
    signal.signal(signal.SIGTERM, before)


def test_the_office_file_goes_in_and_comes_out(terminal: Terminal, tmp_path: Path) -> None:
    errors, out, again = tmp_path / 'errors.xlsx', tmp_path / 'out.csv', tmp_path / 'again.csv'
    options = ('import', OFFICE, '--as', 'admin', '--new-options', 'add')
    dry = terminal.json(*options, '--dry-run')
    assert dry['import_id'] is None
    told = terminal.json(*options, '--errors', errors)
    assert list(told) == ['rows', 'created', 'updated', 'skipped', 'failed', 'seconds', 'import_id']
    counts = {name: told[name] for name in ('rows', 'created', 'updated', 'skipped', 'failed')}
    assert counts == {'rows': 3000, 'created': 2613, 'updated': 0, 'skipped': 109, 'failed': 278}
    assert counts == {name: dry[name] for name in counts}
    assert zipfile.is_zipfile(errors)
    for path in (out, again):
        assert terminal.json('export', path, '--as', 'admin')['rows'] == 2613
    assert out.read_bytes() == again.read_bytes()
    few = tmp_path / 'few.csv'
    terminal.json('export', few, '--as', 'admin', '--columns', '手机,客户名称', '--search', '迪庆')
    assert few.read_text('utf-8-sig').splitlines()[0] == '手机,客户名称'
    assert terminal.json('export', few, '--as', 'li')['rows'] == 0
    code, said, _ = terminal.run('undo-import', told['import_id'], '--as', 'admin')
    assert (code, said) == (0, '2613 customers removed, 0 set back, 0 kept because they were changed since\n')
    assert terminal.json('export', out, '--as', 'admin')['rows'] == 0


def test_it_tells_a_person_what_happened(terminal: Terminal, tmp_path: Path) -> None:
    path = sheet(tmp_path / 'few.xlsx', ('名称', '手机', '颜色'), ('甲公司', 13800000001, '红'), ('乙公司', '138', ''))
    code, out, err = terminal.run('import', path, '--as', 'li')
    assert code == 0
    assert out.startswith('2 rows: 1 created, 0 updated, 0 skipped, 1 failed, in ')
    assert out.endswith(' s\nImport number: 1\nColumns that were ignored: 颜色\n')
    assert err == ['Row 3: “138” is not a phone number.']


def test_refused_as_a_whole_in_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
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
        code, out, said = terminal.run(*arguments)
        assert (code, out, len(said)) == (1, '', 1), (arguments, said)
        assert 'Traceback' not in said[0]
    for wrong in (('import', str(good)), ('export', str(tmp_path / 'out.pdf'), '--as', 'admin')):
        assert terminal.run(*wrong)[0] == 2
