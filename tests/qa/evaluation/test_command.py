"""The command: exit codes, what is printed and what is written."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import SourcierError
from qa.answer import Answer
from qa.evaluation.command import evaluate_command
from tests.qa.evaluation.fake import FakeAssistant, answer, cite

RIGHT = answer("L’usine ferme [1]", cite("usine", "L’usine ferme."))
WRONG = answer("Le port [1]", cite("port", "Le port"))
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
    chosen: dict[str, Any] = {"only": [], "baseline": None, "report": None, "json": False}
    named = argparse.Namespace(questions=questions, **(chosen | options))
    return evaluate_command(named, lambda: FakeAssistant({"a": given, "fails": given}))


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
    assert summary.read_text("utf-8").startswith("# Evaluation\n")


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
    options = argparse.Namespace(
        questions=questions, only=[], baseline="none.json", report=None, json=False
    )
    with pytest.raises(SourcierError, match=r"none\.json"):
        evaluate_command(options, lambda: pytest.fail("opened"))
