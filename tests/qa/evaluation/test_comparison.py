"""Two runs of the same questions, held against each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import SourcierError
from qa.answer import Answer
from qa.evaluation.cases import Case
from qa.evaluation.comparison import (
    USUAL_TOLERANCES,
    Fallen,
    baseline_of,
    compare,
    read_baseline,
)
from qa.evaluation.run import Plan, Run, run_evaluation
from tests.qa.evaluation.fake import FakeAssistant, answer, case, cite, refusal

CASES = [
    case("a", question="a", expect=(("ferme",),)),
    case("b", question="b", answerable=False),
]
RIGHT = answer("L’usine ferme [1]", cite("usine", "L’usine ferme."))
WRONG = answer("Le port [1]", cite("port", "Le port"))


def run(answers: dict[str, Answer], cases: list[Case] | None = None) -> Run:
    return run_evaluation(FakeAssistant(answers), CASES if cases is None else cases)


def baseline(answers: dict[str, Answer], cases: list[Case] | None = None) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(run(answers, cases).to_dict()))
    return kept


def test_two_equal_runs_differ_in_nothing() -> None:
    compared = compare(run({"a": RIGHT}), baseline({"a": RIGHT}))
    assert compared.to_dict() == {key: [] for key in compared.to_dict()} | {"p_value": 1.0}
    assert not compared.is_regression


def test_what_was_right_and_is_wrong_is_broken() -> None:
    compared = compare(run({"a": WRONG, "b": WRONG}), baseline({"a": RIGHT}))
    assert (compared.broken, compared.fixed) == (("a", "b"), ())


def test_what_was_wrong_and_is_right_is_fixed() -> None:
    compared = compare(run({"a": RIGHT}), baseline({"a": WRONG}))
    assert (compared.broken, compared.fixed) == ((), ("a",))


def test_other_words_are_told_though_both_are_right() -> None:
    other = answer("Elle ferme [1]", *RIGHT.citations)
    compared = compare(run({"a": other}), baseline({"a": RIGHT}))
    assert (compared.changed_text, compared.changed_citations) == (("a",), ())


def test_other_spans_are_told_though_the_words_are_the_same() -> None:
    other = answer(RIGHT.text, cite("usine", "usine"))
    compared = compare(run({"a": other}), baseline({"a": RIGHT}))
    assert (compared.changed_text, compared.changed_citations) == ((), ("a",))


def test_a_failure_where_there_was_an_answer_is_broken() -> None:
    asked = [case("a", question="fails", answerable=False)]
    then = baseline({"fails": refusal()}, [case("a", question="x", answerable=False)])
    assert compare(run({}, asked), then).broken == ("a",)


def test_questions_that_come_and_go_are_told() -> None:
    compared = compare(run({}, CASES[:1]), baseline({}, CASES[1:] + CASES[:1]))
    assert (compared.added, compared.gone) == ((), ("b",))
    compared = compare(run({}), baseline({}, CASES[:1]))
    assert (compared.added, compared.gone) == (("b",), ())


def test_a_run_of_some_questions_only_misses_none() -> None:
    some = run_evaluation(FakeAssistant({}), CASES[:1], Plan(conditions=("id=a",)))
    assert compare(some, baseline({})).gone == ()


def test_a_question_that_is_held_to_something_else_is_told() -> None:
    eased = case("a", question="a", expect=(("usine",),))
    assert compare(run({}, [eased]), baseline({}, CASES[:1])).reworded == ("a",)


def test_runs_with_no_question_in_common_are_refused() -> None:
    with pytest.raises(SourcierError, match="none of these questions"):
        compare(run({}, CASES[:1]), baseline({}, CASES[1:]))


def test_a_kept_run_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(baseline({"a": RIGHT})), encoding="utf-8")
    assert compare(run({"a": WRONG}), read_baseline(path)).broken == ("a",)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nonsense", "is not JSON"),
        ("[]", "is not of format 2"),
        ('{"format": 1, "results": []}', "is not of format 2"),
        ('{"format": 2}', "lacks whole results"),
        ('{"format": 2, "results": [{"id": "a"}]}', "lacks whole results"),
        ('{"format": 2, "results": [], "tolerances": []}', "must be an object"),
        ('{"format": 2, "results": [], "tolerances": {"speed": 1}}', "'speed', which is no metric"),
        ('{"format": 2, "results": [], "tolerances": {"brier": -1}}', "give a number from 0 up"),
        ('{"format": 2, "results": [], "tolerances": {"brier": true}}', "give a number from 0"),
    ],
)
def test_what_is_no_run_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcierError, match=complaint):
        read_baseline(path)


def test_a_missing_baseline_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourcierError, match=r"none\.json' cannot be read"):
        read_baseline(tmp_path / "none.json")


TEN = [case(f"q{n}", question=f"q{n}", expect=(("ferme",),), sources=("usine",)) for n in range(10)]


def test_a_metric_that_falls_by_more_than_its_tolerance_is_named() -> None:
    then = baseline({f"q{n}": RIGHT for n in range(10)}, TEN)
    then["tolerances"] = {"citation_recall": 0.05, "accuracy": 0.5}
    now = run({f"q{n}": RIGHT for n in range(9)}, TEN)
    assert compare(now, then).fallen == (Fallen("citation_recall", 1.0, 0.9, 0.05),)


def test_a_fall_within_its_tolerance_is_no_fall() -> None:
    then = baseline({f"q{n}": RIGHT for n in range(10)}, TEN)
    then["tolerances"] = dict.fromkeys(USUAL_TOLERANCES, 0.1)
    assert compare(run({f"q{n}": RIGHT for n in range(9)}, TEN), then).fallen == ()


def test_a_metric_for_which_lower_is_better_falls_upwards() -> None:
    sure, unsure = (answer("[1]", *RIGHT.citations, confidence=share) for share in (0.9, 0.4))
    asked = [case("a", question="a", expect=(("x",),))]
    names = {
        each.metric
        for each in compare(run({"a": unsure}, asked), baseline({"a": sure}, asked)).fallen
    }
    assert names == {"brier", "calibration_error"}
    assert compare(run({"a": sure}, asked), baseline({"a": unsure}, asked)).fallen == ()


def test_metrics_are_compared_over_the_questions_that_both_runs_have() -> None:
    then = baseline({f"q{n}": RIGHT for n in range(5)}, TEN)
    some = run_evaluation(
        FakeAssistant({f"q{n}": RIGHT for n in range(5)}), TEN[:5], Plan(conditions=("id=q0",))
    )
    assert compare(some, then).fallen == ()


def test_a_baseline_holds_what_a_comparison_needs() -> None:
    whole = run({"a": RIGHT})
    kept = json.loads(baseline_of(whole))
    assert not compare(whole, kept).is_regression
    broken = compare(run({"a": WRONG}), kept)
    assert (broken.broken, broken.changed_text, broken.changed_citations) == (("a",),) * 3


def test_a_baseline_is_the_same_for_the_same_answers() -> None:
    assert baseline_of(run({"a": RIGHT})) == baseline_of(run({"a": RIGHT}))


def test_a_baseline_has_a_line_for_each_question() -> None:
    lines = baseline_of(run({"a": RIGHT})).splitlines()
    assert [line.split(",")[0].strip() for line in lines if '"id"' in line] == [
        '{"id": "a"',
        '{"id": "b"',
    ]


def test_a_baseline_keeps_the_tolerances_it_is_given() -> None:
    assert json.loads(baseline_of(run({}), {"brier": 0.5}))["tolerances"] == {"brier": 0.5}


def test_a_question_no_longer_asked_is_a_regression() -> None:
    assert compare(run({}, CASES[:1]), baseline({})).is_regression
