"""Each metric against figures worked out by hand."""

from __future__ import annotations

import pytest

from qa.evaluation import figures
from qa.evaluation.figures import Figures, measure, measure_by
from tests.qa.evaluation.fake import answer, cite, refusal, result

REFUSED = refusal()


def test_accuracy_is_the_share_of_correct_results() -> None:
    assert figures.accuracy([result(), result(), result(is_correct=False)]) == pytest.approx(2 / 3)


def test_accuracy_over_answerable_leaves_the_others_out() -> None:
    results = [result(), result(is_correct=False), result(answerable=False)]
    assert measure(results).accuracy_answerable == 0.5


def test_refusal_precision_counts_among_the_refused() -> None:
    results = [
        result(given=REFUSED, answerable=False),
        result(given=REFUSED, answerable=False),
        result(given=REFUSED),
        result(answerable=False),
    ]
    assert figures.refusal_precision(results) == pytest.approx(2 / 3)


def test_refusal_recall_counts_among_the_unanswerable() -> None:
    results = [
        result(given=REFUSED, answerable=False),
        result(answerable=False),
        result(answerable=False, error="it failed"),
        result(given=REFUSED),
    ]
    assert figures.refusal_recall(results) == pytest.approx(1 / 3)


def test_source_recall_counts_the_answers_that_cite_a_source() -> None:
    cited = answer("[1]", cite("usine", "Elle"))
    results = [
        result(given=cited, sources=("usine", "port")),
        result(given=cited, sources=("port",)),
        result(given=cited),
        result(given=cited, sources=("usine",), answerable=False),
    ]
    assert figures.source_recall(results) == 0.5


RANKED = [
    result(sources=("a",), source_rank=1),
    result(sources=("a",), source_rank=5),
    result(sources=("a",), source_rank=10),
    result(sources=("a",), source_rank=None),
]


@pytest.mark.parametrize(("k", "share"), [(1, 0.25), (4, 0.25), (5, 0.5), (10, 0.75)])
def test_recall_counts_the_sources_found_within_k(k: int, share: float) -> None:
    assert figures.recall_at(RANKED, k) == share


def test_the_reciprocal_rank_of_what_is_not_found_is_nothing() -> None:
    assert figures.reciprocal_rank(RANKED) == pytest.approx((1 + 0.2 + 0.1 + 0) / 4)


def test_follow_ups_and_questions_without_sources_are_not_ranked() -> None:
    others = [result(), result(sources=("a",), after=("Qui ?",)), result(answerable=False)]
    assert figures.recall_at([*RANKED, *others], 10) == 0.75


@pytest.mark.parametrize(("k", "share"), [(2, 0.0), (3, 0.5), (10, 0.5)])
def test_evidence_counts_the_questions_whose_passages_hold_everything(k: int, share: float) -> None:
    results = [
        result(expect=(("x",),), evidence_rank=3),
        result(expect=(("x",),), evidence_rank=None),
    ]
    assert figures.evidence_at(results, k) == share


def test_deeper_than_the_search_went_no_figure_is_given() -> None:
    with pytest.raises(ValueError, match="only 10"):
        figures.recall_at(RANKED, 11)


def test_times_are_the_median_and_the_nearest_rank() -> None:
    results = [result(elapsed_ms=float(time)) for time in range(1, 21)]
    assert (figures.median_ms(results), figures.p95_ms(results)) == (10.5, 19.0)


def test_what_failed_has_no_time() -> None:
    results = [result(elapsed_ms=8.0), result(error="it failed", elapsed_ms=0.0)]
    assert figures.median_ms(results) == 8.0


def test_invalid_citations_are_counted_over_all_answers() -> None:
    two = answer("[1] [2]", cite("port", "Le"), cite("usine", "Elle", 2))
    measured = measure([result(given=two, invalid=(2,)), result(), result(error="it failed")])
    assert (measured.citations, measured.invalid_citations, measured.failed) == (3, 1, 1)


def test_of_nothing_no_rate_is_made() -> None:
    measured = measure([])
    counts = {"questions": 0, "failed": 0, "citations": 0, "invalid_citations": 0}
    assert measured.to_dict() == dict.fromkeys(Figures.__dataclass_fields__) | counts


def test_groups_are_measured_apart() -> None:
    results = [result(kind="who"), result(kind="when", is_correct=False), result(kind="who")]
    by_kind = measure_by(results, lambda each: each.case.kind)
    assert {name: (each.questions, each.accuracy) for name, each in by_kind.items()} == {
        "when": (1, 0.0),
        "who": (2, 1.0),
    }
