"""With the real assistant on the bundled articles: a rerun shows no difference, and each planted
regression ends with exit code 1 and is named."""

from __future__ import annotations

import argparse
import copy
import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.reading import BUNDLED
from index import retriever
from index.embedding.static import load_static_vectors
from qa import assistant as assistant_module
from qa.answer import Answer
from qa.assistant import Assistant
from qa.evaluation.cases import DEFAULT_QUESTIONS
from qa.evaluation.command import evaluate_command
from qa.question import understand
from qa.reader import load_weights
from qa.settings import Settings
from tests.qa.evaluation.test_command import CHOSEN

# Every so many-th question, so that all kinds are there and a run takes two seconds.
EVERY = 5
SETTINGS = Settings(store=":memory:", passages_read=6)

Patch = pytest.MonkeyPatch


def open_bundled(settings: Settings = SETTINGS) -> Assistant:
    assistant = Assistant.open(settings=settings, create=True)
    assistant.index([BUNDLED])
    return assistant


@pytest.fixture(scope="module")
def bundled() -> Iterator[Assistant]:
    assistant = open_bundled()
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    lines = DEFAULT_QUESTIONS.read_text("utf-8").splitlines()[::EVERY]
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def baseline(bundled: Assistant, questions: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("runs") / "baseline.json")
    assert evaluate(bundled, questions, baseline=path, update_baseline=True) == 0
    return path


def evaluate(assistant: Assistant, questions: str, **options: Any) -> int:
    named = argparse.Namespace(questions=questions, **(CHOSEN | options))
    return evaluate_command(named, lambda: assistant)


@pytest.fixture
def compared(
    questions: str, baseline: str, capsys: pytest.CaptureFixture[str]
) -> Callable[[Assistant], dict[str, Any]]:
    """Evaluate against the baseline; the run with its exit code."""

    def compare(assistant: Assistant) -> dict[str, Any]:
        capsys.readouterr()
        code = evaluate(assistant, questions, baseline=baseline, json=True)
        kept: dict[str, Any] = json.loads(capsys.readouterr().out)
        return kept | {"code": code}

    return compare


def fallen(kept: dict[str, Any]) -> set[str]:
    return {each["metric"] for each in kept["comparison"]["fallen"]}


def test_reruns_show_no_difference(bundled: Assistant, questions: str, baseline: str) -> None:
    assert evaluate(bundled, questions, baseline=baseline, repeat=2, jobs=2) == 0


def raise_threshold(_: Assistant, patch: Patch) -> None:
    weights = dataclasses.replace(load_weights(), threshold=0.95)
    patch.setattr(assistant_module, "load_weights", lambda: weights)


def lower_threshold(_: Assistant, patch: Patch) -> None:
    weights = dataclasses.replace(load_weights(), threshold=0.0)
    patch.setattr(assistant_module, "load_weights", lambda: weights)


def shuffle_vectors(bundled: Assistant, patch: Patch) -> None:
    other = copy.copy(load_static_vectors())
    vectors = np.random.default_rng(0).permutation(other.__dict__["_vectors"])
    patch.setattr(other, "_vectors", vectors)
    patch.setattr(bundled, "retriever", retriever.HybridRetriever(bundled.store, other, 6))


def lose_words(bundled: Assistant, patch: Patch) -> None:
    patch.setattr(type(bundled.store), "matching", lambda *_, **__: [])


def reverse_ranking(bundled: Assistant, patch: Patch) -> None:
    search = bundled.retriever.search

    def reversed_search(*given: Any, **named: Any) -> list[Any]:
        hits = search(*given, **named)
        return [
            dataclasses.replace(hit, rank=rank) for rank, hit in enumerate(reversed(hits), start=1)
        ]

    patch.setattr(bundled.retriever, "search", reversed_search)


def read_one_passage(bundled: Assistant, patch: Patch) -> None:
    patch.setattr(bundled, "settings", dataclasses.replace(SETTINGS, passages_read=1))


def answer_in_english(_: Assistant, patch: Patch) -> None:
    patch.setattr(
        assistant_module,
        "understand",
        lambda *given: dataclasses.replace(understand(*given), language="en"),
    )


def change_answers(patch: Patch, change: Callable[[Answer], Answer]) -> None:
    ask = Assistant.ask
    patch.setattr(Assistant, "ask", lambda *given: change(ask(*given)))


def move_citations(_: Assistant, patch: Patch) -> None:
    def moved(answer: Answer) -> Answer:
        citations = [
            dataclasses.replace(citation, start=citation.start + 1) for citation in answer.citations
        ]
        return dataclasses.replace(answer, citations=tuple(citations))

    change_answers(patch, moved)


def drop_citations(_: Assistant, patch: Patch) -> None:
    change_answers(patch, lambda answer: dataclasses.replace(answer, citations=()))


def talk_too_much(_: Assistant, patch: Patch) -> None:
    change_answers(
        patch, lambda answer: dataclasses.replace(answer, text=answer.text + " so it is" * 20)
    )


def be_sure_of_everything(_: Assistant, patch: Patch) -> None:
    change_answers(patch, lambda answer: dataclasses.replace(answer, confidence=1.0))


def fails_in(metric: str) -> Callable[[dict[str, Any]], bool]:
    return lambda kept: metric in fallen(kept)


def breaks(kept: dict[str, Any]) -> bool:
    return bool(kept["comparison"]["broken"])


def breaks_or_falls(kept: dict[str, Any]) -> bool:
    return breaks(kept) or bool(fallen(kept))


@pytest.mark.parametrize(
    ("plant", "is_named"),
    [
        (raise_threshold, fails_in("accuracy_answerable")),
        (lower_threshold, fails_in("refusal_recall")),
        (shuffle_vectors, fails_in("reciprocal_rank")),
        (lose_words, breaks_or_falls),
        (reverse_ranking, fails_in("reciprocal_rank")),
        (read_one_passage, breaks),
        (answer_in_english, fails_in("language")),
        (move_citations, lambda kept: kept["figures"]["all"]["invalid_citations"] > 0),
        (drop_citations, fails_in("citation_recall")),
        (talk_too_much, fails_in("median_words")),
        (be_sure_of_everything, fails_in("brier")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_planted_regression_is_caught_and_named(
    bundled: Assistant,
    compared: Callable[[Assistant], dict[str, Any]],
    monkeypatch: Patch,
    plant: Callable[[Assistant, Patch], None],
    is_named: Callable[[dict[str, Any]], bool],
) -> None:
    plant(bundled, monkeypatch)
    kept = compared(bundled)
    assert kept["code"] == 1
    assert is_named(kept)


def without(article_id: str) -> Sequence[dict[str, str | None]]:
    assistant = open_bundled()
    texts: list[dict[str, str | None]] = [
        {
            "id": row.id,
            "text": assistant.show(row.id).text,
            "title": row.title,
            "outlet": row.outlet,
            "published": row.published,
            "language": row.language,
        }
        for row in assistant.articles()
        if row.id != article_id
    ]
    assistant.close()
    return texts


def test_an_article_that_is_gone_breaks_its_questions(
    compared: Callable[[Assistant], dict[str, Any]],
) -> None:
    kept = compared(Assistant.from_texts(without("entree-en-guerre"), SETTINGS))
    assert kept["code"] == 1
    broken = {each["id"]: each["case"]["sources"] for each in kept["results"]}
    named = [broken[id] for id in kept["comparison"]["broken"]]
    assert named and all("entree-en-guerre" in sources for sources in named)


def test_the_committed_baseline_is_of_the_fixed_set() -> None:
    baseline = json.loads(Path(__file__).parents[2].joinpath("baseline.json").read_text("utf-8"))
    asked = [json.loads(line) for line in DEFAULT_QUESTIONS.read_text("utf-8").splitlines()]
    assert [result["id"] for result in baseline["results"]] == [each["id"] for each in asked]
    for result, line in zip(baseline["results"], asked, strict=True):
        assert result["case"]["question"] == line["question"]
