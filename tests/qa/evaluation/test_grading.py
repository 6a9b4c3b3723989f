"""The rule of what is correct, case by case and as laws."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnknownArticleError
from qa.evaluation.grading import fold, invalid_citations, is_correct, missing_groups
from tests.qa.evaluation.fake import TEXTS, answer, cite, refusal

USINE = cite("usine", "L’usine ferme.")


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("guerassimov", "Valéry GUÉRASSIMOV l’a dit [1]"),
        ("Guérassimov", "selon Gue\u0301rassimov [1]"),
        ("14000", "14 000 soldats"),
        ("14000", "14\u00a0000 soldats"),
        ("14000", "14\u202f000 soldats"),
        ("14 000", "quelque 14000 hommes"),
        ("1200000", "1 200 000 habitants"),
        ("confirme samedi", "il a confirmé [1] samedi"),
        ("kim jong-un", "Kim\u00a0Jong-un"),
        ("etat-major", "l’État-major [12]."),
        ("strasse", "die STRASSE"),
        ("fin", "le mot[1]\nfin"),
    ],
)
def test_what_differs_only_in_writing_is_found(expected: str, said: str) -> None:
    assert missing_groups([[expected]], said) == ()


@pytest.mark.parametrize(
    ("expected", "said"),
    [("14000", "1400 soldats"), ("1", "il l’a dit [1]"), ("lundi", "mardi"), ("d'un", "d’un")],
)
def test_what_is_something_else_is_missing(expected: str, said: str) -> None:
    assert missing_groups([[expected]], said) == ((expected,),)


def test_spaces_between_words_count() -> None:
    assert missing_groups([["enmai"]], "en mai") == (("enmai",),)


def test_every_group_is_needed_and_one_string_of_it_is_enough() -> None:
    assert missing_groups([["lundi", "monday"], ["kim"]], "On Monday.") == (("kim",),)


def test_an_answer_with_all_groups_and_a_source_is_correct() -> None:
    given_answer = answer("L’usine ferme [1]", USINE)
    assert is_correct(True, [["usine"]], ["usine", "port"], given_answer)


def test_an_answer_that_cites_no_source_is_wrong() -> None:
    assert not is_correct(True, [["usine"]], ["port"], answer("L’usine ferme [1]", USINE))


def test_without_sources_any_citation_will_do() -> None:
    assert is_correct(True, [["usine"]], [], answer("L’usine ferme [1]", USINE))


def test_a_refusal_of_an_answerable_question_is_wrong() -> None:
    assert not is_correct(True, [["usine"]], ["usine"], refusal())


def test_a_refusal_of_an_unanswerable_question_is_correct() -> None:
    assert is_correct(False, [], [], refusal())


def test_an_answer_to_an_unanswerable_question_is_wrong() -> None:
    assert not is_correct(False, [], [], answer("L’usine ferme [1]", USINE))


def text_of(article_id: str) -> str:
    if article_id not in TEXTS:
        raise UnknownArticleError(article_id)
    return TEXTS[article_id]


def test_a_quote_that_is_the_slice_is_valid() -> None:
    assert invalid_citations(answer("", USINE), text_of) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        dataclasses.replace(USINE, start=USINE.start + 1),
        dataclasses.replace(USINE, end=USINE.end - 1),
        dataclasses.replace(USINE, quote="L'usine ferme."),
        dataclasses.replace(USINE, article_id="port"),
        dataclasses.replace(USINE, article_id="nowhere"),
        dataclasses.replace(USINE, start=-2, end=len(TEXTS["usine"]), quote="s."),
        dataclasses.replace(USINE, start=0, end=1000, quote=TEXTS["usine"]),
        dataclasses.replace(USINE, start=3, end=3, quote=""),
    ],
)
def test_any_other_citation_is_invalid(wrong: object) -> None:
    assert invalid_citations(answer("", USINE, wrong), text_of) == (wrong,)  # type: ignore[arg-type]


words = st.text(st.characters(codec="utf-8", exclude_characters="[]"), min_size=1)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.casefold()) == fold(text)


@given(words, words, st.integers(1, 99))
def test_a_marker_makes_no_difference(before: str, after: str, number: int) -> None:
    assert fold(f"{before} [{number}] {after}") == fold(f"{before} {after}")


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]))
def test_a_grouped_number_equals_the_plain_one(number: int, space: str) -> None:
    assert fold(f"{number:,}".replace(",", space)) == str(number)


@given(st.text(), st.text(), st.text())
def test_what_stands_in_the_answer_between_blanks_is_found(
    before: str, wanted: str, after: str
) -> None:
    letters = "".join(letter for letter in wanted if letter.isalpha()) or "x"
    assert missing_groups([[letters]], f"{before} {letters} {after}") == ()
