from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.server import ROOT, crm, environment


def add(folder: Path, login: str, role: str, *more: str) -> None:
    arguments = ('--login', login, '--name', f'{login}的名字', '--role', role, *more, '--password-stdin')
    crm('member', 'add', *arguments, data_dir=folder, stdin='correct horse\n')


def refused(folder: Path, *arguments: str, code: int, stdin: str = '') -> str:
    done = subprocess.run(
        [sys.executable, '-m', 'crm_app', 'member', *arguments, '--data-dir', str(folder)],
        cwd=ROOT,
        env=environment(LC_ALL='en_US.UTF-8'),
        input=stdin.encode(),
        capture_output=True,
        check=False,
    )
    told = done.stderr.decode()
    assert done.returncode == code, told
    assert told.count('\n') == 1, told
    return told.strip()


def test_members_are_added_and_listed(tmp_path: Path) -> None:
    add(tmp_path, 'wang', 'manager')
    add(tmp_path, 'li', 'staff', '--superior', 'WANG')
    listed = json.loads(crm('member', 'list', '--json', data_dir=tmp_path))
    assert [(member['login'], member['role'], member['superior'], member['active']) for member in listed] == [
        ('li', 'staff', 'wang', True),
        ('wang', 'manager', None, True),
    ]
    assert 'li\tli的名字\tstaff\twang\n' in crm('member', 'list', data_dir=tmp_path)


def test_what_is_refused_changes_nothing(tmp_path: Path) -> None:
    add(tmp_path, 'wang', 'manager')
    taken = ('add', '--login', 'Wang', '--name', 'x', '--role', 'staff', '--password-stdin')
    assert refused(tmp_path, *taken, code=1, stdin='correct horse\n') == 'The log-in name “wang” is taken.'
    new = ('add', '--login', 'li', '--name', 'x', '--role', 'staff', '--password-stdin')
    assert refused(tmp_path, *new, code=1, stdin='short\n') == 'The password needs at least 8 characters.'
    assert refused(tmp_path, *new, '--superior', 'no', code=1, stdin='correct horse\n')
    assert refused(tmp_path, 'password', 'no', '--password-stdin', code=1, stdin='correct horse\n')
    assert len(json.loads(crm('member', 'list', '--json', data_dir=tmp_path))) == 1


def test_wrong_usage_ends_with_two(tmp_path: Path) -> None:
    assert refused(tmp_path, 'add', '--login', 'li', '--name', 'x', '--role', 'king', '--password-stdin', code=2)
    assert refused(tmp_path, 'add', '--name', 'x', '--role', 'staff', code=2)
