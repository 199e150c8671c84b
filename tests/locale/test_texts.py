from __future__ import annotations

import pytest

from crm_app.locale import texts
from crm_app.locale.texts import language_for, sentence_of, translate, translate_plural
from crm_app.rules.refusals import InvalidValue


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        'Hello {name}': ('你好，{name}',),
        '{n} customer': ('{n} 个客户',),
        '“{value}” cannot be used here.': ('「{value}」不行',),
    }
    monkeypatch.setattr(texts, 'texts_of', lambda language: known if language == 'zh_CN' else {})


def test_a_message_comes_out_in_the_language_with_its_parameters(catalog: None) -> None:
    assert translate('Hello {name}', 'zh_CN', name='王芳') == '你好，王芳'
    assert translate('Hello {name}', 'en', name='Wang') == 'Hello Wang'


def test_what_people_typed_is_never_taken_for_a_pattern(catalog: None) -> None:
    assert translate('Hello {name}', 'zh_CN', name='{0} {name}') == '你好，{0} {name}'


def test_chinese_has_one_form_english_two(catalog: None) -> None:
    forms = ('{n} customer', '{n} customers')
    assert [translate_plural(*forms, n=n, language='zh_CN') for n in (1, 2)] == ['1 个客户', '2 个客户']
    assert [translate_plural(*forms, n=n, language='en') for n in (0, 1, 2)] == [
        '0 customers',
        '1 customer',
        '2 customers',
    ]


def test_a_refusal_speaks_the_language_of_the_reader(catalog: None) -> None:
    assert sentence_of(InvalidValue(value='abc'), 'zh_CN') == '「abc」不行'
    assert sentence_of(InvalidValue(value='abc'), 'en') == '“abc” cannot be used here.'


@pytest.mark.parametrize(
    ('header', 'language'),
    [
        ('zh-CN,zh;q=0.9,en;q=0.8', 'zh_CN'),
        ('zh-TW', 'zh_CN'),
        ('en-US,en;q=0.9', 'en'),
        ('de, en;q=0.5, zh;q=0.7', 'zh_CN'),
        ('en;q=0', 'zh_CN'),
        ('fr', 'zh_CN'),
        ('', 'zh_CN'),
        ('en;q=much', 'zh_CN'),
    ],
)
def test_the_log_in_page_follows_the_browser(header: str, language: str) -> None:
    assert language_for(header) == language
