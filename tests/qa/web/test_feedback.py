from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from corpus.errors import SettingsError
from qa.evaluation import read_cases
from qa.web.feedback import FeedbackLog, Opinion, as_questions, opinion_of
from tests.qa.web.fake import harbour_answer, refusal

HISTORY = [{"role": "user", "content": "Lorient?"}, {"role": "assistant", "content": "Yes [1]"}]


def opinion(*, is_right: bool = True) -> Opinion:
    return opinion_of(harbour_answer(), is_right=is_right, generation="7", history=HISTORY)


def test_opinion_is_kept_with_answer_and_generation(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path / "page")
    log.add(opinion())
    (kept,) = FeedbackLog(tmp_path / "page").read()
    assert kept.generation == "7"
    assert kept.answer["citations"][0]["quote"] == harbour_answer().citations[0].quote
    assert list(kept.history) == HISTORY


def test_comment_takes_the_place_of_the_opinion_without_it(tmp_path: Path) -> None:
    log = FeedbackLog(tmp_path)
    first = opinion(is_right=False)
    log.add(first)
    log.add(dataclasses.replace(first, comment="  wrong\nport "))
    assert [(kept.is_right, kept.comment) for kept in log.read()] == [(False, "wrong\nport")]


def test_right_answers_make_a_question_file_that_can_be_evaluated(tmp_path: Path) -> None:
    refused = opinion_of(refusal(), is_right=True, generation="7", history=[])
    file = tmp_path / "questions.jsonl"
    file.write_text(as_questions([opinion(), opinion(is_right=False), refused]), "utf-8")
    answered, unanswerable = read_cases(file)
    assert answered.expect == (("120 navires",),)
    assert answered.sources == ("port/harbour",)
    assert answered.is_follow_up
    assert not unanswerable.answerable


def test_nothing_kept_gives_nothing(tmp_path: Path) -> None:
    assert as_questions(FeedbackLog(tmp_path / "none").read()) == ""


def test_store_without_a_folder_says_what_to_do() -> None:
    with pytest.raises(SettingsError, match="QA_KEEP"):
        FeedbackLog(None).add(opinion())
