"""Public sets as corpora with questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import SourcierError
from qa.evaluation.standard import FORMATS, read_standard


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    asked = [
        {
            "id": f"q{n}",
            "question": "Who runs it?",
            "answers": [{"answer_start": 4, "text": "mayor"}],
        }
        for n in range(6)
    ]
    none = {"id": "none", "question": "Where is it?", "answers": []}
    paragraphs = [{"context": "The mayor runs it.", "qas": [*asked, none]}]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"title": "T", "paragraphs": paragraphs}]}), "utf-8")
    return path


def test_a_paragraph_is_a_text_and_the_source_of_its_questions(squad: Path) -> None:
    (trial,) = read_standard("squad", squad)
    first = trial.cases[0]
    assert [text["text"] for text in trial.texts] == ["The mayor runs it."]
    assert (first.expect, first.short, first.sources) == ((("mayor",),), ("mayor",), ("p0",))


def test_a_question_without_answer_is_held_to_a_refusal(squad: Path) -> None:
    last = read_standard("squad", squad)[0].cases[-1]
    assert (last.answerable, last.expect, last.sources) == (False, (), ())


def test_a_sample_is_drawn_the_same_each_time(squad: Path) -> None:
    drawn = [
        [case.id for trial in read_standard("squad", squad, 3) for case in trial.cases]
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1] and len(set(drawn[0])) == 3


def test_questions_with_passages_of_their_own_are_trials_of_their_own(tmp_path: Path) -> None:
    row: dict[str, Any] = {
        "question": "how many",
        "documents": [{"text": "12"}, {"text": "300"}],
        "gold_answers": ["12", "13"],
        "wrong_answers": ["300"],
    }
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(row)}\n{json.dumps(row)}\n", "utf-8")
    one, two = read_standard("ramdocs", path)
    assert [case.expect for case in (*one.cases, *two.cases)] == [(("12",), ("13",))] * 2
    assert (one.cases[0].wrong, len(one.texts)) == (("300",), 2)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "beir"])
@pytest.mark.parametrize("text", ["[1, 2]", '{"data": 3}', "{}", '{"passages": 1}'])
def test_a_file_of_another_format_is_told_in_a_sentence(
    tmp_path: Path, name: str, text: str
) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SourcierError, match=f"is not of the format {name}"):
        read_standard(name, path)


@pytest.mark.parametrize("name", FORMATS)
def test_a_missing_path_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourcierError, match="cannot be read"):
        read_standard(name, tmp_path / "none")


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("nonsense\n", "utf-8")
    with pytest.raises(SourcierError, match=r"set\.jsonl:1: this line is not JSON"):
        read_standard("ramdocs", path)


def test_a_set_without_questions_is_told(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("\n", "utf-8")
    with pytest.raises(SourcierError, match="holds no questions"):
        read_standard("clapnq", path)
