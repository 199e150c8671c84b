"""A real server with many connected pages: one save seen by all of them, CPU, memory per page, start to first page.

Pages are raw engine.io websockets, signed in as a browser would be. The saves come from another process than the
server, so the time includes the way of the news through the database. Memory and CPU are read from ``/proc``.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import websockets

from benchmarks.measure import percentile, show
from crm_app.actions.customers.create import NewCustomer, create_customer
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.members.actors import actor_by_login
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.rules.customers import CustomerKind
from crm_app.rules.members import Actor
from tests.support.server import Server, running

_PASSWORD = 'benchmark-2026-pages'
_QUERY = re.compile(r'query: (\{.*?\}),')


class Page:
    """One connected page; notes when a text arrives."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.wanted = ''
        self.seen_at: float | None = None

    async def listen(self) -> None:
        """Answer pings and look at everything that arrives, until the connection ends."""
        try:
            async for message in self.socket:
                text = message if isinstance(message, str) else message.decode('utf-8', 'ignore')
                if text == '2':
                    await self.socket.send('3')
                elif self.seen_at is None and self.wanted and self.wanted in text:
                    self.seen_at = time.perf_counter()
        except websockets.ConnectionClosed:
            pass


def run(folder: Path, pages: int = 100, saves: int = 20) -> None:
    """Measure and print; ``folder`` must be empty."""
    with running(folder) as prepared:  # makes and migrates the database
        prepared.add_member('boss', '管理员', _PASSWORD, role='admin')
    started = time.perf_counter()
    with running(folder) as server:
        cookie = _sign_in(server)
        _get(server, '/customers', cookie)
        first_page = time.perf_counter() - started
        asyncio.run(_measure(server, cookie, first_page, pages, saves))


async def _measure(server: Server, cookie: str, first_page: float, count: int, saves: int) -> None:
    database = Database(f'sqlite:///{server.data_dir / "crm.db"}')
    actor, ident, contact = await asyncio.to_thread(_customer, database)
    before = _memory(server)
    pages = [await _connect(server, cookie) for _ in range(count)]
    tasks = [asyncio.create_task(page.listen()) for page in pages]
    await asyncio.sleep(3)
    per_page = (_memory(server) - before) / count
    cpu = _cpu(server)
    await asyncio.sleep(5)
    idle = (_cpu(server) - cpu) / 5
    spent, busy, missed = [], [], 0
    old = '初始'
    for number in range(saves):
        new = f'live{number:04}x'
        for page in pages:
            page.wanted, page.seen_at = new, None
        cpu = _cpu(server)
        await asyncio.to_thread(edit_customer, database, actor, ident, base={contact: old}, mine={contact: new})
        at, old = time.perf_counter(), new
        await asyncio.sleep(1)
        busy.append(max(0.0, _cpu(server) - cpu - idle) * 1000)
        spent += [(page.seen_at - at) * 1000 for page in pages if page.seen_at]
        missed += sum(page.seen_at is None for page in pages)
    for task in tasks:
        task.cancel()
    for page in pages:
        await page.socket.close()
    database.close()
    rows: list[tuple[Any, ...]] = [
        ('start → first page, s', first_page),
        ('memory per connected page, KiB', per_page / 1024),
        (f'idle CPU with {count} pages, % of a core', idle * 100),
        (f'save → seen by {count} pages, p50 ms', statistics.median(spent) if spent else 'never'),
        (f'save → seen by {count} pages, p95 ms', percentile(spent, 95) if spent else 'never'),
        ('CPU of the server for one such save, ms', statistics.median(busy)),
        ('pages that did not show a save within a second', f'{missed} of {count * saves}'),
    ]
    show('Live', ('what', 'value'), rows)


def _customer(database: Database) -> tuple[Actor, int, int]:
    actor = actor_by_login(database, 'boss')
    with database.reading() as session:
        catalog = catalog_of(session)
    name, contact = (catalog.by_key(key).id for key in ('name', 'contact'))
    form = NewCustomer(kind=CustomerKind.COMPANY, values={name: '武汉直播有限公司', contact: '初始'})
    return actor, create_customer(database, actor, form), contact


def _sign_in(server: Server) -> str:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
            return None

    data = urllib.parse.urlencode({'login': 'boss', 'password': _PASSWORD}).encode()
    request = urllib.request.Request(f'{server.url}/auth/login', data, {'Origin': server.url})
    try:
        answer = urllib.request.build_opener(Stay).open(request)
    except urllib.error.HTTPError as redirect:
        answer = redirect
    return '; '.join(cookie.partition(';')[0] for cookie in answer.headers.get_all('Set-Cookie', []))


def _get(server: Server, path: str, cookie: str) -> str:
    request = urllib.request.Request(f'{server.url}{path}', headers={'Cookie': cookie, 'Connection': 'close'})
    with urllib.request.urlopen(request) as answer:
        text: str = answer.read().decode()
    return text


async def _connect(server: Server, cookie: str) -> Page:
    html = await asyncio.to_thread(_get, server, '/customers', cookie)
    found = _QUERY.search(html)
    assert found, html[:300]
    query = json.loads(_json(found[1])) | {
        'implicit_handshake': 'true',
        'tab_id': os.urandom(8).hex(),
        'document_id': os.urandom(8).hex(),
    }
    address = urllib.parse.urlencode({'EIO': '4', 'transport': 'websocket', **query})
    socket = await websockets.connect(
        f'ws://127.0.0.1:{server.port}/_nicegui_ws/socket.io/?{address}',
        additional_headers={'Cookie': cookie, 'Origin': server.url},
        max_size=None,
    )
    await socket.recv()
    await socket.send('40')
    return Page(socket)


def _json(literal: str) -> str:
    """Return the page's dictionary as JSON: it is written with single quotes."""
    return literal.replace("'", '"').replace('True', 'true').replace('False', 'false')


def _memory(server: Server) -> int:
    pages = int(Path(f'/proc/{server.process.pid}/statm').read_text(encoding='ascii').split()[1])
    return pages * os.sysconf('SC_PAGE_SIZE')


def _cpu(server: Server) -> float:
    fields = Path(f'/proc/{server.process.pid}/stat').read_text(encoding='ascii').rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
