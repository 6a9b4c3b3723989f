"""The command: exit codes, what is printed and what is written."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any, cast

import pytest

from corpus.errors import SourcierError
from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.command import evaluate_command
from tests.qa.evaluation.fake import FakeAssistant, answer, cite

RIGHT = answer("L’usine ferme [1]", cite("usine", "L’usine ferme."))
WRONG = answer("Le port [1]", cite("port", "Le port"))
CHOSEN: dict[str, Any] = {
    "only": [],
    "kind": [],
    "baseline": None,
    "update_baseline": False,
    "report": None,
    "json": False,
    "fail_fast": False,
    "jobs": 1,
    "repeat": 1,
    "peers": False,
    "judge": False,
    "format": None,
    "sample": None,
}
NO_SPAN = answer(RIGHT.text, dataclasses.replace(RIGHT.citations[0], start=1))


@pytest.fixture
def questions(tmp_path: Path) -> str:
    path = tmp_path / "questions.jsonl"
    lines: list[dict[str, Any]] = [
        {"id": "a", "question": "a", "answerable": True, "expect": [["ferme"]], "kind": "what"},
        {"id": "b", "question": "b", "answerable": False, "kind": "who"},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return str(path)


def evaluate(questions: str, given: Answer = RIGHT, **options: Any) -> int:
    named = argparse.Namespace(questions=questions, **(CHOSEN | options))
    assistant = FakeAssistant({"a": given, "fails": given})
    return evaluate_command(named, lambda: cast(Assistant, assistant))


def written(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"*{suffix}"))


def test_a_run_without_baseline_ends_well(questions: str) -> None:
    assert evaluate(questions) == 0


def test_wrong_answers_alone_are_no_regression(questions: str) -> None:
    assert evaluate(questions, WRONG) == 0


def test_a_citation_that_is_no_span_ends_badly(questions: str) -> None:
    assert evaluate(questions, NO_SPAN) == 1


def test_a_question_that_cannot_be_asked_ends_badly(tmp_path: Path) -> None:
    path = tmp_path / "failing.jsonl"
    path.write_text('{"id": "f", "question": "fails", "answerable": false}', encoding="utf-8")
    assert evaluate(str(path)) == 1


@pytest.mark.parametrize(
    ("then", "now", "code"), [(RIGHT, RIGHT, 0), (WRONG, RIGHT, 0), (RIGHT, WRONG, 1)]
)
def test_only_what_breaks_against_the_baseline_ends_badly(
    questions: str, tmp_path: Path, then: Answer, now: Answer, code: int
) -> None:
    evaluate(questions, then, report=str(tmp_path / "runs"))
    (baseline,) = written(tmp_path / "runs", ".json")
    assert evaluate(questions, now, baseline=str(baseline)) == code


def test_the_report_is_a_run_and_a_summary(questions: str, tmp_path: Path) -> None:
    evaluate(questions, report=str(tmp_path / "deep" / "runs"))
    (run,) = written(tmp_path / "deep" / "runs", ".json")
    (summary,) = written(tmp_path / "deep" / "runs", ".md")
    assert json.loads(run.read_text("utf-8"))["figures"]["all"]["accuracy"] == 1.0
    (page,) = written(tmp_path / "deep" / "runs", ".html")
    assert summary.read_text("utf-8").startswith("# Evaluation\n")
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_the_table_goes_to_stdout(questions: str, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(questions)
    printed = capsys.readouterr()
    assert "2 of 2 questions right" in printed.out
    assert printed.err == ""


def test_json_is_the_run_with_its_comparison(
    questions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(questions, report=str(tmp_path))
    (baseline,) = written(tmp_path, ".json")
    capsys.readouterr()
    evaluate(questions, WRONG, baseline=str(baseline), json=True)
    assert json.loads(capsys.readouterr().out)["comparison"]["broken"] == ["a"]


def test_only_some_questions_are_asked(questions: str, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate(questions, only=["kind=who"], json=True)
    assert [each["id"] for each in json.loads(capsys.readouterr().out)["results"]] == ["b"]


def test_a_report_folder_that_is_a_file_is_told(questions: str) -> None:
    with pytest.raises(SourcierError, match="report folder"):
        evaluate(questions, report=questions)


def test_a_bad_baseline_is_told_before_anything_is_opened(questions: str) -> None:
    options = argparse.Namespace(questions=questions, **(CHOSEN | {"baseline": "none.json"}))
    with pytest.raises(SourcierError, match=r"none\.json"):
        evaluate_command(options, lambda: pytest.fail("opened"))


def test_the_baseline_is_written_when_asked_for_and_then_held_to(
    questions: str, tmp_path: Path
) -> None:
    baseline = str(tmp_path / "baseline.json")
    assert evaluate(questions, baseline=baseline, update_baseline=True) == 0
    assert evaluate(questions, baseline=baseline) == 0
    assert evaluate(questions, WRONG, baseline=baseline) == 1


def test_an_updated_baseline_keeps_its_tolerances(questions: str, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    evaluate(questions, baseline=str(baseline), update_baseline=True)
    kept = json.loads(baseline.read_text("utf-8"))
    baseline.write_text(json.dumps(kept | {"tolerances": {"accuracy": 0.5}}), "utf-8")
    assert evaluate(questions, WRONG, baseline=str(baseline), update_baseline=True) == 0
    updated = json.loads(baseline.read_text("utf-8"))
    assert updated["tolerances"] == {"accuracy": 0.5}
    assert [result["correct"] for result in updated["results"]] == [False, True]


def test_no_baseline_is_made_of_a_run_with_faults(questions: str, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert evaluate(questions, NO_SPAN, baseline=str(baseline), update_baseline=True) == 1
    assert not baseline.exists()


def test_failing_fast_ends_at_the_first_that_broke(
    questions: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = str(tmp_path / "baseline.json")
    evaluate(questions, baseline=baseline, update_baseline=True)
    capsys.readouterr()
    code = evaluate(questions, WRONG, baseline=baseline, fail_fast=True, json=True)
    kept = json.loads(capsys.readouterr().out)
    assert (code, [each["id"] for each in kept["results"]]) == (1, ["a"])


def test_kinds_choose_among_the_questions(
    questions: str, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate(questions, kind=["what"], json=True)
    assert [each["id"] for each in json.loads(capsys.readouterr().out)["results"]] == ["a"]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"jobs": 0}, "--jobs is 0"),
        ({"repeat": -1}, "--repeat is -1"),
        ({"sample": 0, "format": "squad"}, "--sample is 0"),
        ({"sample": 5}, "give its --format"),
        ({"update_baseline": True}, "needs --baseline FILE"),
        ({"update_baseline": True, "baseline": "b.json", "only": ["kind=who"]}, "leave out --only"),
        ({"format": "squad", "peers": True}, "leave out --format"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    questions: str, options: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(SourcierError, match=complaint):
        evaluate(questions, **options)


def test_a_judge_needs_a_model(questions: str) -> None:
    with pytest.raises(SourcierError, match="set QA_LLM"):
        evaluate(questions, judge=True)


def test_a_public_set_needs_its_path() -> None:
    with pytest.raises(SourcierError, match="needs the path"):
        evaluate("", format="squad")


def test_a_public_set_is_asked_of_its_own_texts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.jsonl"
    line = {
        "query_id": "1",
        "query": "Combien de personnes l’usine emploie-t-elle ?",
        "split": "relevant",
        "passages": ["L’usine de Brest emploie 300 personnes.", "Le port rouvre samedi."],
    }
    path.write_text(json.dumps(line), "utf-8")
    assert evaluate(str(path), format="nomiracl", json=True) == 0
    (result,) = json.loads(capsys.readouterr().out)["results"]
    assert result["answer"]["answered"] and "300" in result["answer"]["answer"]
