from __future__ import annotations

from pathlib import Path

import pytest

from crm_app.data.database import Database
from crm_app.data.rights import rights_of
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotPermitted
from crm_app.view_models.desk import Desk, Office
from crm_app.view_models.hub import Hub
from crm_app.view_models.members import load_members
from crm_app.view_models.own_rights import refresh_rights
from crm_app.view_models.settings import load_settings
from tests.support.cast import Cast, add_customer


def desk_of(database: Database, actor: Actor, data_dir: Path = Path()) -> Desk:
    with database.reading() as session:
        return Desk(Office(database, Hub(), data_dir), actor, rights_of(session, actor))


async def test_only_who_manages_members_sees_them(database: Database, cast: Cast) -> None:
    for actor in (cast.wang, cast.li, cast.zhao):
        with pytest.raises(NotPermitted):
            await load_members(desk_of(database, actor))


async def test_each_member_is_shown_with_his_customers(database: Database, cast: Cast) -> None:
    add_customer(database, cast.li, '武汉恒瑞')
    view = await load_members(desk_of(database, cast.admin))
    assert {member.name: member.customers for member in view.members} == {'管理员': 0, '王芳': 0, '李明': 1, '赵强': 0}


async def test_nobody_below_can_be_chosen_as_superior(database: Database, cast: Cast) -> None:
    view = await load_members(desk_of(database, cast.admin))
    assert set(view.superiors_for(cast.wang.member_id).values()) == {'管理员', '赵强'}
    assert set(view.superiors_for(None).values()) == {'管理员', '王芳', '李明', '赵强'}


async def test_new_rights_reach_an_open_page(database: Database, cast: Cast) -> None:
    desk = desk_of(database, cast.li)
    assert not await refresh_rights(desk)
    with database.transaction(cast.admin) as session:
        from crm_app.data.models.member import Member

        session.get_one(Member, cast.li.member_id).role_id = desk_of(database, cast.admin).rights.role_id
    assert await refresh_rights(desk)
    assert desk.rights.role_id == desk_of(database, cast.admin).rights.role_id


async def test_settings_show_what_one_may_change(database: Database, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / 'backups').mkdir()
    (tmp_path / 'backups/crm-20250305-daily.db').write_bytes(b'x' * 10)
    (tmp_path / 'backups/notes.txt').touch()
    seen = await load_settings(desk_of(database, cast.admin, tmp_path))
    assert [(backup.name, backup.size) for backup in seen.backups] == [('crm-20250305-daily.db', 10)]
    manager = await load_settings(desk_of(database, cast.wang, tmp_path))
    assert (manager.may_change, manager.may_back_up, manager.backups) == (True, False, ())
    with pytest.raises(NotPermitted):
        await load_settings(desk_of(database, cast.li, tmp_path))
