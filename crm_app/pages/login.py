"""登录: a real form, so that password managers know it and the answer can set the cookie."""

from __future__ import annotations

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crm_app.actions.access.sign_in import WrongPassword, sign_in
from crm_app.actions.access.sign_out import sign_out
from crm_app.components.desk import Office
from crm_app.components.plain_forms import answer, card, form, hidden_field, password_field, text_field
from crm_app.components.words import _, current_language
from crm_app.rules.refusals import Refusal
from crm_app.view_models.sessions import TOKEN, has_members, who_is
from crm_app.view_models.work import in_thread

_SEE_OTHER: Final = 303
_LONGEST_FIELD: Final = 2000


async def login_page(request: Request) -> Response:
    """Show the form; who is logged in already goes on."""
    office = office_of(request)
    if not await in_thread(has_members, office.database):
        return RedirectResponse('/setup', _SEE_OTHER)
    wanted = local_path(request.query_params.get('next', ''))
    if await in_thread(who_is, office.database, request.session.get(TOKEN, '')):
        return RedirectResponse(wanted, _SEE_OTHER)
    return answer(request, lambda: _build(wanted))


async def post_login(request: Request) -> Response:
    """Check the password; the right one gets a new session and goes where he wanted to."""
    office = office_of(request)
    fields = await fields_of(request)
    wanted = local_path(fields.get('next', ''))
    login = fields.get('login', '')
    try:
        token = await in_thread(
            sign_in,
            office.database,
            login,
            fields.get('password', ''),
            address=address_of(request),
            device=request.headers.get('user-agent', ''),
        )
    except Refusal as refusal:
        problem = refusal
        status = 401 if isinstance(refusal, WrongPassword) else 429
        return answer(request, lambda: _build(wanted, problem, login), status)
    await _forget(request, office)
    start_session(request, token)
    return RedirectResponse(wanted, _SEE_OTHER)


async def post_logout(request: Request) -> Response:
    """End this log-in, in all its pages."""
    await _forget(request, office_of(request))
    request.session.clear()
    return RedirectResponse('/login', _SEE_OTHER)


def start_session(request: Request, token: str) -> None:
    """Begin a new session in the cookie: whoever knew the old one knows nothing of it."""
    request.session.clear()
    request.session['id'] = secrets.token_hex(16)
    request.session[TOKEN] = token


def office_of(request: Request) -> Office:
    """Return the office that the web application serves."""
    office: Office = request.app.state.office
    return office


def address_of(request: Request) -> str:
    """Return the network address of who asks."""
    return request.client.host if request.client else ''


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a sent form; files and what no person types are left out."""
    sent = await request.form(max_files=0, max_fields=20)
    return {name: value for name, value in sent.items() if isinstance(value, str) and len(value) <= _LONGEST_FIELD}


def local_path(wanted: str) -> str:
    """Return where to go after the log-in: a place of this program, never another site."""
    if not wanted.startswith('/') or wanted.startswith(('//', '/\\', '/login', '/auth/', '/setup')):
        return '/'
    return wanted if wanted.isprintable() and '\\' not in wanted else '/'


async def _forget(request: Request, office: Office) -> None:
    held = request.session.get(TOKEN)
    if held:
        await in_thread(sign_out, office.database, held)


def _build(wanted: str, problem: Refusal | None = None, login: str = '') -> None:
    with card(_('Log in'), problem, current_language()), form('/auth/login', _('Log in')):
        hidden_field('next', wanted)
        text_field('login', _('Log-in name'), value=login, autocomplete='username', focus=True)
        password_field('password', _('Password'), autocomplete='current-password')
