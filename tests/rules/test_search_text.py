"""Any piece of a text finds it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.search_text import LONGEST_QUERY, document_of, fold, grams, query_terms, query_words

TEXTS = st.text('武汉无忧科技ABCß１２_- ()\n，é𬭎ﷺǅ') | st.text(st.characters(exclude_categories=['Cs']))


def test_a_document_is_the_folded_texts() -> None:
    assert document_of(['ＡＢＣ 公司', None, '', '138']) == 'abc 公司\n138'


def test_grams_are_pairs_and_last_letters() -> None:
    assert grams('武汉ab\n9') == ['9', 'ab', 'b', '武汉', '汉a']


def test_terms_of_a_query() -> None:
    assert query_terms('武汉无') == ['武汉', '汉无']
    assert query_terms('汉') == ['汉*']
    assert query_terms('ＡB-c 张') == ['ab', 'c*', '张*']
    assert query_terms('（）') == []


def test_words_of_a_query() -> None:
    assert query_words(' 武汉  ABC-1 ') == ['武汉', 'abc-1']


def test_rare_characters_are_left_to_the_words() -> None:
    assert query_terms('张𬭎') == []
    assert query_words('张𬭎') == ['张𬭎']


def test_a_long_query_is_cut() -> None:
    assert query_words('字' * 500) == ['字' * LONGEST_QUERY]
    assert len(query_terms(''.join(chr(0x4E00 + number) for number in range(500)))) == LONGEST_QUERY - 1
    assert len(query_words('ﷺ' * 500)[0]) <= LONGEST_QUERY


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(TEXTS, min_size=1, max_size=3), st.data())
def test_any_piece_of_a_document_finds_it(texts: list[str], data: st.DataObject) -> None:
    document = document_of(texts)
    start = data.draw(st.integers(0, len(document)))
    query = document[start : data.draw(st.integers(start, len(document)))]
    held = grams(document)
    for term in query_terms(query):
        if term.endswith('*'):
            assert any(gram.startswith(term[:-1]) for gram in held)
        else:
            assert term in held
    assert all(word in document for word in query_words(query))


@given(TEXTS, TEXTS)
def test_no_term_asks_for_more_than_the_words_do(text: str, query: str) -> None:
    document = document_of([text])
    if all(word in document for word in query_words(query)):
        held = set(grams(document))
        assert all(any(gram.startswith(term.removesuffix('*')) for gram in held) for term in query_terms(query))
