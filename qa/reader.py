"""Decide which sentences of the hits answer a question, and how surely any of them does.

The span reader reads each retrieved passage. What it says of a sentence joins a handful of other
features; one logistic model turns them into the probability that the sentence holds the answer, a
second one turns what the best sentences show into the probability that the question is answered at
all. ``benchmarks/calibrate.py`` fits both and writes ``reader_weights.json``.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.sentences import Span, split_sentences
from index.embedding.static import Matrix, StaticVectors
from index.late_interaction import Matches, match
from index.passage import Hit, StoredPassage
from qa.answer_types import find_candidates, find_figures
from qa.question import Question
from qa.spans.reader import SpanReader
from qa.spans.windows import Span as AnswerSpan

WEIGHTS = Path(__file__).parent / "reader_weights.json"

SENTENCE_FEATURES = (
    "span",
    "span_passage",
    "span_fits",
    "late",
    "late_window",
    "cosine",
    "retrieval",
    "offers_figure",
    "offers_date",
    "offers_name",
    "offers_other",
    "first_stated",
    "same_language",
)
QUESTION_FEATURES = (
    "span",
    "late",
    "late_window",
    "cosine",
    "retrieval",
    "span_agrees",
    "conditions_met",
)
# The span reader's scores are cut here: beyond, they say no more.
MOST_SURE = 12.0
# In words; what has as many, or a figure, may be a sentence that lost its full stop.
LONGEST_HEADING = 12
_SPAN = SENTENCE_FEATURES.index("span")
_OFFERS_FIGURE = SENTENCE_FEATURES.index("offers_figure")
# The question's features are the best of so many sentences.
BEST = 3

_STATES_FIRST = re.compile(
    r"\bpremi(?:er|ère)s?\b|\bfirst\b|\bjamais\b|\bnever before\b|\bjusqu['’](?:à|alors|ici)\b",
    re.IGNORECASE,
)
# A capitalised word or a figure in the question is a condition that an answer has to meet.
_CONDITION = re.compile(r"(?<![.?!])(?<!^)\b(?:[A-ZÀ-ÖØ-ÞŒ][\w’'-]+|\d[\d.,]*\d|\d)")


@dataclass(frozen=True)
class Evidence:
    """A sentence that may answer the question.

    Attributes:
        passage: Where it was found.
        start, end: Code points of the article's text.
        text: The sentence, a slice of the passage.
        probability: From 0 to 1, that it holds the answer.
        answer: Code points of the article's text: the shortest answer in the sentence.
        features: What the probability comes from, in the order of `SENTENCE_FEATURES`.
    """

    passage: StoredPassage
    start: int
    end: int
    text: str
    probability: float
    answer: tuple[int, int]
    features: tuple[float, ...]

    @property
    def span_score(self) -> float:
        """What the span reader thinks of the answer: above 0, it answers."""
        return self.features[_SPAN]


@dataclass(frozen=True)
class Reading:
    """What reading the hits came to.

    Attributes:
        evidence: Sentences by falling probability.
        confidence: From 0 to 1, that the corpus answers the question.
        is_answered: The confidence reaches the calibrated threshold.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    is_answered: bool


@dataclass(frozen=True)
class Weights:
    """The two fitted logistic models.

    Attributes:
        sentence: One weight a sentence feature, then the bias.
        question: One weight a question feature, then the bias.
        threshold: Confidence from which a question counts as answered.
    """

    sentence: tuple[float, ...]
    question: tuple[float, ...]
    threshold: float


@dataclass(frozen=True)
class Candidates:
    """The sentences of the hits with their features.

    Attributes:
        passages: The passage of each sentence.
        starts, ends: Their code points in the article's text.
        texts: The sentences.
        answers: Code points of the article's text: the shortest answer in each sentence.
        features: (n_sentences, n_sentence_features), in the order of `SENTENCE_FEATURES`.
    """

    passages: tuple[StoredPassage, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
    answers: tuple[tuple[int, int], ...]
    features: Matrix


@functools.cache
def load_weights() -> Weights:
    """Return the fitted models that ship with the code."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(
        sentence=tuple(stored["sentence"][name] for name in (*SENTENCE_FEATURES, "bias")),
        question=tuple(stored["question"][name] for name in (*QUESTION_FEATURES, "bias")),
        threshold=stored["threshold"],
    )


def read(
    question: Question,
    hits: Sequence[Hit],
    vectors: StaticVectors,
    spans: SpanReader,
    weights: Weights,
) -> Reading:
    """Read the hits for a question.

    Args:
        question: The analysed question.
        hits: Retrieved passages, best first.
        vectors: The bilingual piece vectors.
        spans: The span reader.
        weights: The fitted models.
    """
    candidates = gather(question, hits, vectors, spans)
    probabilities = _sigmoid(_linear(candidates.features, weights.sentence))
    order = np.argsort(-probabilities, kind="stable")
    if question.kind == "howmany":
        # A sentence without a figure does not say how many.
        order = order[candidates.features[order, _OFFERS_FIGURE] > 0]
    if not len(order):
        return Reading((), 0.0, False)
    evidence = tuple(
        Evidence(
            passage=candidates.passages[row],
            start=candidates.starts[row],
            end=candidates.ends[row],
            text=candidates.texts[row],
            probability=float(probabilities[row]),
            answer=candidates.answers[row],
            features=tuple(candidates.features[row].tolist()),
        )
        for row in order
    )
    shown = question_features(question, candidates, order, vectors)
    confidence = float(_sigmoid(_linear(shown[None, :], weights.question))[0])
    return Reading(evidence, confidence, confidence >= weights.threshold)


def gather(
    question: Question, hits: Sequence[Hit], vectors: StaticVectors, spans: SpanReader
) -> Candidates:
    """Return the distinct sentences of the hits with their features."""
    rows: list[tuple[Hit, Span]] = []
    found: list[AnswerSpan] = []
    best_of_passage: list[float] = []
    seen: set[tuple[str, int]] = set()
    scores = spans.read(question.standalone, [hit.text for hit in hits])
    for hit, passage_scores in zip(hits, scores, strict=True):
        best = passage_scores.best(0, len(hit.text)).score
        for span in split_sentences(hit.text, hit.passage.language):
            if not _states(hit.text[span.start : span.end]):
                continue
            if (hit.article_id, hit.start + span.start) not in seen:
                seen.add((hit.article_id, hit.start + span.start))
                rows.append((hit, span))
                found.append(passage_scores.best(span.start, span.end))
                best_of_passage.append(best)
    texts = [hit.text[span.start : span.end] for hit, span in rows]
    matches = match(vectors, question.query, texts)
    late = matches.scores()
    cosines = vectors.embed(texts) @ vectors.embed([question.query])[0]
    passages = [hit.passage.id for hit, _ in rows]
    features = [
        [
            _bounded(found[row].score),
            _bounded(best_of_passage[row]),
            _fits(question, hit.text[found[row].start : found[row].end]),
            late[row],
            _late_window(matches, passages, row),
            cosines[row],
            hit.score,
            *_offers(question, texts[row]),
            question.asks_first and _STATES_FIRST.search(texts[row]) is not None,
            hit.passage.language == question.language,
        ]
        for row, (hit, _) in enumerate(rows)
    ]
    return Candidates(
        passages=tuple(hit.passage for hit, _ in rows),
        starts=tuple(hit.start + span.start for hit, span in rows),
        ends=tuple(hit.start + span.end for hit, span in rows),
        texts=tuple(texts),
        answers=tuple(
            (hit.start + answer.start, hit.start + answer.end)
            for (hit, _), answer in zip(rows, found, strict=True)
        ),
        features=np.asarray(features, np.float32).reshape(-1, len(SENTENCE_FEATURES)),
    )


def _states(sentence: str) -> bool:
    """Return whether a sentence states something: neither a question nor a short heading."""
    bare = sentence.rstrip(' »”")')
    is_heading = (
        bare[-1:].isalnum()
        and len(bare.split()) < LONGEST_HEADING
        and not any(letter.isdigit() for letter in bare)
    )
    return not bare.endswith("?") and not is_heading


def _bounded(score: float) -> float:
    return max(-MOST_SURE, min(MOST_SURE, score))


def _late_window(matches: Matches, passages: Sequence[int], row: int) -> float:
    """Return the share of the query found in a sentence and its neighbours in the passage."""
    window = range(max(row - 1, 0), min(row + 2, len(passages)))
    beside = [other for other in window if passages[other] == passages[row]]
    return float(matches.weights @ matches.similarity[:, beside].max(axis=1, initial=0))


def _fits(question: Question, answer: str) -> int:
    """Return 1 when an answer is of the kind that is asked for and not what the question names
    itself, -1 when it is not, 0 where a kind has no mark."""
    if question.kind not in ("who", "when", "howmany"):
        return 0
    if question.kind == "who":
        is_one = any(letter.isupper() for letter in answer)
    else:
        is_one = bool(find_candidates(question.kind, answer))
    return 1 if is_one and _fold(answer) not in _fold(question.text) else -1


# Which of the four features says whether a sentence offers what a kind of question asks for.
_OFFERS = {"howmany": 0, "when": 1, "who": 2, "where": 2, "why": 3, "how": 3}


def _offers(question: Question, text: str) -> list[int]:
    """Return, in the feature of the question's kind, 1 when the sentence offers such a thing that
    the question does not name itself, and -1 when it does not; 0 in all others."""
    features = [0, 0, 0, 0]
    if question.kind in _OFFERS:
        asked = _fold(question.text)
        offered = find_candidates(question.kind, text)
        is_new = any(_fold(text[span.start : span.end]) not in asked for span in offered)
        features[_OFFERS[question.kind]] = 1 if is_new else -1
    return features


def question_features(
    question: Question,
    candidates: Candidates,
    order: npt.NDArray[np.int64],
    vectors: StaticVectors,
) -> Matrix:
    """Return what the best sentences show of the whole question, as `QUESTION_FEATURES`."""
    best = candidates.features[order[:BEST]].max(axis=0)
    shown = [best[SENTENCE_FEATURES.index(name)] for name in QUESTION_FEATURES[:-2]]
    # What the span reader takes for the answer is also what the sentences' model takes for it.
    span_agrees = best[_SPAN] >= candidates.features[order, _SPAN].max()
    conditions_met = _conditions_met(question, candidates, order, vectors)
    return np.asarray([*shown, span_agrees, conditions_met], np.float32)


def _conditions_met(
    question: Question,
    candidates: Candidates,
    order: npt.NDArray[np.int64],
    vectors: StaticVectors,
) -> float:
    """Return how well the worst of the question's names and figures is found in the passages of the
    two best sentences, their titles included, from 0 to 1."""
    conditions = [condition.group() for condition in _CONDITION.finditer(question.text)]
    near = "\n".join(
        dict.fromkeys(
            f"{candidates.passages[row].title}\n{candidates.passages[row].text}"
            for row in order[:2]
        )
    )
    figures = {_digits(near[span.start : span.end]) for span in find_figures(near)}
    matches = match(vectors, " ".join(conditions), [near])
    met = [1.0]
    for condition, pieces in zip(conditions, vectors.piece_ids(conditions), strict=True):
        if condition[0].isdigit():
            met.append(float(_digits(condition) in figures or condition in near))
        elif len(pieces):
            met.append(float(matches.similarity[np.isin(matches.pieces, pieces)].mean()))
    return min(met)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _linear(features: Matrix, weights: Sequence[float]) -> Matrix:
    return np.asarray(features @ np.asarray(weights[:-1], np.float32) + weights[-1], np.float32)


def _sigmoid(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values.clip(-math.log(1e30), math.log(1e30)))), np.float32)
