"""With the real assistant: a rerun shows no difference, and a planted regression is caught."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.evaluation.cases import read_cases
from qa.evaluation.comparison import compare, read_baseline
from qa.evaluation.run import Run, run_evaluation

FACTORY = {
    "id": "factory",
    "text": "Le ministre a confirmé lundi la fermeture de l’usine. Elle emploie 300 personnes.",
}
FERRY = {
    "id": "ferry",
    "text": "Le ferry Marie-Galante reprendra la mer samedi. La panne a duré 12 jours.",
}
QUESTIONS = [
    {
        "id": "jobs",
        "question": "Combien de personnes l’usine emploie-t-elle ?",
        "answerable": True,
        "expect": [["300"]],
        "sources": ["factory"],
    },
    {
        "id": "ferry",
        "question": "Combien de jours la panne du ferry a-t-elle duré ?",
        "answerable": True,
        "expect": [["12 jours"]],
        "sources": ["ferry"],
    },
    {"id": "tin", "question": "Quel est le point de fusion de l’étain ?", "answerable": False},
]


@pytest.fixture(scope="module")
def questions_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in QUESTIONS), encoding="utf-8")
    return path


def run(questions_file: Path, texts: list[dict[str, str]]) -> Run:
    return run_evaluation(Assistant.from_texts(texts), read_cases(questions_file))


@pytest.fixture(scope="module")
def baseline(questions_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "run.json"
    whole = run(questions_file, [FACTORY, FERRY])
    path.write_text(json.dumps(whole.to_dict()), encoding="utf-8")
    return path


def test_the_assistant_answers_what_it_holds(questions_file: Path) -> None:
    figures = run(questions_file, [FACTORY, FERRY]).figures()
    assert (figures.accuracy, figures.invalid_citations, figures.failed) == (1.0, 0, 0)


def test_a_rerun_shows_no_difference(questions_file: Path, baseline: Path) -> None:
    again = compare(run(questions_file, [FACTORY, FERRY]), read_baseline(baseline))
    assert not any(again.to_dict().values())


def test_an_article_that_is_gone_breaks_its_questions(questions_file: Path, baseline: Path) -> None:
    without = compare(run(questions_file, [FACTORY]), read_baseline(baseline))
    assert without.broken == ("ferry",)
