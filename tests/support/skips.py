"""Where the machine must have everything (``CI`` is set), a skipped test has not been green: it fails.

Only tests that open another office program may be skipped there; their reasons begin with ``interop:``.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

_MUST_RUN_ALL = os.environ.get('CI', '').lower() not in {'', '0', 'false'}


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not (_MUST_RUN_ALL and report.skipped) or hasattr(report, 'wasxfail'):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not reason.removeprefix('Skipped: ').startswith('interop:'):
        report.outcome = 'failed'
        report.longrepr = f'{report.nodeid} was skipped where all tests must run: {reason}'


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _forbid_skip(report)
    return report
