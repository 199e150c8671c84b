from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.customers import CustomerKind
from crm_app.rules.list_link import ListLink, decode_link, encode_link
from crm_app.rules.list_query import Filter, ListQuery, Operator

COLUMNS = st.one_of(st.integers(0, 9_999_999), st.sampled_from(['owner', 'kind', 'created_at', 'next_follow_up_at']))
TEXTS = st.text(st.characters(exclude_categories=['Cs']), max_size=20)
FILTERS = st.builds(Filter, COLUMNS, st.sampled_from(Operator), st.lists(TEXTS, max_size=4).map(tuple))
QUERIES = st.builds(
    ListQuery,
    search=st.text(st.characters(exclude_categories=['Cs']), max_size=100),
    filters=st.lists(FILTERS, max_size=5).map(tuple),
    kind=st.one_of(st.none(), st.sampled_from(CustomerKind)),
    sort=COLUMNS,
    descending=st.booleans(),
)
LINKS = st.builds(
    ListLink,
    query=QUERIES,
    page=st.integers(1, 9_999_999),
    columns=st.one_of(st.none(), st.lists(COLUMNS, min_size=1, max_size=8, unique=True).map(tuple)),
    view=st.one_of(st.none(), st.integers(0, 9_999_999)),
)


@given(LINKS)
def test_a_link_brings_back_the_list_it_was_made_from(link: ListLink) -> None:
    assert decode_link(encode_link(link)) == link


def test_the_plain_list_has_a_plain_address() -> None:
    assert not encode_link(ListLink())


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    decode_link(text)


@pytest.mark.parametrize(
    'text',
    [
        'f=12',
        'f=12:like:x',
        'f=:is:1',
        'sort=--',
        'page=x',
        'page=0',
        'page=99999999999',
        'kind=planet',
        'view=-1',
        '&&&=',
        'q',
    ],
)
def test_what_it_does_not_understand_is_left_out(text: str) -> None:
    assert decode_link(text) == ListLink()


def test_a_link_can_be_read_by_people() -> None:
    wanted = Filter(5, Operator.ANY_OF, ('1', '2'))
    link = ListLink(ListQuery(search='a', filters=(wanted,), sort='owner', descending=False), page=2)
    assert encode_link(link) == 'q=a&f=5%3Aany_of%3A1%3A2&sort=owner&page=2'
