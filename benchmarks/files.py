"""Import and export of a big workbook, each in a fresh process so that its peak memory means something."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select

from benchmarks.measure import peak_memory, percentile, show
from crm_app.actions.customers.edit import edit_customer
from crm_app.actions.exports.export import export_customers
from crm_app.actions.fields.add_field import add_field
from crm_app.actions.imports.propose import propose
from crm_app.actions.imports.run import run_import
from crm_app.data.catalog import catalog_of
from crm_app.data.database import Database
from crm_app.data.migrations.upgrade import upgrade_database
from crm_app.data.models.customer import Customer
from crm_app.data.models.member import Member, Role
from crm_app.rules.fields import FieldKind
from crm_app.rules.import_plan import NewOptions
from crm_app.rules.members import Actor

_OWN = tuple(f'基准{letter}' for letter in '甲乙丙丁戊己庚辛壬癸子丑')
_SYLLABLES = '恒瑞金达宏盛嘉华博远安信天恒丰友诚中联创新鼎泰和顺万通长城东方启航海川云峰'
HEADER = ('database', 'what', 'rows/s', 'seconds', 'peak MB', 'saves of others p50 ms', 'p95 ms')


def run(url: str, name: str, rows: int, folder: Path) -> None:
    """Import a generated file of 20 columns into an empty database, then export it; measure and print."""
    workbook = folder / f'customers-{rows}.xlsx'
    if not workbook.exists():
        write_workbook(workbook, rows)
    _prepare(url)
    shown: list[tuple[Any, ...]] = []
    found, waits = _beside_saves(url, 'import', workbook)
    shown.append((name, 'import xlsx', *_figures(found), *waits))
    for ending in ('xlsx', 'csv'):
        found = _child('export', url, folder / f'out.{ending}')
        shown.append((name, f'export {ending}', *_figures(found), '', ''))
    show(f'{name}: {rows} rows × 20 columns', HEADER, shown)


def write_workbook(path: Path, rows: int, *, seed: int = 7) -> None:
    """Write what an office might keep: 8 known columns and 12 of its own."""
    chance = random.Random(seed)
    known = ('客户名称', '联系人', '手机', '客户状态', '客户级别', '地址', '备注', '客户来源')
    book = xlsxwriter.Workbook(str(path), {'constant_memory': True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [*known, *_OWN])
    for number in range(1, rows + 1):
        core = ''.join(chance.sample(_SYLLABLES, 4))
        values: list[Any] = [
            f'武汉{core}有限公司{number}', f'王{chance.choice(_SYLLABLES)}', f'1{38_00000000 + number:010}', '跟进中',
            'A', f'武汉市人民路{number % 900}号', '关注价格，月底前报价', '',
        ]  # fmt: skip
        sheet.write_row(number, 0, [*values, *(f'{name}{chance.randint(1, 5000)}' for name in _OWN)])
    book.close()


def child(what: str, url: str, path: Path) -> None:
    """Do one of the jobs in this process and print its figures as JSON."""
    database = Database(url)
    with database.reading() as session:
        actor = Actor(session.scalars(select(Member.id).order_by(Member.id)).first() or 0, '管理员')
    if what == 'import':
        plan = replace(propose(database, actor, path).plan, new_options=NewOptions.ADD)
        report = run_import(database, actor, path, plan)
        assert report.created == report.rows, report
        found = {'rows': report.created, 'seconds': report.seconds}
    else:
        result = export_customers(database, actor, path)
        found = {'rows': result.rows, 'seconds': result.seconds}
    sys.stdout.write(json.dumps({**found, 'peak': peak_memory()}))


def _prepare(url: str) -> None:
    upgrade_database(url)
    database = Database(url)

    def unit(session: Any) -> int:
        role = session.scalars(select(Role.id).where(Role.key == 'admin')).one()
        member = Member(login='admin', name='管理员', role_id=role)
        session.add(member)
        session.flush()
        session.add(Customer(kind='company', name='保存', name_pinyin='bao', owner_id=member.id))
        return int(member.id)

    actor = Actor(database.write(unit, None), '管理员')
    for name in _OWN:
        add_field(database, actor, name, FieldKind.TEXT)
    database.close()


def _child(what: str, url: str, path: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, '-m', 'benchmarks', '--child', what, url, str(path)], capture_output=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout.decode().splitlines()[-1])
    return found


def _beside_saves(url: str, what: str, path: Path) -> tuple[dict[str, float], tuple[float, float]]:
    """Run a job while somebody else saves every 50 ms; return its figures and how long those saves took."""
    database = Database(url)
    with database.reading() as session:
        catalog = catalog_of(session)
        actor = Actor(session.scalars(select(Member.id)).first() or 0, '管理员')
        ident = session.scalars(select(Customer.id)).first() or 0
    note, over, spent = catalog.by_key('contact').id, threading.Event(), []

    def save() -> None:
        old: str | None = None
        while not over.wait(0.05):
            new = f'第{len(spent)}次'
            start = time.perf_counter()
            edit_customer(database, actor, ident, base={note: old}, mine={note: new})
            spent.append((time.perf_counter() - start) * 1000)
            old = new

    saver = threading.Thread(target=save)
    saver.start()
    try:
        found = _child(what, url, path)
    finally:
        over.set()
        saver.join()
        database.close()
    return found, (statistics.median(spent), percentile(spent, 95))


def _figures(found: dict[str, float]) -> tuple[float, float, float]:
    return found['rows'] / max(found['seconds'], 0.001), found['seconds'], found['peak']
