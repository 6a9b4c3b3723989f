from __future__ import annotations

import dataclasses

from index.store import ArticleRow
from qa.web.holdings import Shelf
from tests.qa.web.fake import HARBOUR, FakeAssistant, harbour_answer

COPY = dataclasses.replace(HARBOUR, id="copy", outlet="Le Cargo")


class Counting(FakeAssistant):
    """Counts how often all articles are listed."""

    listed = 0

    def articles(self) -> list[ArticleRow]:
        """Return a row for each article."""
        self.listed += 1
        return super().articles()


def test_articles_are_listed_once_for_each_generation() -> None:
    assistant = Counting(harbour_answer())
    shelf = Shelf(assistant)
    shelf.look()
    shelf.look()
    assert assistant.listed == 1
    assistant.articles_by_id[COPY.id] = COPY
    assert [row.id for row in shelf.look().rows] == [HARBOUR.id, COPY.id]


def test_copies_are_the_other_articles_with_the_text() -> None:
    holdings = Shelf(FakeAssistant(harbour_answer(), [HARBOUR, COPY])).look()
    assert [row.outlet for row in holdings.copies_of(HARBOUR.id)] == ["Le Cargo"]
    assert holdings.copies_of("gone") == ()


def test_outlets_are_named_once_by_the_alphabet() -> None:
    articles = [COPY, HARBOUR, dataclasses.replace(HARBOUR, id="c", outlet="")]
    shelf = Shelf(FakeAssistant(harbour_answer(), articles))
    assert shelf.look().outlets == ("La Criée", "Le Cargo")
