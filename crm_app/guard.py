"""What every request passes: who is it, may it come from there, and which headers does the answer carry.

Only requests pass here. Events and moves between sub pages travel over the websocket of a page; their rights are
checked where something is read or done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_app.rules.spreadsheets import MOST_BYTES
from crm_app.view_models.desk import Office
from crm_app.view_models.sessions import TOKEN, has_members, who_is
from crm_app.view_models.work import in_thread

_UPLOAD: Final = '/_nicegui/client/'
_SAFE_METHODS: Final = frozenset({'GET', 'HEAD', 'OPTIONS'})
_HEADERS: Final = {
    'Content-Security-Policy': (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    'X-Frame-Options': 'DENY',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
}


class Guard:
    """Middleware inside the session's: answers what may not pass, and notes who asks in ``request.state.signed_in``."""

    def __init__(self, app: ASGIApp, *, office: Office, open_paths: Iterable[str]) -> None:
        """Let everybody reach addresses that begin with one of ``open_paths``; all others need a log-in."""
        self._app = app
        self._office = office
        self._open = tuple(open_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it."""
        if scope['type'] == 'http':
            answer = await self._refusal(scope)
            await (answer or self._app)(scope, receive, _with_headers(send))
        elif scope['type'] == 'websocket' and not is_same_origin(Headers(scope=scope)):
            await receive()
            await send({'type': 'websocket.close', 'code': 1008})
        else:
            await self._app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        headers, path = Headers(scope=scope), scope['path']
        if scope['method'] not in _SAFE_METHODS and not is_same_origin(headers):
            return PlainTextResponse('This request came from another site.', 403)
        if path.startswith(self._open):
            return None
        if not self._office.is_set_up:
            self._office.is_set_up = await in_thread(has_members, self._office.database)
            if not self._office.is_set_up:
                return RedirectResponse('/setup', 303)
        who = await in_thread(who_is, self._office.database, scope['session'].get(TOKEN, ''))
        if who is None:
            return _to_log_in(scope)
        if path.startswith(_UPLOAD):
            return _too_big(headers)
        scope.setdefault('state', {})['signed_in'] = who
        return None


def is_same_origin(headers: Headers) -> bool:
    """Whether a request comes from our own pages, as far as a browser tells; other programs send no such headers."""
    site = headers.get('sec-fetch-site')
    if site is not None and site not in ('same-origin', 'none'):
        return False
    origin = headers.get('origin')
    if origin is None:
        return True
    own = {headers.get('host', '').lower(), headers.get('x-forwarded-host', '').lower()} - {''}
    return urlsplit(origin).netloc.lower() in own


def _to_log_in(scope: Scope) -> Response:
    if scope['method'] not in _SAFE_METHODS or scope['path'].startswith('/_nicegui'):
        return PlainTextResponse('Please log in.', 401)
    query = scope['query_string'].decode('latin-1')
    wanted = scope['path'] + (f'?{query}' if query else '')
    return RedirectResponse('/login' if wanted == '/' else f'/login?next={quote(wanted, safe="/")}', 303)


def _too_big(headers: Headers) -> Response | None:
    length = headers.get('content-length', '')
    if not length.isdecimal():
        return PlainTextResponse('The length is missing.', 411)
    if int(length) > MOST_BYTES + 1_000_000:  # the form around the file
        return PlainTextResponse('The file is too big.', 413)
    return None


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message['type'] == 'http.response.start':
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
