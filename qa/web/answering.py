"""What the conversation needs of an assistant; tests put a hand-written one in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from corpus.article import Article
from index.store import Filters
from qa.answer import Answer
from qa.question import History


class Answering(Protocol):
    """Answers, tells whether it could, and shows articles."""

    def stream(
        self, question: str, history: History = (), *, filters: Filters | None = None
    ) -> Iterator[Answer]:
        """Answer bit by bit; the last answer is complete."""
        ...

    def can_answer(
        self, question: str, history: History = (), *, filters: Filters | None = None
    ) -> bool:
        """Return whether the articles answer a question."""
        ...

    def show(self, article_id: str) -> Article:
        """Return a stored article."""
        ...
