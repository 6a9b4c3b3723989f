"""Every metric of an evaluation, each defined once: what a result scores, and how scores make a
figure.

    Result ─▶ scores_of ─▶ {metric: row of numbers, or None where it does not apply}
    scores of many results ─▶ measure ─▶ Figures

The scores are kept with each run, so that a figure over any part of it can be made again: an
earlier run is compared over the very questions that it shares with a later one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from corpus.language import detect_language
from qa.evaluation.calibration import calibration_error
from qa.evaluation.grading import cites_a_source, fold
from qa.evaluation.result import SEARCH_DEPTH, Result
from qa.evaluation.statistics import Rows, interval, mean
from qa.spans.overlap import exact, overlap
from qa.support import own_words

Row = tuple[float, ...]
Scores = Mapping[str, Sequence[float] | None]

# Fewer words of the program's own than this do not tell their language.
LEAST_WORDS = 4


@dataclass(frozen=True)
class Metric:
    """One metric.

    Attributes:
        name: In the JSON of a run.
        title: At the head of a column.
        meaning: What it is, in a line, with its source where it has one.
        score: What a result scores; None where the metric does not apply to it.
        statistic: Makes the figure of the scores of all results that it applies to.
        better: Which way is up.
        tolerance: By how much it may be worse than the baseline where that does not say; None for
            what depends on the machine, which is never held against a baseline.
    """

    name: str
    title: str
    meaning: str
    score: Callable[[Result], Row | None]
    statistic: Callable[[Rows], float] = mean
    better: Literal["higher", "lower"] = "higher"
    tolerance: float | None = 0.01

    @property
    def is_share(self) -> bool:
        """Whether its figure lies from 0 to 1."""
        return not self.name.endswith(("words", "tokens", "ms"))

    def figure(self, scores: Sequence[Scores]) -> float | None:
        """Return the figure of scored results; None where it applies to none of them."""
        rows = self.rows(scores)
        return self.statistic(np.asarray(rows, np.float64)) if rows else None

    def rows(self, scores: Sequence[Scores]) -> list[Sequence[float]]:
        """Return the scores of the results that it applies to."""
        return [row for each in scores if (row := each.get(self.name)) is not None]


@dataclass(frozen=True)
class Figures:
    """The metrics of a group of results.

    Attributes:
        questions: How many were asked.
        failed: How many could not be, because of an expected failure.
        citations, invalid_citations: Of all answers; invalid ones are not spans of their article.
        values: The figure of each metric, in the metrics' order; None where it applies to nothing.
        intervals: 95 % bootstrap interval of each figure, where they were asked for.
    """

    questions: int
    failed: int
    citations: int
    invalid_citations: int
    values: Mapping[str, float | None]
    intervals: Mapping[str, tuple[float, float]]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as a JSON object."""
        return {
            "questions": self.questions,
            "failed": self.failed,
            "citations": self.citations,
            "invalid_citations": self.invalid_citations,
            **self.values,
            "intervals": {name: list(pair) for name, pair in self.intervals.items()},
        }


def scores_of(result: Result) -> dict[str, Row | None]:
    """Return what a result scores on every metric."""
    return {metric.name: metric.score(result) for metric in METRICS}


def measure(results: Sequence[Result], *, with_intervals: bool = False) -> Figures:
    """Return every metric of a group of results."""
    scores = [scores_of(result) for result in results]
    return Figures(
        questions=len(results),
        failed=sum(result.answer is None for result in results),
        citations=sum(len(each.answer.citations) for each in results if each.answer),
        invalid_citations=sum(len(result.invalid) for result in results),
        values={metric.name: metric.figure(scores) for metric in METRICS},
        intervals={
            metric.name: interval(rows, metric.statistic)
            for metric in METRICS
            if with_intervals and (rows := metric.rows(scores))
        },
    )


def measure_by(
    results: Sequence[Result], names_of: Callable[[Result], Sequence[str]]
) -> dict[str, Figures]:
    """Return the figures of each group; a result is in every group that ``names_of`` gives."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        for name in names_of(result):
            groups.setdefault(name, []).append(result)
    return {name: measure(groups[name]) for name in sorted(groups)}


def _flag(holds: bool) -> Row:
    return (float(holds),)


def _is_refused(result: Result) -> bool:
    return result.answer is not None and not result.answer.answered


def _accuracy(result: Result) -> Row:
    return _flag(result.is_correct)


def _accuracy_answerable(result: Result) -> Row | None:
    return _flag(result.is_correct) if result.case.answerable else None


def _refusal_precision(result: Result) -> Row | None:
    return _flag(not result.case.answerable) if _is_refused(result) else None


def _refusal_recall(result: Result) -> Row | None:
    return None if result.case.answerable else _flag(_is_refused(result))


def _short(result: Result, grade: Callable[[str, str], float]) -> Row | None:
    if not result.case.short:
        return None
    said = (result.answer.short if result.answer else None) or ""
    return (max(float(grade(said, gold)) for gold in result.case.short),)


def _is_cited(result: Result) -> bool:
    return bool(result.case.answerable and result.case.sources)


def _citation_recall(result: Result) -> Row | None:
    if not _is_cited(result):
        return None
    return _flag(result.answer is not None and cites_a_source(result.case.sources, result.answer))


def _citation_precision(result: Result) -> Row | None:
    if not _is_cited(result) or result.answer is None or not result.answer.citations:
        return None
    cited = [citation.article_id in result.case.sources for citation in result.answer.citations]
    return (sum(cited) / len(cited),)


def _misled(result: Result) -> Row | None:
    if not result.case.wrong:
        return None
    said = fold(result.answer.text) if result.answer and result.answer.answered else ""
    is_wrong = any(fold(text) in said for text in result.case.wrong)
    is_right = any(fold(text) in said for group in result.case.expect for text in group)
    return _flag(is_wrong and not is_right)


def _language(result: Result) -> Row | None:
    """Of refusals and of answers with enough words of their own: quotations keep theirs."""
    if result.answer is None:
        return None
    own = " ".join(own_words(line) for line in result.answer.text.split("\n"))
    if len(own.split()) < LEAST_WORDS:
        return None
    return _flag(detect_language(own, ("en", "fr")) == result.case.language)


def _is_ranked(result: Result) -> bool:
    """Whether a search was made whose right articles are known."""
    is_searched = result.case.answerable and result.answer is not None
    return is_searched and bool(result.case.sources) and not result.case.is_follow_up


def _recall_at(k: int) -> Callable[[Result], Row | None]:
    _check_depth(k)
    return lambda result: _flag(_is_within(result.source_rank, k)) if _is_ranked(result) else None


def _reciprocal_rank(result: Result) -> Row | None:
    if not _is_ranked(result):
        return None
    return (1 / result.source_rank if result.source_rank else 0.0,)


def _ndcg(result: Result) -> Row | None:
    if not _is_ranked(result):
        return None
    articles = list(dict.fromkeys(result.retrieved))
    gains = [
        1 / math.log2(1 + rank)
        for rank, article in enumerate(articles, start=1)
        if article in result.case.sources
    ]
    relevant = min(len(set(result.case.sources)), SEARCH_DEPTH)
    return (sum(gains) / sum(1 / math.log2(1 + rank) for rank in range(1, relevant + 1)),)


def _evidence_at(k: int) -> Callable[[Result], Row | None]:
    _check_depth(k)

    def score(result: Result) -> Row | None:
        is_searched = result.case.answerable and result.answer is not None
        if not is_searched or result.case.is_follow_up or not result.case.expect:
            return None
        return _flag(_is_within(result.evidence_rank, k))

    return score


def _confidence(result: Result) -> Row | None:
    if result.answer is None:
        return None
    return (result.answer.confidence, float(result.case.answerable))


def _squared_error(result: Result) -> Row | None:
    row = _confidence(result)
    return None if row is None else ((row[0] - row[1]) ** 2,)


def _words(result: Result) -> Row | None:
    if result.answer is None or not result.answer.answered:
        return None
    return (float(len(result.answer.text.split())),)


def _tokens(result: Result) -> Row | None:
    usage = result.answer.usage if result.answer else None
    return None if usage is None else (float(usage.tokens_in + usage.tokens_out),)


def _first_token(result: Result) -> Row | None:
    usage = result.answer.usage if result.answer else None
    if usage is None or usage.first_token_seconds is None:
        return None
    return (usage.first_token_seconds * 1000,)


def _milliseconds(result: Result) -> Row | None:
    return None if result.answer is None else (result.elapsed_ms,)


def _check_depth(k: int) -> None:
    if k > SEARCH_DEPTH:
        raise ValueError(f"k is {k}, but only {SEARCH_DEPTH} passages were looked at")


def _is_within(rank: int | None, k: int) -> bool:
    return rank is not None and rank <= k


def _median(rows: Rows) -> float:
    return float(np.median(rows[:, 0]))


def _p95(rows: Rows) -> float:
    """Return the least value that 95 of 100 do not exceed (nearest rank)."""
    return float(np.sort(rows[:, 0])[math.ceil(0.95 * len(rows)) - 1])


METRICS: tuple[Metric, ...] = (
    Metric("accuracy", "correct", "share of questions with a correct answer", _accuracy),
    Metric(
        "accuracy_answerable",
        "answerable",
        "the same, of the questions that the corpus answers",
        _accuracy_answerable,
    ),
    Metric(
        "refusal_precision",
        "refusal P",
        "of the refused questions, the share that the corpus does not answer",
        _refusal_precision,
    ),
    Metric(
        "refusal_recall",
        "refusal R",
        "of the questions that the corpus does not answer, the share refused",
        _refusal_recall,
    ),
    Metric(
        "short_exact",
        "EM",
        "share of short answers that are an expected one (Rajpurkar et al. 2016)",
        lambda result: _short(result, exact),
    ),
    Metric(
        "short_f1",
        "F1",
        "overlap in words of short and expected answer (Rajpurkar et al. 2016)",
        lambda result: _short(result, overlap),
    ),
    Metric(
        "citation_precision",
        "cited P",
        "share of an answer's citations that are from a source (Gao et al. 2023 ask the same of "
        "passages), mean over answers",
        _citation_precision,
    ),
    Metric(
        "citation_recall",
        "cited R",
        "of the answerable questions, the share whose answer cites a source",
        _citation_recall,
    ),
    Metric(
        "misled",
        "misled",
        "share of answers that give a wrong value known to be in the corpus and no right one "
        "(Wang et al. 2025)",
        _misled,
        better="lower",
    ),
    Metric(
        "recall_at_5",
        "R@5",
        "a source among the first 5 passages: success at k (Manning et al. 2008, ch. 8)",
        _recall_at(5),
    ),
    Metric("recall_at_10", "R@10", "the same among the first 10", _recall_at(10)),
    Metric(
        "reciprocal_rank",
        "MRR",
        "mean of 1 / rank of the first passage from a source, 0 beyond 10 (Voorhees 1999)",
        _reciprocal_rank,
    ),
    Metric(
        "ndcg_at_10",
        "nDCG",
        "normalised discounted cumulative gain of the articles in the order found (Järvelin & "
        "Kekäläinen 2002)",
        _ndcg,
    ),
    Metric(
        "evidence_at_5",
        "evid@5",
        "the first 5 passages hold everything expected (Karpukhin et al. 2020)",
        _evidence_at(5),
    ),
    Metric("evidence_at_10", "evid@10", "the same of the first 10", _evidence_at(10)),
    Metric("language", "language", "share of answers worded in the question's language", _language),
    Metric(
        "brier",
        "Brier",
        "mean squared error of the confidence that the corpus holds the answer (Brier 1950)",
        _squared_error,
        better="lower",
    ),
    Metric(
        "calibration_error",
        "ECE",
        "expected calibration error of that confidence, ten bins (Naeini et al. 2015)",
        _confidence,
        statistic=calibration_error,
        better="lower",
        tolerance=0.02,
    ),
    Metric(
        "median_words",
        "words",
        "median length of an answer in words",
        _words,
        statistic=_median,
        better="lower",
        tolerance=10,
    ),
    Metric(
        "tokens",
        "tokens",
        "mean of what a language model read and wrote for an answer, in tokens",
        _tokens,
        better="lower",
        tolerance=100,
    ),
    Metric(
        "first_token_ms",
        "first ms",
        "median time to a language model's first words in milliseconds",
        _first_token,
        statistic=_median,
        better="lower",
        tolerance=None,
    ),
    Metric(
        "median_ms",
        "median ms",
        "median time to an answer in milliseconds",
        _milliseconds,
        statistic=_median,
        better="lower",
        tolerance=None,
    ),
    Metric(
        "p95_ms",
        "p95 ms",
        "the time that 95 of 100 answers do not exceed",
        _milliseconds,
        statistic=_p95,
        better="lower",
        tolerance=None,
    ),
)
