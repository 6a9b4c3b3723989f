"""Every metric of an evaluation, each defined once, and the figures of a group of results.

A metric is None where nothing it counts is in the group: no rate is made of nothing.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from qa.evaluation.grading import cites_a_source
from qa.evaluation.result import SEARCH_DEPTH, Result


@dataclass(frozen=True)
class Figures:
    """The metrics of a group of results; each rate and time is the function of its name below.

    Attributes:
        questions: How many were asked.
        failed: How many could not be, because of an expected failure.
        citations, invalid_citations: Of all answers; invalid ones are not spans of their article.
    """

    questions: int
    failed: int
    accuracy: float | None
    accuracy_answerable: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    citations: int
    invalid_citations: int
    source_recall: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    reciprocal_rank: float | None
    evidence_at_5: float | None
    evidence_at_10: float | None
    median_ms: float | None
    p95_ms: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as a JSON object."""
        return asdict(self)


def measure(results: Sequence[Result]) -> Figures:
    """Return every metric of a group of results."""
    return Figures(
        questions=len(results),
        failed=sum(result.answer is None for result in results),
        accuracy=accuracy(results),
        accuracy_answerable=accuracy([each for each in results if each.case.answerable]),
        refusal_precision=refusal_precision(results),
        refusal_recall=refusal_recall(results),
        citations=sum(len(each.answer.citations) for each in results if each.answer),
        invalid_citations=sum(len(result.invalid) for result in results),
        source_recall=source_recall(results),
        recall_at_5=recall_at(results, 5),
        recall_at_10=recall_at(results, 10),
        reciprocal_rank=reciprocal_rank(results),
        evidence_at_5=evidence_at(results, 5),
        evidence_at_10=evidence_at(results, 10),
        median_ms=median_ms(results),
        p95_ms=p95_ms(results),
    )


def measure_by(results: Sequence[Result], name_of: Callable[[Result], str]) -> dict[str, Figures]:
    """Return the figures of each group that ``name_of`` makes, in the order of the names."""
    names = sorted({name_of(result) for result in results})
    return {
        name: measure([result for result in results if name_of(result) == name]) for name in names
    }


def accuracy(results: Sequence[Result]) -> float | None:
    """Share of questions with a correct answer, by `qa.evaluation.grading.is_correct`."""
    return _share([result.is_correct for result in results])


def refusal_precision(results: Sequence[Result]) -> float | None:
    """Of the questions that were refused, the share that are unanswerable."""
    return _share([not result.case.answerable for result in results if _is_refused(result)])


def refusal_recall(results: Sequence[Result]) -> float | None:
    """Of the unanswerable questions, the share that were refused."""
    return _share([_is_refused(result) for result in results if not result.case.answerable])


def source_recall(results: Sequence[Result]) -> float | None:
    """Of the answerable questions with sources, the share whose answer cites one of them.

    The sources of a question are alternatives: one cited is enough, as for "correct".
    """
    return _share(
        [
            result.answer is not None and cites_a_source(result.case.sources, result.answer)
            for result in results
            if result.case.answerable and result.case.sources
        ]
    )


def recall_at(results: Sequence[Result], k: int) -> float | None:
    """Of the searched questions with sources, the share with a source in the first k passages.

    The sources are alternatives, so this is success at k (Manning, Raghavan & Schütze 2008,
    ch. 8), which equals recall where one source is relevant.
    """
    return _share(
        [_is_within(result.source_rank, k) for result in _searched(results) if result.case.sources]
    )


def reciprocal_rank(results: Sequence[Result]) -> float | None:
    """Mean over the searched questions with sources of 1 / rank of the first source's passage.

    0 where no source is among the first 10 passages (MRR@10; Voorhees 1999, TREC-8).
    """
    ranks = [result.source_rank for result in _searched(results) if result.case.sources]
    return statistics.fmean(1 / rank if rank else 0.0 for rank in ranks) if ranks else None


def evidence_at(results: Sequence[Result], k: int) -> float | None:
    """Of the searched questions with ``expect``, the share whose first k passages hold all of it.

    What the reader could at best get right; answer recall at k (Karpukhin et al. 2020).
    """
    return _share(
        [_is_within(result.evidence_rank, k) for result in _searched(results) if result.case.expect]
    )


def median_ms(results: Sequence[Result]) -> float | None:
    """Median of the milliseconds that asking took."""
    times = _times(results)
    return statistics.median(times) if times else None


def p95_ms(results: Sequence[Result]) -> float | None:
    """The least time that 95 of 100 questions do not exceed (nearest rank), in milliseconds."""
    times = _times(results)
    return times[math.ceil(0.95 * len(times)) - 1] if times else None


def _searched(results: Sequence[Result]) -> list[Result]:
    return [
        result
        for result in results
        if result.case.answerable and result.answer is not None and not result.case.is_follow_up
    ]


def _times(results: Sequence[Result]) -> list[float]:
    return sorted(result.elapsed_ms for result in results if result.answer is not None)


def _is_refused(result: Result) -> bool:
    return result.answer is not None and not result.answer.answered


def _is_within(rank: int | None, k: int) -> bool:
    if k > SEARCH_DEPTH:
        raise ValueError(f"k is {k}, but only {SEARCH_DEPTH} passages were looked at")
    return rank is not None and rank <= k


def _share(outcomes: Sequence[bool]) -> float | None:
    return sum(outcomes) / len(outcomes) if outcomes else None
