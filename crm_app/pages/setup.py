"""The first visit: creating the administrator, on this machine or with the one-time code from its terminal."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from crm_app.actions.access.set_up import AlreadySetUp, create_administrator, note_code_attempt
from crm_app.actions.access.sign_in import sign_in
from crm_app.components.desk import Office
from crm_app.components.plain_forms import answer, card, form, link_button, password_field, password_hint, text_field
from crm_app.components.words import _, current_language
from crm_app.pages.login import address_of, fields_of, office_of, start_session
from crm_app.rules.refusals import Refusal
from crm_app.view_models.sessions import has_members
from crm_app.view_models.work import in_thread

_SEE_OTHER: Final = 303
_GONE: Final = 404
_FORWARDED: Final = ('forwarded', 'via', 'x-real-ip')
_OWN_NAMES: Final = frozenset({'localhost', '127.0.0.1', '[::1]'})


class WrongCode(Refusal):
    """The one-time code is not the one in the terminal."""

    message = 'This is not the code shown in the terminal of the program.'


class PasswordsDiffer(Refusal):
    """The two passwords are not the same."""

    message = 'The two passwords are not the same.'


async def setup_page(request: Request) -> Response:
    """Show the form, as long as there is nobody."""
    office = office_of(request)
    if await in_thread(has_members, office.database):
        return _gone(request)
    return answer(request, lambda: _build(needs_code=not is_this_machine(request)))


async def post_setup(request: Request) -> Response:
    """Create the administrator and log him in; of several at once one wins."""
    office = office_of(request)
    if await in_thread(has_members, office.database):
        return _gone(request)
    fields = await fields_of(request)
    by_hand = is_this_machine(request)
    login, password = fields.get('login', ''), fields.get('password', '')
    try:
        if not by_hand:
            await in_thread(note_code_attempt, office.database, address_of(request))
            _check_code(office, fields.get('code', ''))
        if password != fields.get('again', ''):
            raise PasswordsDiffer
        await in_thread(
            create_administrator,
            office.database,
            login=login,
            name=fields.get('name', ''),
            password=password,
            address=address_of(request),
        )
    except AlreadySetUp:
        return _gone(request)
    except Refusal as refusal:
        problem = refusal
        return answer(request, lambda: _build(needs_code=not by_hand, problem=problem, fields=fields), 422)
    device = request.headers.get('user-agent', '')
    token = await in_thread(sign_in, office.database, login, password, address=address_of(request), device=device)
    start_session(request, token)
    return RedirectResponse('/', _SEE_OTHER)


def is_this_machine(request: Request) -> bool:
    """Whether somebody sits at the machine itself: no other address, no proxy, no foreign name of the host."""
    names = request.headers.keys()
    if any(name in _FORWARDED or name.startswith('x-forwarded') for name in names):
        return False
    host = request.headers.get('host', '').lower()
    name = host if host.endswith(']') else host.rpartition(':')[0] or host
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return False
    mapped = getattr(address, 'ipv4_mapped', None)
    return name in _OWN_NAMES and (mapped or address).is_loopback


def _check_code(office: Office, code: str) -> None:
    typed = ''.join(filter(str.isalnum, code)).upper()
    wanted = office.setup_code.replace('-', '')
    if not wanted or not hmac.compare_digest(typed.encode(), wanted.encode()):
        raise WrongCode


def _gone(request: Request) -> Response:
    return answer(request, _build_gone, _GONE)


def _build_gone() -> None:
    with card(_('The administrator has been created already. Please log in.'), None, current_language()):
        link_button(_('Log in'), '/login')


def _build(*, needs_code: bool, problem: Refusal | None = None, fields: dict[str, str] | None = None) -> None:
    typed = fields or {}
    with card(_('Create the administrator'), problem, current_language()), form('/auth/setup', _('Create')):
        if needs_code:
            text_field('code', _('One-time code from the terminal of the program'), focus=True)
        text_field('name', _('Your name'), value=typed.get('name', ''), autocomplete='name', focus=not needs_code)
        text_field('login', _('Log-in name'), value=typed.get('login', ''), autocomplete='username')
        password_field('password', _('Password'), autocomplete='new-password', hint=password_hint())
        password_field('again', _('Password once more'), autocomplete='new-password')
