from hypothesis import given
from hypothesis import strategies as st

from qa.spans.overlap import exact, overlap


def test_case_accents_points_and_articles_do_not_count() -> None:
    assert exact("L'Élysée.", "elysee")
    assert exact("the mayor", "Mayor")


def test_a_part_of_the_answer_counts_in_part() -> None:
    assert overlap("Anne Morel", "la maire Anne Morel") == 0.8


def test_another_answer_counts_for_nothing() -> None:
    assert overlap("Paris", "Lyon") == 0.0
    assert overlap("", "Lyon") == 0.0


@given(st.text(), st.text())
def test_overlap_is_symmetric_and_whole_where_exact(said: str, gold: str) -> None:
    assert overlap(said, gold) == overlap(gold, said)
    assert 0 <= overlap(said, gold) <= 1
    if exact(said, gold):
        assert overlap(said, gold) == 1
