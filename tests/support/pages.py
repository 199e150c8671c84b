"""Pages without a browser: one person each, on a database of the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_simulation import user_simulation

from crm_app.components import theme
from crm_app.components.words import set_language
from crm_app.data.database import Database
from crm_app.data.models.member import Member
from crm_app.data.rights import rights_of
from crm_app.pages.frame import build_frame
from crm_app.rules.members import Actor
from crm_app.view_models.desk import Desk, Office, sit_down
from crm_app.view_models.hub import Hub

Opened = Callable[[Actor], AbstractAsyncContextManager[User]]


@pytest.fixture
def open_as(database: Database, tmp_path: Path) -> Opened:
    """Give somebody a page of the program: ``async with open_as(cast.wang) as user: await user.open('/members')``."""

    @asynccontextmanager
    async def opened(actor: Actor) -> AsyncIterator[User]:
        hub = Hub()
        office = Office(database, hub, tmp_path)

        def root() -> None:
            with database.reading() as session:
                rights = rights_of(session, actor)
                member = session.get_one(Member, actor.member_id)
            set_language(ui.context.client, member.language or 'zh_CN')
            desk = Desk(office, actor, rights, member.must_change_password, member.dark)
            sit_down(ui.context.client, desk)
            build_frame(desk)

        async with user_simulation(root) as user:
            theme.install()
            hub.attach()
            database.listeners.append(hub.publish)
            yield user
            database.listeners.remove(hub.publish)

    return opened


async def sees(user: User, text: str) -> None:
    """Wait until the page shows a text: data comes from threads, on machines that are busy with other tests."""
    await user.should_see(text, retries=50)
