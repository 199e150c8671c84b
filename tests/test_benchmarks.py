"""The benchmarks run; what they measure is not asserted anywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.server import ROOT


def test_the_benchmarks_print_their_tables_at_a_tiny_size(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, '-m', 'benchmarks', '--sizes', '300', '--databases', 'sqlite', '--rows', '50'),
            *('--only', 'lists,detail,import', '--keep', str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for title in ('Lists, sqlite, 300 customers', 'Detail page, sqlite, 300 customers', 'sqlite: 50 rows × 20 columns'):
        assert f'### {title}' in done.stdout
