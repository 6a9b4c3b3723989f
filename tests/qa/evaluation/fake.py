"""A small assistant with a script, and short ways to cases and results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.article import Article
from corpus.errors import QuestionError, UnknownArticleError
from index.contents import ArticleRow, StoreStatus
from index.passage import Hit, StoredPassage
from qa.answer import Answer, Citation
from qa.evaluation.cases import Case
from qa.evaluation.result import Result
from qa.settings import Settings

TEXTS = {
    "usine": "L’usine ferme. Elle emploie 14\u202f000 personnes.",
    "port": "Le port rouvre samedi.",
}


def cite(article_id: str, quote: str, marker: int = 1) -> Citation:
    """A citation of a quote that stands in the article."""
    start = TEXTS[article_id].index(quote)
    return Citation(marker, article_id, "", "", None, "fr", start, start + len(quote), quote)


def answer(
    text: str,
    *citations: Citation,
    answered: bool = True,
    short: str | None = None,
    confidence: float = 0.5,
) -> Answer:
    """An answer with the words and citations that matter to a judgement."""
    return Answer("?", "en", "other", answered, text, short, confidence, citations)


def refusal() -> Answer:
    """What an assistant says when it does not know."""
    return answer("The articles do not say.", answered=False)


def case(id: str = "one", **fields: Any) -> Case:
    """An answerable case; fields override its parts."""
    parts: dict[str, Any] = {
        "question": f"question {id}?",
        "answerable": True,
        "kind": "what",
        "language": "en",
        "expect": (),
        "sources": (),
        "history": (),
        "after": (),
        "short": (),
        "wrong": (),
    } | fields
    difficulty = {"difficulty": parts.pop("difficulty")} if "difficulty" in parts else {}
    # By way of JSON, as the fields of a file come.
    return Case(id=id, fields=json.loads(json.dumps({"id": id} | parts | difficulty)), **parts)


def result(
    id: str = "one",
    *,
    is_correct: bool = True,
    given: Answer | None = None,
    error: str = "",
    invalid: tuple[int, ...] = (),
    source_rank: int | None = None,
    evidence_rank: int | None = None,
    retrieved: tuple[str, ...] = (),
    elapsed_ms: float = 1.0,
    **fields: Any,
) -> Result:
    """A result as it stands, judged by the caller."""
    return Result(
        case=case(id, **fields),
        answer=None if error else given or answer("Yes [1]", cite("port", "Le port rouvre")),
        error=error,
        is_correct=is_correct,
        missing=(),
        invalid=invalid,
        retrieved=retrieved,
        source_rank=source_rank,
        evidence_rank=evidence_rank,
        elapsed_ms=elapsed_ms,
    )


class FakeAssistant:
    """Gives the answers it was told to; any other question is refused, an empty one an error.

    Attributes:
        asked: Each question with the history it came with.
    """

    def __init__(self, answers: Mapping[str, Answer], found: Sequence[str] = ("usine", "port")):
        self.settings = Settings(store="/srv/someone/store")
        self.asked: list[tuple[str, list[Mapping[str, str]]]] = []
        self.searched: list[str] = []
        self._answers = answers
        self._found = found

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = ()) -> Answer:
        self.asked.append((question, list(history)))
        if question == "fails":
            raise QuestionError("The question cannot be asked.")
        return self._answers.get(question, refusal())

    def search(self, query: str, k: int = 10) -> list[Hit]:
        self.searched.append(query)
        return [hit(rank, article_id) for rank, article_id in enumerate(self._found[:k], start=1)]

    def show(self, article_id: str) -> Article:
        if article_id not in TEXTS:
            raise UnknownArticleError(f"There is no article '{article_id}'.")
        return Article(article_id, TEXTS[article_id])

    def articles(self) -> list[ArticleRow]:
        return [ArticleRow(id, "", "", None, "fr", 1, (), ()) for id in TEXTS]

    def status(self) -> StoreStatus:
        return StoreStatus(2, 2, {"fr": 2}, None, None, "embedded", "7", True)


def hit(rank: int, article_id: str) -> Hit:
    """A hit on the whole text of an article."""
    text = TEXTS[article_id]
    passage = StoredPassage(rank, article_id, 0, 0, len(text), text, "", "", None, "fr", article_id)
    return Hit(rank, 1.0 / rank, passage)
