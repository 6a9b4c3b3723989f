"""What came of one question: its answer, its passages and the judgement of both."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.article import Article
from corpus.errors import SourcierError, UnknownArticleError
from index.contents import ArticleRow, StoreStatus
from index.passage import Hit
from qa.answer import Answer, Citation
from qa.evaluation.cases import Case
from qa.evaluation.grading import fold, invalid_citations, is_correct, missing_groups
from qa.settings import Settings

SEARCH_DEPTH = 10
# Characters of an article shown on each side of a quotation.
AROUND = 160


class Answerer(Protocol):
    """What an evaluation needs of an assistant."""

    @property
    def settings(self) -> Settings: ...

    def ask(self, question: str, history: Sequence[Mapping[str, str]] = (), /) -> Answer: ...

    def search(self, query: str, k: int = 10, /) -> list[Hit]: ...

    def show(self, article_id: str, /) -> Article: ...

    def articles(self) -> list[ArticleRow]: ...

    def status(self) -> StoreStatus: ...


@dataclass(frozen=True)
class Result:
    """A case and what came of it.

    Attributes:
        case: What was asked.
        answer: None where asking failed.
        error: Why asking failed, or "".
        is_correct: By `qa.evaluation.grading.is_correct`; False where asking failed.
        missing: The groups of ``expect`` that the answer does not hold.
        invalid: Markers of the citations that are not spans of the stored text.
        retrieved: Article ids of the first passages found, best first; none for a follow-up, of
            which only the whole conversation says what to look for.
        source_rank: Rank of the first passage from one of the case's sources, from 1; None where
            there is none.
        evidence_rank: The least k for which the first k passages hold every group of ``expect``;
            None where the passages found do not.
        elapsed_ms: Milliseconds that `ask` took.
        surroundings: For each citation what stands before and after it in its article.
    """

    case: Case
    answer: Answer | None
    error: str
    is_correct: bool
    missing: tuple[tuple[str, ...], ...]
    invalid: tuple[int, ...]
    retrieved: tuple[str, ...]
    source_rank: int | None
    evidence_rank: int | None
    elapsed_ms: float
    surroundings: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as a JSON object."""
        return {
            "id": self.case.id,
            "correct": self.is_correct,
            "error": self.error,
            "missing": [list(group) for group in self.missing],
            "invalid_citations": list(self.invalid),
            "retrieved": list(self.retrieved),
            "source_rank": self.source_rank,
            "evidence_rank": self.evidence_rank,
            "elapsed_ms": self.elapsed_ms,
            "case": dict(self.case.fields),
            "answer": self.answer.to_dict() if self.answer else None,
        }


def try_case(assistant: Answerer, case: Case, text_of: Callable[[str], str]) -> Result:
    """Ask one question and judge what comes; an expected failure becomes the result's error.

    Args:
        assistant: Who is asked.
        case: What is asked.
        text_of: Gives the stored text of an article id; raises UnknownArticleError.
    """
    try:
        history = _history_of(assistant, case)
        started = time.perf_counter()
        answer = assistant.ask(case.question, history)
        elapsed_ms = (time.perf_counter() - started) * 1000
        hits = [] if case.is_follow_up else assistant.search(case.question, SEARCH_DEPTH)
    except SourcierError as error:
        return Result(case, None, str(error), False, case.expect, (), (), None, None, 0.0)
    invalid = invalid_citations(answer, text_of)
    return Result(
        case=case,
        answer=answer,
        error="",
        is_correct=is_correct(case.answerable, case.expect, case.sources, answer),
        missing=missing_groups(case.expect, answer.text),
        invalid=tuple(citation.marker for citation in invalid),
        retrieved=tuple(hit.article_id for hit in hits),
        source_rank=_source_rank(case, hits),
        evidence_rank=_evidence_rank(case, hits),
        elapsed_ms=round(elapsed_ms, 2),
        surroundings=tuple(_around(citation, text_of) for citation in answer.citations),
    )


def _around(citation: Citation, text_of: Callable[[str], str]) -> tuple[str, str]:
    try:
        text = text_of(citation.article_id)
    except UnknownArticleError:
        return "", ""
    start, end = max(0, citation.start), max(0, citation.end)
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


def _history_of(assistant: Answerer, case: Case) -> list[Mapping[str, str]]:
    history = list(case.history)
    for question in case.after:
        answer = assistant.ask(question, history)
        history.append({"role": "user", "content": question})
        history.append({"role": "assistant", "content": answer.text})
    return history


def _source_rank(case: Case, hits: Sequence[Hit]) -> int | None:
    return next(
        (rank for rank, hit in enumerate(hits, start=1) if hit.article_id in case.sources), None
    )


def _evidence_rank(case: Case, hits: Sequence[Hit]) -> int | None:
    waiting = [[fold(text) for text in group] for group in case.expect]
    if not waiting:
        return None
    for rank, hit in enumerate(hits, start=1):
        folded = fold(hit.text)
        waiting = [group for group in waiting if not any(text in folded for text in group)]
        if not waiting:
            return rank
    return None
