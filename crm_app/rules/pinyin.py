"""Pinyin of names: a key that sorts them, and their initials for quick search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin, load_phrases_dict

LONGEST_KEY: Final = 200

_HAN_RUN: Final = re.compile(r'[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]+')
_TOKENS: Final = re.compile(_HAN_RUN.pattern + r'|[a-z0-9]+|[^\W_]')
_SEVERAL_SOUNDS: Final = re.compile(
    '[重长長行乐樂都厦廈藏朝会會调調模佛参參传傳弹彈济濟台阿番泌蚌莞丽麗六浚铅率种種便降查解什没角系量泊洞校差曾卜少铺乘隆]'
)
_SURNAMES: Final = {
    '曾': 'zeng1', '单': 'shan4', '單': 'shan4', '仇': 'qiu2', '解': 'xie4', '查': 'zha1', '盖': 'ge3', '任': 'ren2',
    '区': 'ou1', '區': 'ou1', '朴': 'piao2', '卜': 'bu3', '缪': 'miao4', '繆': 'miao4', '纪': 'ji3', '华': 'hua4',
    '華': 'hua4', '燕': 'yan1', '应': 'ying1', '洗': 'xian3', '冼': 'xian3', '哈': 'ha3', '重': 'chong2', '乐': 'yue4',
    '樂': 'yue4', '种': 'chong2', '尉': 'wei4', '覃': 'qin2', '薄': 'bo2', '黑': 'he4', '员': 'yun4', '折': 'she2',
    '翟': 'zhai2', '秘': 'bi4', '逄': 'pang2', '晟': 'cheng2', '召': 'shao4', '宓': 'mi4', '乜': 'nie4', '繁': 'po2',
    '祭': 'zhai4', '能': 'nai4', '句': 'gou1', '车': 'che1', '柏': 'bai3', '都': 'du1', '莘': 'shen1', '宁': 'ning4',
    '长': 'chang2', '沈': 'shen3', '尹': 'yin3', '葛': 'ge3', '令': 'ling2', '盛': 'sheng4', '牟': 'mu4', '隗': 'wei3',
}  # fmt: skip
"""Sounds that a character has only as a surname, or more often so."""
_LONG_SURNAMES: Final = {
    '单于': ('chan2', 'yu2'), '尉迟': ('yu4', 'chi2'), '万俟': ('mo4', 'qi2'), '长孙': ('zhang3', 'sun1'),
    '令狐': ('ling2', 'hu2'), '澹台': ('tan2', 'tai2'), '夏侯': ('xia4', 'hou2'), '皇甫': ('huang2', 'fu3'),
    '宇文': ('yu3', 'wen2'), '长公': ('zhang3', 'gong1'), '乐正': ('yue4', 'zheng4'), '呼延': ('hu1', 'yan2'),
}  # fmt: skip

# The library knows 朝阳 only as the morning sun, 单县 and 什邡 not at all; here they are places.
load_phrases_dict(
    {
        '朝阳': [['cháo'], ['yáng']],
        '单县': [['shàn'], ['xiàn']],
        '什邡': [['shí'], ['fāng']],
        '银行': [['yín'], ['háng']],
    }
)


def sort_key(name: str, *, surname: bool = False) -> str:
    """Return the key by which names sort: digits and Latin first, then Chinese by sound; homophones stay together.

    ``surname`` reads the first character as a person's surname. Compare keys byte by byte (``COLLATE "C"``).
    """
    parts: list[str] = []
    for token in _tokens(name):
        if _HAN_RUN.match(token):
            sounds = _sounds(token, surname=surname and not parts)
            parts += [f'{sound}{character} ' for character, sound in zip(token, sounds, strict=True)]
        else:
            parts.append(f' {token} ' if token.isascii() else f'{token} ')
    return ''.join(parts)[:LONGEST_KEY] or name.strip()[:LONGEST_KEY]


def initials(name: str, *, surname: bool = False) -> str:
    """Return the first letters of the syllables, Latin and digits whole: ``whwykj`` for 武汉无忧科技."""
    parts: list[str] = []
    for token in _tokens(name):
        if _HAN_RUN.match(token):
            parts += [sound[0] for sound in _sounds(token, surname=surname and not parts)]
        else:
            parts.append(token)
    return ''.join(parts)


def _tokens(name: str) -> list[str]:
    name = name[:LONGEST_KEY]
    text = name if name.isascii() else unicodedata.normalize('NFKC', name)
    return _TOKENS.findall(text.casefold())


@lru_cache(maxsize=1000)
def _sounds(run: str, *, surname: bool) -> Sequence[str]:
    """Return one syllable with tone per character of a run of Chinese characters."""
    if _SEVERAL_SOUNDS.search(run):
        sounds = lazy_pinyin(run, style=Style.TONE3)
        if len(sounds) != len(run):
            sounds = [_sound(character) for character in run]
    else:
        sounds = [_sound(character) for character in run]
    if surname:
        if long := _LONG_SURNAMES.get(run[:2]):
            sounds[:2] = long
        elif first := _SURNAMES.get(run[0]):
            sounds[0] = first
    return sounds


@lru_cache(maxsize=30_000)
def _sound(character: str) -> str:
    """Return the usual sound of one character; itself when it has none, which sorts it behind all others."""
    return lazy_pinyin(character, style=Style.TONE3)[0]
