"""The HTTP side of access, against the program as people run it."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.server import Server, running

PASSWORD = 'correct horse'
ADMIN = {'name': '王芳', 'login': 'wang', 'password': PASSWORD, 'again': PASSWORD}


@pytest.fixture(scope='module')
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program that nobody has set up."""
    folder: Path = tmp_path_factory.mktemp('fresh') / 'data'
    with running(folder) as server:
        yield server


@pytest.fixture(scope='module')
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A program with 王 (administrator) and 李."""
    folder: Path = tmp_path_factory.mktemp('office') / 'data'
    with running(folder) as server:
        server.add_member('wang', '王芳', PASSWORD, role='admin')
        server.add_member('li', '李明', PASSWORD)
        yield server


def visitor(server: Server, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=server.url, headers=headers, timeout=30)


def code_of(server: Server) -> str:
    found = re.search(r'[A-Z2-9]{4}-[A-Z2-9]{4}', server.log)
    assert found
    return found[0]


def log_in(client: httpx.Client, login: str = 'wang', password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post('/auth/login', data={'login': login, 'password': password, **more})


def test_health_is_told_without_a_page(office: Server) -> None:
    with visitor(office) as client:
        answer = client.get('/healthz')
    assert (answer.status_code, answer.text) == (200, 'ok')


class TestSetUp:
    def test_everything_leads_to_the_set_up(self, fresh: Server) -> None:
        with visitor(fresh) as client:
            for path in ('/', '/customers', '/login'):
                assert client.get(path).headers['location'] == '/setup'

    @pytest.mark.parametrize(
        'headers',
        [
            {'x-forwarded-for': '127.0.0.1'},
            {'x-forwarded-proto': 'https'},
            {'forwarded': 'for=127.0.0.1'},
            {'via': '1.1 proxy'},
            {'host': 'crm.example.com'},
            {'host': '192.168.1.5:8080'},
        ],
    )
    def test_through_a_proxy_or_another_name_the_code_is_needed(self, fresh: Server, headers: dict[str, str]) -> None:
        with visitor(fresh, **headers) as client:
            assert '一次性验证码' in client.get('/setup').text
            answer = client.post('/auth/setup', data=ADMIN)
            assert answer.status_code == 422
            assert client.get('/').headers['location'] == '/setup'

    def test_on_this_machine_no_code_is_asked(self, fresh: Server) -> None:
        with visitor(fresh) as client:
            assert '一次性验证码' not in client.get('/setup').text

    def test_another_site_cannot_set_up(self, fresh: Server) -> None:
        with visitor(fresh, origin='http://evil.example') as client:
            assert client.post('/auth/setup', data=ADMIN).status_code == 403

    def test_guesses_are_slowed_then_exactly_one_wins_and_it_is_gone(self, tmp_path: Path) -> None:
        with running(tmp_path / 'data') as server:
            with visitor(server, via='1.1 proxy') as client:
                for _ in range(5):
                    client.post('/auth/setup', data=ADMIN | {'code': 'AAAA-AAAA'})
                slowed = client.post('/auth/setup', data=ADMIN | {'code': code_of(server)})
                assert '秒后再试' in slowed.text

            def create(number: int) -> int:
                with visitor(server) as client:
                    return client.post('/auth/setup', data=ADMIN | {'login': f'admin{number}'}).status_code

            with ThreadPoolExecutor(3) as pool:
                assert sorted(pool.map(create, range(3))) == [303, 404, 404]
            with visitor(server) as client:
                assert client.get('/setup').status_code == 404
                assert client.get('/').headers['location'] == '/login'

    def test_from_elsewhere_the_code_opens(self, tmp_path: Path) -> None:
        with running(tmp_path / 'data') as server, visitor(server, via='1.1 proxy') as client:
            answer = client.post('/auth/setup', data=ADMIN | {'code': code_of(server).lower()})
            assert answer.headers['location'] == '/'
            assert client.get('/').status_code == 200


class TestLogIn:
    def test_a_page_asked_for_opens_after_the_log_in(self, office: Server) -> None:
        with visitor(office) as client:
            asked = client.get('/customers?q=a')
            assert asked.headers['location'] == '/login?next=/customers%3Fq%3Da'
            assert 'value' in client.get(asked.headers['location']).text
            assert log_in(client, next='/customers?q=a').headers['location'] == '/customers?q=a'
            assert client.get('/').status_code == 200

    @pytest.mark.parametrize('wanted', ['//evil.example', 'https://evil.example', '/\\evil.example', '/a\nb', 'x'])
    def test_the_log_in_leads_to_no_other_site(self, office: Server, wanted: str) -> None:
        with visitor(office) as client:
            assert log_in(client, next=wanted).headers['location'] == '/'

    def test_the_session_is_a_new_one_after_the_log_in(self, office: Server) -> None:
        with visitor(office) as client:
            client.get('/login')
            before = client.cookies['session']
            log_in(client)
            mine = client.cookies['session']
            assert mine != before
        with visitor(office) as thief:
            thief.cookies.set('session', before)
            assert thief.get('/').status_code == 303

    def test_logging_out_ends_the_session_itself(self, office: Server) -> None:
        with visitor(office) as client:
            log_in(client)
            kept = client.cookies['session']
            client.post('/auth/logout')
            client.cookies.clear()
            client.cookies.set('session', kept)
            assert client.get('/').status_code == 303

    def test_another_site_cannot_log_in_or_out(self, office: Server) -> None:
        for headers in ({'origin': 'http://evil.example'}, {'sec-fetch-site': 'cross-site'}, {'origin': 'null'}):
            with visitor(office, **headers) as client:
                assert log_in(client).status_code == 403

    def test_guessing_is_told_how_long_to_wait(self, office: Server) -> None:
        with visitor(office) as client:
            assert [log_in(client, 'nobody', 'x').status_code for _ in range(6)] == [401] * 5 + [429]
            assert '秒后再试' in log_in(client, 'nobody', 'x').text

    def test_the_page_speaks_the_language_of_the_browser(self, office: Server) -> None:
        with visitor(office) as client:
            assert 'Log-in name' in client.get('/login', headers={'accept-language': 'en-GB,en;q=0.9'}).text
            assert '登录名' in client.get('/login', headers={'accept-language': 'zh-CN'}).text

    def test_uploads_and_downloads_need_a_log_in(self, office: Server) -> None:
        with visitor(office) as client:
            assert client.post('/_nicegui/client/x/upload/1', content=b'x').status_code == 401
            assert client.get('/_nicegui/auto/static/x').status_code == 401

    def test_answers_carry_the_headers_that_keep_pages_apart(self, office: Server) -> None:
        with visitor(office) as client:
            headers = client.get('/login').headers
        assert headers['x-frame-options'] == 'DENY'
        assert headers['x-content-type-options'] == 'nosniff'
        assert "frame-ancestors 'none'" in headers['content-security-policy']

    def test_a_too_big_upload_is_refused_before_it_is_read(self, office: Server) -> None:
        with visitor(office) as client:
            log_in(client)
            cookie = f'session={client.cookies["session"]}'
        connection = http.client.HTTPConnection('127.0.0.1', office.port, timeout=30)
        connection.putrequest('POST', '/_nicegui/client/x/upload/1')
        for name, value in (('Cookie', cookie), ('Content-Length', str(10**12))):
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()

    def test_the_log_in_outlives_a_restart(self, tmp_path: Path) -> None:
        with running(tmp_path / 'data') as server:
            server.add_member('wang', '王芳', PASSWORD, role='admin')
            with visitor(server) as client:
                log_in(client)
                kept = client.cookies['session']
        with running(tmp_path / 'data') as server, visitor(server) as client:
            client.cookies.set('session', kept)
            assert client.get('/').status_code == 200
