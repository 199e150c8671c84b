"""Two people edit one record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_app.rules.merging import Conflict, merge

RECORDS = st.dictionaries(st.sampled_from('abcd'), st.none() | st.integers(0, 2))


def test_different_fields_merge_silently() -> None:
    base = {'name': '无忧', 'phone': '1', 'note': None}
    merged = merge(base, base | {'phone': '2'}, base | {'note': '急'})
    assert merged.changes == {'phone': '2'}
    assert merged.conflicts == {}


def test_the_same_field_is_a_conflict() -> None:
    merged = merge({'phone': '1', 'note': 'x'}, {'phone': '2', 'note': 'y'}, {'phone': '3', 'note': 'x'})
    assert merged.changes == {'note': 'y'}
    assert merged.conflicts == {'phone': Conflict('1', '2', '3')}


def test_the_same_change_by_both_is_nothing_to_do() -> None:
    merged = merge({'phone': '1'}, {'phone': '2'}, {'phone': '2'})
    assert merged.changes == {}
    assert merged.conflicts == {}


def test_emptying_a_field_is_a_change_like_any_other() -> None:
    assert merge({'note': 'x'}, {'note': None}, {'note': 'x'}).changes == {'note': None}
    assert merge({'note': 'x'}, {'note': None}, {'note': 'y'}).conflicts == {'note': Conflict('x', None, 'y')}


@given(RECORDS, RECORDS, RECORDS)
def test_nothing_of_theirs_is_overwritten_and_nothing_of_mine_is_lost(
    base: dict[str, int | None], mine: dict[str, int | None], theirs: dict[str, int | None]
) -> None:
    merged = merge(base, mine, theirs)
    for field, wanted in mine.items():
        edited, moved = wanted != base.get(field), theirs.get(field) != base.get(field)
        differs = wanted != theirs.get(field)
        assert (field in merged.changes) == (edited and differs and not moved)
        assert (field in merged.conflicts) == (edited and differs and moved)
    assert set(merged.changes) | set(merged.conflicts) <= set(mine)
