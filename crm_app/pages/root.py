"""Every address of a logged-in person: one page, with sub pages in its frame."""

from __future__ import annotations

from typing import Final

from nicegui import Client, ui
from starlette.requests import Request

from crm_app.components.desk import Desk, current_desk, sit_down
from crm_app.components.plain_forms import QUASAR_LANGUAGES
from crm_app.components.words import set_language
from crm_app.locale.texts import DEFAULT_LANGUAGE, LANGUAGES
from crm_app.pages.frame import build_frame
from crm_app.pages.login import office_of
from crm_app.rules.fields import Entity
from crm_app.view_models.sessions import SignedIn, is_still_in
from crm_app.view_models.watch import watch
from crm_app.view_models.work import in_thread

_TO_LOG_IN: Final = 'location.href = "/login?next=" + encodeURIComponent(location.pathname + location.search)'


def root(request: Request) -> None:
    """Build the page for who is logged in; the guard has let nobody else through."""
    who: SignedIn = request.state.signed_in
    client = ui.context.client
    language = who.language if who.language in LANGUAGES else DEFAULT_LANGUAGE
    client.page.language = QUASAR_LANGUAGES[language]
    set_language(client, language)
    sit_down(client, Desk(office_of(request), who.actor, who.rights, who.must_change_password, who.dark))
    session_id = who.actor.session_id or 0
    watch(Entity.LOGIN_SESSION, lambda _news: _leave_if_ended(client), only=lambda: (session_id,))
    build_frame(current_desk())


async def _leave_if_ended(client: Client) -> None:
    desk = current_desk()
    if not await in_thread(is_still_in, desk.database, desk.actor):
        client.run_javascript(_TO_LOG_IN)
