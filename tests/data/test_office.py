from __future__ import annotations

import pytest

from crm_app.actions.office import NoSuchTimeZone, set_time_zone
from crm_app.data import office
from crm_app.data.database import Database
from crm_app.data.office import chosen_zone, machine_zone, office_zone
from crm_app.rules.refusals import NotPermitted
from tests.support.cast import Cast


def zone_in(database: Database) -> str:
    with database.reading() as session:
        return office_zone(session).key


def test_the_machines_zone_holds_until_one_is_chosen(database: Database, cast: Cast) -> None:
    assert zone_in(database) == machine_zone().key
    set_time_zone(database, cast.wang, 'Asia/Urumqi')
    assert zone_in(database) == 'Asia/Urumqi'
    set_time_zone(database, cast.wang, None)
    assert zone_in(database) == machine_zone().key
    with database.reading() as session:
        assert chosen_zone(session) is None


def test_what_is_no_zone_is_refused(database: Database, cast: Cast) -> None:
    for name in ('Mars/Olympus', '', '../etc/passwd'):
        with pytest.raises(NoSuchTimeZone):
            set_time_zone(database, cast.wang, name)
    assert zone_in(database) == machine_zone().key


def test_who_may_not_manage_settings_is_refused(database: Database, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        set_time_zone(database, cast.zhao, 'Asia/Urumqi')


def test_the_machine_is_asked_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('TZ', 'Asia/Tokyo')
    assert machine_zone.__wrapped__().key == 'Asia/Tokyo'
    monkeypatch.setenv('TZ', 'nonsense')
    monkeypatch.setattr(office, '_linked_zone', lambda: 'Europe/Berlin')
    assert machine_zone.__wrapped__().key == 'Europe/Berlin'
    monkeypatch.setattr(office, '_linked_zone', lambda: '')
    assert machine_zone.__wrapped__().key == 'Asia/Shanghai'
