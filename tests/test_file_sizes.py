"""Small files: each is one thing."""

from __future__ import annotations

from statistics import median, quantiles

from tests.support.server import ROOT

LENGTHS = {
    path.relative_to(ROOT).as_posix(): length
    for path in (ROOT / 'crm_app').rglob('*.py')
    if (length := len(path.read_text(encoding='utf-8').splitlines()))
}


def test_no_file_is_two_things() -> None:
    assert not {name: length for name, length in LENGTHS.items() if length > 350}


def test_most_files_are_small() -> None:
    assert median(LENGTHS.values()) < 100
    assert quantiles(LENGTHS.values(), n=10)[-1] < 200, sorted(LENGTHS.items(), key=lambda item: -item[1])[:15]
