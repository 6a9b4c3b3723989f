"""A whole run: order, progress, and what is written down of its circumstances."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence

import pytest

from qa.answer import Answer
from qa.evaluation.result import Result
from qa.evaluation.run import Plan, run_evaluation, run_trials
from qa.settings import Settings
from tests.qa.evaluation.fake import TEXTS, FakeAssistant, answer, case, refusal

CASES = [case("a", question="fails"), case("b", answerable=False), case("c", kind="when")]


def test_results_come_in_the_order_of_the_cases() -> None:
    run = run_evaluation(FakeAssistant({}), CASES)
    assert [result.case.id for result in run.results] == ["a", "b", "c"]


def test_a_failure_does_not_stop_the_run() -> None:
    run = run_evaluation(FakeAssistant({}), CASES)
    assert [bool(result.error) for result in run.results] == [True, False, False]


def test_the_first_question_is_asked_once_more_to_warm_up() -> None:
    assistant = FakeAssistant({})
    run_evaluation(assistant, [case("b"), case("c")])
    assert [question for question, _ in assistant.asked] == [
        "question b?",
        "question b?",
        "question c?",
    ]


def test_progress_is_told_after_each_question() -> None:
    told: list[tuple[int, int]] = []
    run_evaluation(FakeAssistant({}), CASES, Plan(on_progress=lambda *state: told.append(state)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_run_as_json_reads_back_with_all_its_parts() -> None:
    run = run_evaluation(
        FakeAssistant({}),
        CASES,
        Plan(questions_file="tests/set.jsonl", conditions=("part=dev",)),
    )
    read = json.loads(json.dumps(run.to_dict()))
    assert (
        read["questions_file"],
        read["conditions"],
        read["store"]["generation"],
        read["figures"]["all"]["questions"],
        sorted(read["figures"]["by_kind"]),
        len(read["results"]),
    ) == ("set.jsonl", ["part=dev"], "7", 3, ["what", "when"], 3)


def test_the_versions_that_answers_depend_on_are_kept() -> None:
    versions = run_evaluation(FakeAssistant({}), []).versions
    named = {"python", "chromadb", "tantivy", "llama-index-core", "commit"}
    assert named | {"vectors.npz", "reader.onnx", "reader_weights.json"} <= set(versions)


def test_sources_that_the_store_does_not_hold_are_named() -> None:
    cases = [case("a", sources=("port", "nowhere")), case("b", sources=("elsewhere",))]
    assert run_evaluation(FakeAssistant({}), cases).unknown_sources == ("elsewhere", "nowhere")


def test_folders_of_this_machine_are_not_kept() -> None:
    assert run_evaluation(FakeAssistant({}), []).settings["store"] == "store"


def test_a_password_in_the_address_of_a_store_is_not_kept() -> None:
    assistant = FakeAssistant({})
    assistant.settings = Settings(store="http://user:hunter2@localhost:8000")
    assert run_evaluation(assistant, []).settings["store"] == "http://localhost:8000"


def test_a_key_among_the_settings_is_not_kept() -> None:
    @dataclasses.dataclass(frozen=True)
    class WithKey(Settings):
        api_key: str = "hunter2"

    assistant = FakeAssistant({})
    assistant.settings = WithKey()
    assert run_evaluation(assistant, []).settings["api_key"] == "(set)"


def test_other_texts_give_another_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    before = run_evaluation(FakeAssistant({}), []).store["texts_sha256"]
    assert run_evaluation(FakeAssistant({}), []).store["texts_sha256"] == before
    monkeypatch.setitem(TEXTS, "port", "Le port rouvre dimanche.")
    assert run_evaluation(FakeAssistant({}), []).store["texts_sha256"] != before


def test_several_jobs_give_the_results_of_one() -> None:
    cases = [case(f"q{n}", question=f"q{n}", answerable=n % 2 == 0) for n in range(20)]
    answers = {f"q{n}": answer(f"answer {n}") for n in range(0, 20, 3)}
    one, four = (
        run_evaluation(FakeAssistant(answers), cases, Plan(jobs=jobs)).to_dict()["results"]
        for jobs in (1, 4)
    )
    for result in [*one, *four]:
        result["elapsed_ms"] = result["scores"]["median_ms"] = result["scores"]["p95_ms"] = 0
    assert one == four


class Fickle(FakeAssistant):
    """Gives another answer each time it is asked."""

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        super().ask(question, history)
        return answer(f"answer {len(self.asked)}") if question == "fickle" else refusal()


def test_answers_that_differ_when_asked_again_are_named() -> None:
    cases = [case("a", question="fickle"), case("b", question="steady", answerable=False)]
    run = run_evaluation(Fickle({}), cases, Plan(repeats=3))
    assert (run.repeats, run.unstable, len(run.results)) == (3, ("a",), 2)


def test_a_run_ends_where_it_is_told_to() -> None:
    def is_failure(result: Result) -> bool:
        return bool(result.error)

    cases = [case("a", answerable=False), case("b", question="fails"), case("c")]
    run = run_evaluation(FakeAssistant({}), cases, Plan(stops_at=is_failure))
    assert ([result.case.id for result in run.results], run.is_whole) == (["a", "b"], False)


def test_each_corpus_is_asked_its_own_questions() -> None:
    one, two = FakeAssistant({}), FakeAssistant({})
    run = run_trials([(lambda: one, [case("a")]), (lambda: two, [case("b")])])
    assert [result.case.id for result in run.results] == ["a", "b"]
    assert [question for question, _ in two.asked] == ["question b?"]


def test_groups_are_by_language_kind_difficulty_and_source() -> None:
    cases = [
        case("a", kind="who", language="fr", sources=("port", "usine"), difficulty="hard"),
        case("b", kind="when", answerable=False),
    ]
    groups = run_evaluation(FakeAssistant({}), cases).figures_by
    assert {name: sorted(parts) for name, parts in groups.items()} == {
        "language": ["en", "fr"],
        "kind": ["when", "who"],
        "difficulty": ["hard", "none"],
        "article": ["port", "usine"],
    }
