"""Timing inside one process: percentiles, statements, bytes, peak memory."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from crm_app.data.database import Database


@dataclass(frozen=True)
class Timing:
    """Milliseconds of many runs, and what one of them did."""

    p50: float
    p95: float
    queries: int
    rows: int
    sent: int
    """Bytes of what a screen would get, as JSON."""


def timed(database: Database, run: Callable[[], Any], *, times: int = 20) -> Timing:
    """Run something some times after a warm-up; its result is what would travel to the browser."""
    result = run()
    with counted(database) as queries:
        run()
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append((time.perf_counter() - start) * 1000)
    rows = len(result) if isinstance(result, list) else 1
    sent = len(json.dumps(result, default=str, ensure_ascii=False).encode())
    return Timing(statistics.median(spent), percentile(spent, 95), len(queries), rows, sent)


def percentile(values: list[float], percent: int) -> float:
    """Return a percentile, the larger neighbour."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect the statements that run inside."""
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(database.engine, 'before_cursor_execute', note)
    try:
        yield statements
    finally:
        event.remove(database.engine, 'before_cursor_execute', note)


def peak_memory() -> float:
    """Return the largest memory of this process and of its children so far, in MB."""
    scale = 1 if sys.platform == 'darwin' else 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(own, children) * scale / 1_000_000


def show(title: str, header: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Print a Markdown table."""
    sys.stdout.write(f'\n### {title}\n\n| {" | ".join(header)} |\n|{"---|" * len(header)}\n')
    for row in rows:
        cells = [f'{cell:.1f}' if isinstance(cell, float) else str(cell) for cell in row]
        sys.stdout.write(f'| {" | ".join(cells)} |\n')
    sys.stdout.flush()
