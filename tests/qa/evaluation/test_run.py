"""A whole run: order, progress, and what is written down of its circumstances."""

from __future__ import annotations

import dataclasses
import json

from qa.evaluation.run import run_evaluation
from qa.settings import Settings
from tests.qa.evaluation.fake import FakeAssistant, case

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
    run_evaluation(FakeAssistant({}), CASES, on_progress=lambda *state: told.append(state))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_run_as_json_reads_back_with_all_its_parts() -> None:
    run = run_evaluation(
        FakeAssistant({}), CASES, questions_file="tests/set.jsonl", conditions=["part=dev"]
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
    assert {"python", "chromadb", "tantivy", "llama-index-core"} <= set(versions)


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
