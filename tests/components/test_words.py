from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import user_simulation

from crm_app.components.words import _, current_language, plural, set_language
from crm_app.locale import texts


@pytest.fixture(autouse=True)
def catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {'Hello {name}': ('你好，{name}',), '{n} customer': ('{n} 个客户',)}
    monkeypatch.setattr(texts, 'texts_of', lambda language: known if language == 'zh_CN' else {})


@pytest.mark.parametrize(
    ('language', 'greeting', 'number'), [('zh_CN', '你好，王', '2 个客户'), ('en', 'Hello 王', '2 customers')]
)
async def test_a_page_speaks_its_own_language(language: str, greeting: str, number: str) -> None:
    def page() -> None:
        set_language(ui.context.client, language)
        with ui.column():
            ui.label(_('Hello {name}', name='王'))
        ui.button('later', on_click=lambda: ui.label(plural('{n} customer', '{n} customers', 2)))

    async with user_simulation(root=page) as user:
        await user.open('/')
        await user.should_see(greeting)
        user.find('later').click()
        await user.should_see(number)


async def test_outside_of_any_page_it_is_chinese() -> None:
    assert current_language() == 'zh_CN'
    assert _('Hello {name}', name='王') == '你好，王'
