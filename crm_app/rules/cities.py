"""Cities as people write them: 武汉 is 武汉市, 迪庆 is 迪庆藏族自治州."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, TypedDict

_PEOPLES: Final = (
    '各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族'
    '|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族'
    '|塔吉克族?|怒族|乌孜别克族?|俄罗斯族|鄂温克族?|德昂族|保安族|裕固族|京族|塔塔尔族?|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族'
)
_SUFFIX: Final = re.compile(rf'(?<=..)(?:(?:{_PEOPLES})*自治[州县旗区]|特别行政区|地区|林区|[省市州盟县])$')
_LONGEST_NAME: Final = 40
_FILLING: Final = re.compile(r'[\W_]+')


class City(TypedDict):
    """A prefecture-level city or a county that its province governs itself."""

    code: str | None
    name: str
    districts: list[str]


class Province(TypedDict):
    """A province with its cities, as in the official list."""

    code: str
    name: str
    cities: list[City]


def city_key(name: str) -> str:
    """Return a place name without blanks and without 市, 州, 自治州 with its peoples, 地区, 盟, 县 …: 迪庆, 苏州."""
    text = _FILLING.sub('', unicodedata.normalize('NFKC', name))
    if len(text) > _LONGEST_NAME or (match := _SUFFIX.search(text)) is None:
        return text
    return text[: match.start()]


def official_cities(divisions: Sequence[Province]) -> dict[str, str]:
    """Return the official name for each spelling: full, short (:func:`city_key`), and both behind their province.

    A short name that two places share means the city (吉林 is 吉林市, 新竹 is 新竹市); one that only a province and a
    lesser place share (海南) means neither.
    """
    provinces = {city_key(province['name']) for province in divisions}
    cities = [(province['name'], city['name']) for province in divisions for city in province['cities']]
    cities.sort(key=lambda city: not city[1].endswith('市'))
    found = {name: name for _, name in cities}
    for province, name in cities:
        short = city_key(name)
        if short not in provinces or name.endswith('市'):
            found.setdefault(short, name)
        for before in (province, city_key(province)):
            found.setdefault(before + name, name)
            found.setdefault(before + short, name)
    return found


def find_city(text: str, cities: Mapping[str, str]) -> str | None:
    """Return the official name of a city as written in a cell, or None when it is none of ``cities``."""
    plain = _FILLING.sub('', unicodedata.normalize('NFKC', text))
    return cities.get(plain) or cities.get(city_key(plain))


def places_of(divisions: Sequence[Province]) -> frozenset[str]:
    """Return the names of all provinces and cities, full and short, for :func:`crm_app.rules.names.loose_name_key`."""
    names = {province['name'] for province in divisions}
    names.update(city['name'] for province in divisions for city in province['cities'])
    return frozenset(names | {city_key(name) for name in names})
