from __future__ import annotations

import pytest

from crm_app.actions.views import NameMissing, NameTaken, delete_view, remember_columns, save_view
from crm_app.data.database import Database
from crm_app.data.rights import rights_of
from crm_app.rules.members import Actor
from crm_app.rules.refusals import NotFound, NotPermitted
from crm_app.view_models.list_columns import remembered_columns
from crm_app.view_models.saved_views import ViewEntry, views_of
from tests.support.cast import Cast


def views(database: Database, actor: Actor) -> dict[str, ViewEntry]:
    with database.reading() as session:
        return {view.name: view for view in views_of(session, rights_of(session, actor))}


def test_a_view_is_ones_own_until_it_is_shared(database: Database, cast: Cast) -> None:
    ident = save_view(database, cast.wang, ' 跟进中 ', 'q=a&page=2')
    assert views(database, cast.wang)['跟进中'].link.query.search == 'a'
    assert not views(database, cast.li)
    save_view(database, cast.wang, '跟进中', 'q=b', view_id=ident, shared=True)
    seen = views(database, cast.li)['跟进中']
    assert seen.link.query.search == 'b'
    assert not seen.mine
    assert not seen.changeable
    assert views(database, cast.admin)['跟进中'].changeable


def test_who_may_not_share_may_still_keep_his_own(database: Database, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        save_view(database, cast.li, '我的', '', shared=True)
    save_view(database, cast.li, '我的', '')
    assert list(views(database, cast.li)) == ['我的']


def test_a_strangers_view_answers_as_if_there_were_none(database: Database, cast: Cast) -> None:
    private = save_view(database, cast.wang, 'private', '')
    shared = save_view(database, cast.wang, 'shared', '', shared=True)
    for ident in (private, shared, 99_999):
        with pytest.raises(NotFound):
            delete_view(database, cast.zhao, ident)
        with pytest.raises(NotFound):
            save_view(database, cast.zhao, 'x', '', view_id=ident)
    delete_view(database, cast.wang, private)
    assert list(views(database, cast.wang)) == ['shared']


def test_names_are_there_and_are_ones_own_only_once(database: Database, cast: Cast) -> None:
    ident = save_view(database, cast.wang, 'a', '')
    save_view(database, cast.wang, 'a', 'q=x', view_id=ident)
    save_view(database, cast.li, 'a', '')
    with pytest.raises(NameTaken):
        save_view(database, cast.wang, 'a', '')
    with pytest.raises(NameMissing):
        save_view(database, cast.wang, '  ', '')


def test_everybody_has_his_own_columns(database: Database, cast: Cast) -> None:
    remember_columns(database, cast.wang, (1, 'owner'))
    remember_columns(database, cast.wang, ('owner', 3))
    with database.reading() as session:
        assert remembered_columns(session, cast.wang.member_id) == ('owner', 3)
        assert remembered_columns(session, cast.li.member_id) is None
    assert not views(database, cast.wang)
