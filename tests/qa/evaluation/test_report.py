"""What a person reads of a run."""

from __future__ import annotations

import dataclasses

import pytest

from qa.answer import Answer
from qa.evaluation.cases import Case
from qa.evaluation.comparison import Comparison, Fallen
from qa.evaluation.metrics import measure
from qa.evaluation.report import (
    format_markdown,
    format_table,
    format_text,
    table_rows,
    why_wrong,
)
from qa.evaluation.result import try_case
from qa.evaluation.run import Plan, Run, run_evaluation
from tests.qa.evaluation.fake import TEXTS, FakeAssistant, answer, case, cite

RIGHT = answer("L’usine ferme [1]", cite("usine", "L’usine ferme."))
UNCHANGED = Comparison((), (), (), (), (), (), ())


def run(**answers: Answer) -> Run:
    cases = [
        case("shuts", question="shuts", expect=(("ferme",),), sources=("usine",), language="fr"),
        case("none", question="none", answerable=False),
    ]
    return run_evaluation(FakeAssistant(answers), cases, Plan(questions_file="set.jsonl"))


def test_the_table_has_a_row_for_all_and_for_each_group_that_is_not_all() -> None:
    lines = format_table(run(shuts=RIGHT)).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["all", "en", "fr"]


def test_the_columns_of_the_table_are_aligned() -> None:
    header, *rows = format_table(run(shuts=RIGHT)).splitlines()
    ends = header.index("questions") + len("questions")
    assert [row[ends - 1] + row[ends] for row in rows] == ["2 ", "1 ", "1 "]


def test_metrics_that_apply_to_no_question_have_no_column() -> None:
    head, *_ = table_rows(run(shuts=RIGHT), {}, [])
    assert "correct" in head and "EM" not in head


def test_what_cannot_be_measured_in_a_group_is_a_dash() -> None:
    head, _, english, _ = table_rows(run(shuts=RIGHT), {}, ["language"])
    assert english[head.index("answerable")] == "-"


def test_peers_have_a_row_each_after_the_run() -> None:
    rows = table_rows(run(), {"the peer": measure([])}, [])
    assert [row[0] for row in rows] == ["", "all", "the peer"]


def test_the_text_counts_what_is_right() -> None:
    assert format_text(run(shuts=RIGHT)).startswith("2 of 2 questions right: set.jsonl, ")


def test_the_text_names_what_is_wrong() -> None:
    assert "  shuts: refused, but the corpus holds the answer" in format_text(run())


def test_the_text_counts_the_exact_citations() -> None:
    moved = dataclasses.replace(RIGHT.citations[0], start=1)
    text = format_text(run(shuts=answer("[1] [2]", RIGHT.citations[0], moved)))
    assert "1 of 2 citations are exact spans" in text


def test_the_text_names_the_sources_that_cannot_be_cited() -> None:
    asked = [case("a", sources=("nowhere",))]
    text = format_text(run_evaluation(FakeAssistant({}), asked))
    assert "Not in the store, so never cited: nowhere." in text


def test_the_comparison_names_what_broke() -> None:
    text = format_text(run(), dataclasses.replace(UNCHANGED, broken=("shuts",)))
    assert "1 broken: shuts" in text


@pytest.mark.parametrize(
    ("asked", "given", "reason"),
    [
        (case(question="fails"), RIGHT, "failed: The question cannot be asked."),
        (case(answerable=False), RIGHT, "answered, but the corpus does not hold it: L’usine"),
        (case(expect=(("lundi", "monday"),)), RIGHT, "lacks lundi or monday"),
        (case(sources=("port",)), RIGHT, "cites usine, no source"),
        (case(sources=("port",)), answer("Oui"), "cites nothing, no source"),
    ],
)
def test_a_wrong_result_says_why(asked: Case, given: Answer, reason: str) -> None:
    assistant = FakeAssistant({asked.question: given})
    assert why_wrong(try_case(assistant, asked, TEXTS.__getitem__)).startswith(reason)


def test_markdown_has_the_figures_as_a_table() -> None:
    assert "| all | 2 | 1.000 | 1.000 |" in format_markdown(run(shuts=RIGHT))


def test_markdown_tells_what_has_changed() -> None:
    text = format_markdown(run(), dataclasses.replace(UNCHANGED, fixed=("a", "b")))
    assert "- 2 fixed: a, b" in text


def test_an_answer_cannot_become_markup() -> None:
    hostile = answer("![x](http://evil.example/) <b>|\n# no [1]", *RIGHT.citations)
    text = format_markdown(run(none=hostile))
    assert r"\!\[x\](http://evil.example/) \<b\>\| \# no" in text


def test_a_fallen_metric_is_told_with_its_tolerance() -> None:
    fallen = dataclasses.replace(UNCHANGED, fallen=(Fallen("ndcg_at_10", 0.9, 0.7, 0.01),))
    assert "ndcg_at_10 fell from 0.900 to 0.700, by more than its tolerance of 0.01" in format_text(
        run(), fallen
    )


def test_chance_is_told_where_questions_changed_sides() -> None:
    changed = dataclasses.replace(UNCHANGED, fixed=("a",), p_value=0.25)
    assert "p = 0.25" in format_text(run(), changed)
    assert "p = " not in format_text(run(), UNCHANGED)


def test_unstable_answers_are_named() -> None:
    shaky = dataclasses.replace(run(), repeats=2, unstable=("shuts",))
    assert "Asked 2 times, 1 answered differently: shuts." in format_text(shaky)
