"""The web application: the only place that wires database, live news, pages and jobs."""

from __future__ import annotations

import gc
import logging
import os
import secrets
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from fastapi.middleware.gzip import GZipMiddleware
from nicegui import __version__ as nicegui_version
from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from crm_app.actions.backups import backup_folder, daily_backup
from crm_app.actions.customers.delete import RECYCLED_FOR, purge_recycle_bin
from crm_app.announce import announce
from crm_app.clock import Clock
from crm_app.components import theme
from crm_app.data.database import Database
from crm_app.data.feed import Feed, trim
from crm_app.data.office import office_zone
from crm_app.data.sessions import LIFETIME, trim_sessions
from crm_app.guard import Guard
from crm_app.pages.login import login_page, post_login, post_logout
from crm_app.pages.root import root
from crm_app.pages.setup import post_setup, setup_page
from crm_app.settings import Settings
from crm_app.view_models.desk import Office
from crm_app.view_models.hub import Hub
from crm_app.view_models.import_files import sweep_uploads
from crm_app.view_models.import_wizard import stop_all
from crm_app.view_models.sessions import has_members
from crm_app.view_models.work import stop_working

_OPEN: Final = (
    '/healthz',
    '/login',
    '/setup',
    '/auth/',
    '/favicon.ico',
    f'{theme.ADDRESS}/',
    f'/_nicegui/{nicegui_version}/',
    '/_nicegui_ws/',
)
_CODE_LETTERS: Final = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'  # none that are taken for one another
_HOURLY: Final = 3600.0
_PATIENCE_SECONDS: Final = 1.5
_GARBAGE: Final = (100_000, 50, 1000)  # a full collection stops all pages for a moment; most die young anyway


def run(settings: Settings, database: Database) -> None:
    """Serve until the process is told to stop."""
    office = Office(database, Hub(), settings.data_dir, setup_code=_new_code(), is_set_up=has_members(database))
    feed = Feed(database)
    _wire(office, feed, _clock(office))
    app.on_startup(partial(announce, settings, office))
    gc.set_threshold(*_GARBAGE)
    try:
        _run_server(settings)
    finally:
        _end(database)


def _run_server(settings: Settings) -> None:
    ui.run(
        root,
        host=settings.host,
        port=settings.port,
        title='CRM',
        language='zh-CN',
        dark=None,
        tailwind=False,
        reload=False,
        show=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        reconnect_timeout=30,
        gzip_middleware_factory=lambda inner: GZipMiddleware(inner, minimum_size=1000, compresslevel=4),
        storage_secret=_secret(settings.data_dir),
        session_middleware_kwargs={'max_age': int(LIFETIME.total_seconds()), 'same_site': 'lax'},
        timeout_graceful_shutdown=1,
    )


def _end(database: Database) -> None:
    """Give what runs a moment; what takes longer (a backup, an import) is left, as after a power cut."""
    if not stop_working(_PATIENCE_SECONDS):
        os._exit(0)
    database.close()


class _LeftEarly(logging.Filter):
    """Keeps out of the log that a browser left before its answer; Starlette takes that for a mistake of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not (isinstance(error, RuntimeError) and str(error) == 'No response returned.')


def _wire(office: Office, feed: Feed, clock: Clock) -> None:
    theme.install()
    logging.getLogger('uvicorn.error').addFilter(_LeftEarly())
    sweep_uploads(office.data_dir)
    app.state.office = office
    office.database.listeners.append(office.hub.publish)
    app.add_middleware(Guard, office=office, open_paths=_OPEN)
    app.add_route('/healthz', _healthz, methods=['GET'])
    app.add_route('/login', login_page, methods=['GET'])
    app.add_route('/setup', setup_page, methods=['GET'])
    app.add_route('/auth/login', post_login, methods=['POST'])
    app.add_route('/auth/setup', post_setup, methods=['POST'])
    app.add_route('/auth/logout', post_logout, methods=['POST'])
    for path in ('/auth/login', '/auth/setup', '/auth/logout'):  # somebody loads the answer to a form again
        app.add_route(path, _start_over, methods=['GET'])
    app.on_startup(office.hub.attach)
    app.on_startup(feed.start)
    app.on_startup(clock.start)
    app.on_shutdown(stop_all)
    app.on_shutdown(clock.stop)
    app.on_shutdown(feed.stop)


def _clock(office: Office) -> Clock:
    clock = Clock()
    clock.every(_HOURLY, lambda: _back_up(office))
    clock.every(_HOURLY, lambda: _tidy(office.database))
    return clock


def _back_up(office: Office) -> None:
    with office.database.reading() as session:
        today = datetime.now(office_zone(session)).date()
    daily_backup(office.database, backup_folder(office.data_dir), today)


def _tidy(database: Database) -> None:
    trim(database)
    database.write(trim_sessions, None)
    purge_recycle_bin(database, datetime.now(UTC) - RECYCLED_FOR)


def _healthz(_request: Request) -> Response:
    return PlainTextResponse('ok')


def _start_over(_request: Request) -> Response:
    return RedirectResponse('/', 303)


def _new_code() -> str:
    letters = [secrets.choice(_CODE_LETTERS) for _ in range(8)]
    return f'{"".join(letters[:4])}-{"".join(letters[4:])}'


def _secret(data_dir: Path) -> str:
    """Return what signs the cookies: made once, readable for nobody else."""
    path = data_dir / 'cookie-secret'
    try:
        with path.open('x', encoding='ascii') as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text(encoding='ascii')
