"""Cities as an office writes them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from python_calamine import load_workbook

from crm_app.rules.cities import city_key, find_city, official_cities, places_of

ROOT = Path(__file__).parents[2]
DIVISIONS = json.loads((ROOT / 'crm_app/data/static/china-divisions.json').read_text('utf-8'))
FILES = ROOT / 'tests/files'


@cache
def cities() -> dict[str, str]:
    return official_cities(DIVISIONS)


@pytest.mark.parametrize(
    ('name', 'key'),
    [
        ('武汉市', '武汉'),
        (' 武 汉 ', '武汉'),
        ('迪庆藏族自治州', '迪庆'),
        ('琼中黎族苗族自治县', '琼中'),
        ('克孜勒苏柯尔克孜自治州', '克孜勒苏'),
        ('海西蒙古族藏族自治州', '海西'),
        ('巴音郭楞蒙古自治州', '巴音郭楞'),
        ('恩施州', '恩施'),
        ('苏州', '苏州'),
        ('苏州市', '苏州'),
        ('阿拉善盟', '阿拉善'),
        ('大兴安岭地区', '大兴安岭'),
        ('神农架林区', '神农架'),
        ('广西壮族自治区', '广西'),
        ('沙市', '沙市'),
    ],
)
def test_keys_of_places(name: str, key: str) -> None:
    assert city_key(name) == key == city_key(key)


@pytest.mark.parametrize(
    ('written', 'official'),
    [
        ('朝阳', '朝阳市'),
        ('吉林', '吉林市'),
        ('新竹', '新竹市'),
        ('北京', '北京市'),
        ('毕节地区', '毕节市'),
        ('湖北省武汉市', '武汉市'),
        ('湖北 武汉', '武汉市'),
        ('云南迪庆州', '迪庆藏族自治州'),
        ('大理白族自治州', '大理白族自治州'),
        ('海南', None),
        ('海南州', None),
        ('海南藏族自治州', '海南藏族自治州'),
        ('火星', None),
        ('', None),
    ],
)
def test_finding_a_city(written: str, official: str | None) -> None:
    assert find_city(written, cities()) == official


def test_every_city_is_found_by_its_full_and_its_short_name() -> None:
    names = {city['name'] for province in DIVISIONS for city in province['cities']}
    assert all(find_city(name, cities()) == name for name in names)
    lost = {name for name in names if find_city(city_key(name), cities()) != name}
    assert lost == {'海南藏族自治州', '新竹县', '嘉义县'}


def test_places_hold_full_and_short_names_of_provinces_and_cities() -> None:
    assert {'湖北省', '湖北', '武汉市', '武汉', '迪庆'} <= places_of(DIVISIONS)


@pytest.mark.parametrize('file', ['customers-office-3000.xlsx', 'customers-office-3000.xls'])
def test_every_city_of_an_offices_workbook_is_found(file: str) -> None:
    truth: list[dict[str, Any]] = json.loads((FILES / 'customers-office-3000.truth.json').read_text('utf-8'))
    rows = load_workbook(FILES / file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    column = rows[1].index('所在城市')
    wrong = [
        (row, rows[row['row'] - 1][column])
        for row in truth
        if find_city(str(rows[row['row'] - 1][column]), cities()) != row['city']
    ]
    assert not wrong
