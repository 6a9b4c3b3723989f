from __future__ import annotations

import dataclasses

import pytest

from corpus.article import Article
from qa.web.suggestions import suggest
from tests.qa.web.fake import HARBOUR, FakeAssistant, harbour_answer, refusal

TEXT = (
    "Lundi, le ministre Paul Ferrand a promis un nouveau port. "
    "La Norvège a annoncé une aide de deux millions. "
    "La préfète Léa Morin a condamné les violences."
)


def library() -> FakeAssistant:
    """Return an assistant whose article has several speakers."""
    return FakeAssistant(harbour_answer(), [dataclasses.replace(HARBOUR, text=TEXT)])


def test_speakers_of_the_cited_article_are_asked_about() -> None:
    assert suggest(library(), harbour_answer("fr"), []) == [
        "Qu’a promis Paul Ferrand ?",
        "Qu’a annoncé la Norvège ?",
        "Qu’a condamné Léa Morin ?",
    ]


def test_country_is_named_in_the_language_of_the_question() -> None:
    assert "What did Norway announce?" in suggest(library(), harbour_answer("en"), [])


def test_who_was_asked_about_is_left_out() -> None:
    asked = dataclasses.replace(harbour_answer("fr"), question="Qui est Paul Ferrand ?")
    history = [{"role": "user", "content": "Et Léa Morin ?"}]
    assert suggest(library(), asked, history) == ["Qu’a annoncé la Norvège ?"]


def test_refusal_offers_what_the_nearest_articles_answer() -> None:
    assert suggest(library(), refusal(), [])[0] == "What did Paul Ferrand promise?"


def test_article_that_is_gone_offers_nothing() -> None:
    assert suggest(FakeAssistant(harbour_answer(), []), harbour_answer(), []) == []


@pytest.mark.parametrize("text", ["", "Il pleut sur Lorient."])
def test_article_without_speakers_offers_nothing(text: str) -> None:
    plain: Article = dataclasses.replace(HARBOUR, text=text)
    assert suggest(FakeAssistant(harbour_answer(), [plain]), harbour_answer(), []) == []
