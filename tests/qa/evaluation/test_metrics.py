"""Each metric against figures worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st

from qa.evaluation.metrics import METRICS, measure, measure_by, scores_of
from qa.evaluation.result import Result
from tests.qa.evaluation.fake import answer, cite, refusal, result

REFUSED = refusal()


def figure(name: str, results: Sequence[Result]) -> float | None:
    """One metric of results."""
    return measure(results).values[name]


def test_accuracy_is_the_share_of_correct_results() -> None:
    assert figure("accuracy", [result(), result(), result(is_correct=False)]) == pytest.approx(
        2 / 3
    )


def test_accuracy_over_answerable_leaves_the_others_out() -> None:
    results = [result(), result(is_correct=False), result(answerable=False)]
    assert figure("accuracy_answerable", results) == 0.5


def test_refusal_precision_counts_among_the_refused() -> None:
    results = [
        result(given=REFUSED, answerable=False),
        result(given=REFUSED, answerable=False),
        result(given=REFUSED),
        result(answerable=False),
    ]
    assert figure("refusal_precision", results) == pytest.approx(2 / 3)


def test_refusal_recall_counts_among_the_unanswerable() -> None:
    results = [
        result(given=REFUSED, answerable=False),
        result(answerable=False),
        result(answerable=False, error="it failed"),
        result(given=REFUSED),
    ]
    assert figure("refusal_recall", results) == pytest.approx(1 / 3)


def test_citation_recall_counts_the_answers_that_cite_a_source() -> None:
    cited = answer("[1]", cite("usine", "Elle"))
    results = [
        result(given=cited, sources=("usine", "port")),
        result(given=cited, sources=("port",)),
        result(given=cited),
        result(given=cited, sources=("usine",), answerable=False),
    ]
    assert figure("citation_recall", results) == 0.5


RANKED = [
    result(sources=("a",), source_rank=1),
    result(sources=("a",), source_rank=5),
    result(sources=("a",), source_rank=10),
    result(sources=("a",), source_rank=None),
]


@pytest.mark.parametrize(("k", "share"), [(5, 0.5), (10, 0.75)])
def test_recall_counts_the_sources_found_within_k(k: int, share: float) -> None:
    assert figure(f"recall_at_{k}", RANKED) == share


def test_the_reciprocal_rank_of_what_is_not_found_is_nothing() -> None:
    assert figure("reciprocal_rank", RANKED) == pytest.approx((1 + 0.2 + 0.1 + 0) / 4)


def test_follow_ups_and_questions_without_sources_are_not_ranked() -> None:
    others = [result(), result(sources=("a",), after=("Qui ?",)), result(answerable=False)]
    assert figure("recall_at_10", [*RANKED, *others]) == 0.75


@pytest.mark.parametrize(("k", "share"), [(5, 0.25), (10, 0.5)])
def test_evidence_counts_the_questions_whose_passages_hold_everything(k: int, share: float) -> None:
    results = [
        result(expect=(("x",),), evidence_rank=3),
        result(expect=(("x",),), evidence_rank=6),
        result(expect=(("x",),), evidence_rank=None),
        result(expect=(("x",),), evidence_rank=None),
    ]
    assert figure(f"evidence_at_{k}", results) == share


def test_times_are_the_median_and_the_nearest_rank() -> None:
    results = [result(elapsed_ms=float(time)) for time in range(1, 21)]
    assert (figure("median_ms", results), figure("p95_ms", results)) == (10.5, 19.0)


def test_what_failed_has_no_time() -> None:
    results = [result(elapsed_ms=8.0), result(error="it failed", elapsed_ms=0.0)]
    assert figure("median_ms", results) == 8.0


def test_invalid_citations_are_counted_over_all_answers() -> None:
    two = answer("[1] [2]", cite("port", "Le"), cite("usine", "Elle", 2))
    measured = measure([result(given=two, invalid=(2,)), result(), result(error="it failed")])
    assert (measured.citations, measured.invalid_citations, measured.failed) == (3, 1, 1)


def test_of_nothing_no_figure_is_made() -> None:
    measured = measure([], with_intervals=True)
    assert set(measured.values.values()) == {None}
    assert measured.intervals == {}


def test_groups_are_measured_apart() -> None:
    results = [result(kind="who"), result(kind="when", is_correct=False), result(kind="who")]
    by_kind = measure_by(results, lambda each: [each.case.kind])
    assert {name: (each.questions, each.values["accuracy"]) for name, each in by_kind.items()} == {
        "when": (1, 0.0),
        "who": (2, 1.0),
    }


def test_a_result_is_in_each_of_its_groups() -> None:
    results = [result(sources=("a", "b")), result(sources=("b",))]
    by_source = measure_by(results, lambda each: each.case.sources)
    assert {name: each.questions for name, each in by_source.items()} == {"a": 1, "b": 2}


def test_short_answers_are_graded_against_the_nearest_expected_one() -> None:
    said = answer("Le maire [1]", short="le maire de Lyon")
    results = [
        result(given=said, short=("Maire de Lyon", "Dupont")),
        result(given=said, short=("maire",)),
        result(given=REFUSED, short=("maire",)),
        result(given=said),
    ]
    assert figure("short_exact", results) == pytest.approx(1 / 3)
    assert figure("short_f1", results) == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_citation_precision_is_the_share_from_a_source() -> None:
    both = answer("[1] [2]", cite("usine", "Elle"), cite("port", "Le", 2))
    results = [
        result(given=both, sources=("usine",)),
        result(given=both, sources=("usine", "port")),
        result(given=REFUSED, sources=("usine",)),
    ]
    assert figure("citation_precision", results) == 0.75


def test_an_answer_is_misled_that_gives_a_wrong_value_and_no_right_one() -> None:
    def told(text: str, *, answered: bool = True) -> Result:
        said = answer(text, answered=answered)
        return result(given=said, expect=(("12",),), wrong=("300",))

    results = [
        told("300 [1]"),
        told("300 or 12 [1]"),
        told("12 [1]"),
        told("300", answered=False),
        result(given=answer("300 [1]")),
    ]
    assert figure("misled", results) == 0.25


def test_the_language_is_that_of_the_words_which_are_not_quoted() -> None:
    french = answer("Le ministre dit : “The factory will shut on Monday morning.” [1]")
    own = answer("Les articles ne disent rien de cela.", answered=False)
    results = [
        result(given=own, language="fr"),
        result(given=own, language="en"),
        result(given=french, language="fr"),
    ]
    assert figure("language", results) == 0.5
    assert scores_of(results[2])["language"] is None


def test_the_gain_is_discounted_by_the_rank_of_the_article() -> None:
    ranked = result(sources=("a", "b"), source_rank=2, retrieved=("x", "a", "x", "b"))
    ideal = 1 + 1 / math.log2(3)
    assert figure("ndcg_at_10", [ranked]) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(4)) / ideal
    )


def test_the_confidence_is_held_against_whether_there_is_an_answer() -> None:
    results = [
        result(given=answer("[1]", confidence=0.8)),
        result(given=answer("no", answered=False, confidence=0.2), answerable=False),
        result(given=answer("[1]", confidence=0.8), answerable=False),
    ]
    assert figure("brier", results) == pytest.approx((0.04 + 0.04 + 0.64) / 3)
    assert figure("calibration_error", results) == pytest.approx((2 * 0.3 + 0.2) / 3)


def test_every_figure_of_a_whole_run_lies_within_its_interval() -> None:
    measured = measure([result(), result(is_correct=False), result()], with_intervals=True)
    for name, (low, high) in measured.intervals.items():
        value = measured.values[name]
        assert value is not None and low <= value <= high


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8),
            st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=3),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_ranking_metrics_are_those_of_trec_eval(asked: list[tuple[list[str], list[str]]]) -> None:
    results = [
        result(
            sources=tuple(relevant),
            retrieved=tuple(found),
            source_rank=next((found.index(a) + 1 for a in found if a in relevant), None),
        )
        for found, relevant in asked
    ]
    evaluator = pytrec_eval.RelevanceEvaluator(
        {str(n): dict.fromkeys(relevant, 1) for n, (_, relevant) in enumerate(asked)},
        {"recip_rank", "ndcg_cut.10", "success.5,10"},
    )
    # What is not found at all is no row of trec_eval's; a document of no use stands for it.
    theirs = evaluator.evaluate(
        {
            str(n): {a: 1.0 / (rank + 1) for rank, a in enumerate([*found, "useless"])}
            for n, (found, _) in enumerate(asked)
        }
    )
    for ours, name in (
        ("reciprocal_rank", "recip_rank"),
        ("ndcg_at_10", "ndcg_cut_10"),
        ("recall_at_5", "success_5"),
        ("recall_at_10", "success_10"),
    ):
        mean = sum(each[name] for each in theirs.values()) / len(asked)
        assert figure(ours, results) == pytest.approx(mean)


def test_every_metric_has_a_name_of_its_own() -> None:
    assert len({metric.name for metric in METRICS}) == len(METRICS)
