from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.web.excerpts import CARD_REACH, cut_excerpt

TEXTS = st.text(alphabet="ab é\n.", max_size=120)


@given(TEXTS, TEXTS, TEXTS, st.integers(0, 60))
def test_excerpt_is_a_slice_around_the_quotation(
    before: str, quote: str, after: str, reach: int
) -> None:
    text = before + quote + after
    excerpt = cut_excerpt(text, len(before), len(before) + len(quote), reach)
    assert excerpt.quote == quote
    assert before.endswith(excerpt.before)
    assert after.startswith(excerpt.after)


@given(TEXTS, TEXTS, st.integers(0, 60))
def test_context_stays_within_reach(before: str, after: str, reach: int) -> None:
    excerpt = cut_excerpt(before + "«»" + after, len(before), len(before) + 2, reach)
    assert max(len(excerpt.before), len(excerpt.after)) <= reach


@given(TEXTS, TEXTS, st.integers(0, 60))
def test_cut_is_told_exactly_when_text_is_left_out(before: str, after: str, reach: int) -> None:
    excerpt = cut_excerpt(before + "«»" + after, len(before), len(before) + 2, reach)
    assert excerpt.is_cut_before == (excerpt.before != before)
    assert excerpt.is_cut_after == (excerpt.after != after)


def test_context_is_cut_between_words() -> None:
    text = "longtemps " * 60 + "QUOTE" + " longtemps" * 60
    excerpt = cut_excerpt(text, 600, 605, CARD_REACH)
    assert set(excerpt.before.split()) == {"longtemps"}
    assert set(excerpt.after.split()) == {"longtemps"}
