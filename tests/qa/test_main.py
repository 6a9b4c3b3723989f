import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from qa.__main__ import main

FACTORY = "Le maire a confirmé lundi la fermeture de la fonderie.\nElle emploie 412 personnes."
QUESTION = "Combien de personnes la fonderie emploie-t-elle ?"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "usine.txt").write_text(FACTORY, encoding="utf-8")
    location = str(tmp_path_factory.mktemp("stores") / "store")
    assert main(["index", str(folder), "--store", location]) == 0
    return location


def test_ask_prints_one_json_object_a_question_in_order(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "What is tungsten?", "--store", store, "--json"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["question"] for answer in answers] == [QUESTION, "What is tungsten?"]
    assert [answer["answered"] for answer in answers] == [True, False]


def test_ask_reads_questions_from_stdin(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\n\n{QUESTION}\n"))
    assert main(["ask", "-", "--store", store, "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_ask_explains_how_the_answer_came_about(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--explain", "--store", store]) == 0
    printed = capsys.readouterr().out
    assert "412" in printed
    assert "kind howmany" in printed and ": answered" in printed


def test_ask_prints_the_answer_with_its_sources(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", QUESTION, "--store", store]) == 0
    printed = capsys.readouterr().out
    assert "412 personnes" in printed
    assert "  [1] undated: usine (usine " in printed


def test_search_prints_ranked_passages_as_json(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["search", "foundry", "--store", store, "--k", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["query"] == "foundry"
    assert [hit["rank"] for hit in found["hits"]] == [1]
    assert FACTORY[found["hits"][0]["start"] : found["hits"][0]["end"]] == found["hits"][0]["text"]


def test_show_prints_the_text_and_what_was_removed(
    store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "usine", "--store", store, "--json"]) == 0
    article = json.loads(capsys.readouterr().out)
    assert article["text"] == FACTORY
    assert article["removed"] == []


def test_status_prints_what_the_store_holds(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--store", store, "--json"]) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["articles"], status["languages"], status["healthy"]) == (1, {"fr": 1}, True)


def test_index_prints_the_counts_one_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(FACTORY, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert main(["index", str(tmp_path), "--store", str(tmp_path.parent / "s")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == [
        "added: 1",
        "updated: 0",
        "unchanged: 0",
        "removed: 0",
        "duplicates: 0",
    ]
    assert lines[5] == "skipped: 1"
    assert "empty.txt" in lines[6]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["index", "/nowhere/at/all"], "/nowhere/at/all"),
        (["ask", ""], "empty"),
        (["ask", "x" * 10_000], "10,000 characters"),
        (["show", "nobody"], "nobody"),
        (["forget", "nobody"], "nobody"),
        (["search", "x", "--k", "0"], "k is 0"),
        (["search", "x", "--after", "soon"], "soon"),
    ],
)
def test_an_expected_failure_is_one_line_and_exit_code_one(
    store: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--store", store]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.parametrize("location", ["http://127.0.0.1:9", __file__, "/nowhere/store"])
def test_a_store_that_cannot_be_used_is_one_line(
    location: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "x", "--store", location]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


def test_wrong_usage_is_exit_code_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["nonsense"])
    assert stopped.value.code == 2
    assert "nonsense" in capsys.readouterr().err


def test_a_setting_of_the_environment_that_means_nothing_is_told(store: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "status", "--store", store],
        env={"QA_PASSAGE_TOKENS": "many", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("sourcier: QA_PASSAGE_TOKENS is 'many'")
