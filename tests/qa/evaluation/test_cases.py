"""Question files: what is read, what is refused and with which words, and choosing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import SourcierError
from qa.evaluation.cases import DEFAULT_QUESTIONS, choose_cases, read_cases
from tests.qa.evaluation.fake import case

LINE: dict[str, Any] = {
    "id": "first-en",
    "question": "who first confirmed the deployment?",
    "answerable": True,
    "kind": "first",
    "expect": [["guerassimov", "gerasimov"]],
    "sources": ["seed"],
}


def write(folder: Path, *lines: str | dict[str, Any]) -> Path:
    path = folder / "questions.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    (read,) = read_cases(write(tmp_path, LINE))
    assert (read.id, read.question, read.answerable, read.kind, read.expect, read.sources) == (
        "first-en",
        "who first confirmed the deployment?",
        True,
        "first",
        (("guerassimov", "gerasimov"),),
        ("seed",),
    )


def test_unknown_fields_are_kept(tmp_path: Path) -> None:
    (read,) = read_cases(write(tmp_path, LINE | {"part": "dev", "difficulty": 3}))
    assert (read.fields["part"], read.fields["difficulty"]) == ("dev", 3)


def test_the_language_is_that_of_the_question(tmp_path: Path) -> None:
    french = {"id": "fr", "question": "Qui a confirmé le déploiement ?", "answerable": False}
    cases = read_cases(write(tmp_path, LINE, french))
    assert [read.language for read in cases] == ["en", "fr"]


def test_a_stated_language_wins(tmp_path: Path) -> None:
    (read,) = read_cases(write(tmp_path, LINE | {"language": "fr"}))
    assert read.language == "fr"


def test_history_and_earlier_questions_make_a_follow_up(tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "Qui ?"}]
    plain, told, asked = read_cases(
        write(
            tmp_path,
            LINE,
            LINE | {"id": "told", "history": turns},
            LINE | {"id": "asked", "after": ["Qui ?"]},
        )
    )
    assert [plain.is_follow_up, told.is_follow_up, asked.is_follow_up] == [False, True, True]


def test_empty_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeff" + json.dumps(LINE), "", "  ")
    assert len(read_cases(path)) == 1


def test_a_line_separator_within_a_string_ends_no_line(tmp_path: Path) -> None:
    line = json.dumps(LINE | {"question": "Qui\u2028 ?"}, ensure_ascii=False)
    assert read_cases(write(tmp_path, line))[0].question == "Qui\u2028 ?"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{nonsense", "not JSON"),
        ("[1]", "not an object"),
        (LINE | {"id": ""}, "'id' is \"\""),
        (LINE | {"id": 7}, "'id' is 7"),
        ({"id": "x", "answerable": True}, "'question' is missing"),
        (LINE | {"answerable": "yes"}, "'answerable' is \"yes\""),
        (LINE | {"kind": None}, "'kind' is missing"),
        (LINE | {"expect": "kim"}, "'expect' is \"kim\""),
        (LINE | {"expect": ["kim"]}, "'expect' has \"kim\""),
        (LINE | {"expect": [[""]]}, "'expect' has"),
        (LINE | {"expect": [[]]}, "nothing to look for"),
        (LINE | {"expect": [["[1]"]]}, "nothing to look for"),
        (LINE | {"sources": "seed"}, "'sources' has \"seed\""),
        (LINE | {"sources": [1]}, "'sources' has"),
        (LINE | {"expect": [], "sources": []}, "held against"),
        (LINE | {"history": ["Qui ?"]}, "'history' must be"),
        (LINE | {"history": [{"role": "system", "content": "x"}]}, "'history' must be"),
        (LINE | {"after": "Qui ?"}, "'after' has"),
        (LINE | {"after": ["x"], "history": [{"role": "user", "content": "x"}]}, "keep one"),
        (LINE, "is taken by line 1"),
    ],
)
def test_a_bad_line_is_named_with_its_fault(
    tmp_path: Path, line: str | dict[str, Any], complaint: str
) -> None:
    path = write(tmp_path, LINE, line)
    with pytest.raises(SourcierError) as caught:
        read_cases(path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert complaint in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourcierError, match=r"none\.jsonl' cannot be read"):
        read_cases(tmp_path / "none.jsonl")


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourcierError, match="is empty"):
        read_cases(write(tmp_path, ""))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(SourcierError, match="not UTF-8"):
        read_cases(path)


def test_the_bundled_questions_can_be_read() -> None:
    assert len(read_cases(DEFAULT_QUESTIONS)) > 0


CASES = [
    case("a", kind="who", language="en"),
    case("b", kind="who", language="fr", answerable=False),
    case("c", kind="when", language="fr"),
]


@pytest.mark.parametrize(
    ("conditions", "chosen"),
    [
        ([], "abc"),
        (["kind=who"], "ab"),
        (["kind=WHO", "language=fr"], "b"),
        (["kind=who", "kind=when"], "abc"),
        (["answerable=true"], "ac"),
        (["id=c"], "c"),
    ],
)
def test_conditions_choose(conditions: list[str], chosen: str) -> None:
    assert [each.id for each in choose_cases(CASES, conditions)] == list(chosen)


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        ("who", "not FIELD=VALUE"),
        ("=who", "not FIELD=VALUE"),
        ("sort=who", "no question has 'sort'"),
        ("kind=where", "No question meets kind=where"),
    ],
)
def test_a_condition_that_means_nothing_is_told(condition: str, complaint: str) -> None:
    with pytest.raises(SourcierError, match=complaint):
        choose_cases(CASES, [condition])
