from __future__ import annotations

import pytest

from crm_app.rules.devices import device_words

_WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'


@pytest.mark.parametrize(
    ('user_agent', 'words'),
    [
        (f'{_WINDOWS} Chrome/130.0.0.0 Safari/537.36', 'Chrome · Windows'),
        (f'{_WINDOWS} Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0', 'Edge · Windows'),
        (
            'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1',
            'Safari · iPhone',
        ),
        ('Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0', 'WeChat · Android'),
        ('Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox · Linux'),
        ('curl/8.0', 'curl/8.0'),
        ('x' * 200, 'x' * 40),
        ('', ''),
    ],
)
def test_a_device_reads_as_people_call_it(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
