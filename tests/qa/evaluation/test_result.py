"""One question asked of a scripted assistant, and what is noted of it."""

from __future__ import annotations

import dataclasses

from qa.evaluation.cases import Case
from qa.evaluation.result import Result, try_case
from tests.qa.evaluation.fake import FakeAssistant, answer, case, cite


def tried(assistant: FakeAssistant, asked: Case) -> Result:
    return try_case(assistant, asked, lambda article_id: assistant.show(article_id).text)


def test_a_right_answer_is_correct() -> None:
    right = answer("It shuts: “L’usine ferme.” [1]", cite("usine", "L’usine ferme."))
    asked = case(question="usine?", expect=(("usine ferme",),), sources=("usine",))
    assert tried(FakeAssistant({"usine?": right}), asked).is_correct


def test_what_an_answer_lacks_is_kept() -> None:
    asked = case(expect=(("lundi", "monday"), ("articles",)))
    assert tried(FakeAssistant({}), asked).missing == (("lundi", "monday"),)


def test_the_markers_of_invalid_citations_are_kept() -> None:
    moved = dataclasses.replace(cite("usine", "Elle", marker=2), start=0)
    given = answer("[1] [2]", cite("port", "samedi"), moved)
    assistant = FakeAssistant({"question one?": given})
    assert tried(assistant, case(sources=("usine",))).invalid == (2,)


def test_the_first_passage_from_a_source_gives_the_rank() -> None:
    asked = case(sources=("port", "nowhere"))
    assert tried(FakeAssistant({}, found=("usine", "port", "port")), asked).source_rank == 2


def test_no_passage_from_a_source_gives_no_rank() -> None:
    assert tried(FakeAssistant({}, found=("usine",)), case(sources=("port",))).source_rank is None


def test_evidence_is_complete_where_the_last_group_is_found() -> None:
    asked = case(expect=(("14000",), ("samedi", "saturday")))
    assert tried(FakeAssistant({}, found=("usine", "usine", "port")), asked).evidence_rank == 3


def test_evidence_that_is_never_complete_has_no_rank() -> None:
    asked = case(expect=(("14000",), ("lundi",)))
    assert tried(FakeAssistant({}), asked).evidence_rank is None


def test_a_failure_is_kept_as_a_wrong_result() -> None:
    failed = tried(FakeAssistant({}), case(question="fails", answerable=False))
    assert (failed.is_correct, failed.error) == (False, "The question cannot be asked.")


def test_a_given_history_goes_with_the_question() -> None:
    assistant = FakeAssistant({})
    turns = ({"role": "user", "content": "Qui ?"},)
    tried(assistant, case(question="Et quand ?", history=turns))
    assert assistant.asked == [("Et quand ?", list(turns))]


def test_earlier_questions_are_asked_first_and_make_the_history() -> None:
    assistant = FakeAssistant({"Qui ?": answer("Kim")})
    tried(assistant, case(question="Quand ?", after=("Qui ?",)))
    history = [{"role": "user", "content": "Qui ?"}, {"role": "assistant", "content": "Kim"}]
    assert assistant.asked == [("Qui ?", []), ("Quand ?", history)]


def test_a_follow_up_is_not_searched_by_its_own_words() -> None:
    assistant = FakeAssistant({})
    tried(assistant, case(after=("Qui ?",)))
    assert assistant.searched == []


def test_a_result_as_json_holds_the_line_and_the_answer() -> None:
    noted = tried(FakeAssistant({}), case(answerable=False)).to_dict()
    assert (noted["case"]["question"], noted["answer"]["answered"]) == ("question one?", False)
