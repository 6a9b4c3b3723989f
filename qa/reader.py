"""Decide which sentences of the hits answer a question, and how surely any of them does.

Each sentence of the retrieved passages gets a handful of features; one logistic model turns them
into the probability that the sentence holds the answer, a second one turns what the best sentences
show into the probability that the question is answered at all. ``benchmarks/calibrate.py`` fits
both and writes ``reader_weights.json``.
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

from corpus.sentences import split_sentences
from index.embedding.static import Matrix, StaticVectors
from index.late_interaction import match
from index.passage import Hit, StoredPassage
from qa.answer_types import find_candidates, find_figures
from qa.question import Question

WEIGHTS = Path(__file__).parent / "reader_weights.json"

SENTENCE_FEATURES = (
    "late",
    "late_around",
    "cosine",
    "retrieval",
    "has_candidate",
    "first_stated",
    "is_long",
    "is_fragment",
    "is_question",
    "same_language",
)
QUESTION_FEATURES = (
    "best_late",
    "best_late_around",
    "best_cosine",
    "best_retrieval",
    "has_candidate",
    "names_found",
    "rarest_found",
    "same_language",
    "short_query",
)

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
    """

    passage: StoredPassage
    start: int
    end: int
    text: str
    probability: float


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
        features: (n_sentences, n_sentence_features), in the order of `SENTENCE_FEATURES`.
    """

    passages: tuple[StoredPassage, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
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
    question: Question, hits: Sequence[Hit], vectors: StaticVectors, weights: Weights
) -> Reading:
    """Read the hits for a question.

    Args:
        question: The analysed question.
        hits: Retrieved passages, best first.
        vectors: The bilingual piece vectors.
        weights: The fitted models.
    """
    candidates = gather(question, hits, vectors)
    if not candidates.texts:
        return Reading((), 0.0, False)
    probabilities = _sigmoid(_linear(candidates.features, weights.sentence))
    order = np.argsort(-probabilities, kind="stable")
    evidence = tuple(
        Evidence(
            passage=candidates.passages[row],
            start=candidates.starts[row],
            end=candidates.ends[row],
            text=candidates.texts[row],
            probability=float(probabilities[row]),
        )
        for row in order
    )
    shown = question_features(question, candidates, order, vectors)
    confidence = float(_sigmoid(_linear(shown[None, :], weights.question))[0])
    return Reading(evidence, confidence, confidence >= weights.threshold)


def gather(question: Question, hits: Sequence[Hit], vectors: StaticVectors) -> Candidates:
    """Return the distinct sentences of the hits with their features."""
    rows: list[tuple[Hit, int, int, str]] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        for span in split_sentences(hit.text, hit.passage.language):
            start = hit.start + span.start
            if (hit.article_id, start) not in seen:
                seen.add((hit.article_id, start))
                text = hit.text[span.start : span.end]
                rows.append((hit, start, hit.start + span.end, text))
    if not rows:
        return Candidates((), (), (), (), np.zeros((0, len(SENTENCE_FEATURES)), np.float32))
    texts = [text for *_, text in rows]
    late = match(vectors, question.query, texts).scores()
    around = dict(
        zip(
            (hit.passage.id for hit in hits),
            match(vectors, question.query, [hit.text for hit in hits]).scores(),
            strict=True,
        )
    )
    cosines = vectors.embed(texts) @ vectors.embed([question.query])[0]
    features = [
        _sentence_features(
            question,
            hit,
            text,
            float(late[row]),
            float(around[hit.passage.id]),
            float(cosines[row]),
        )
        for row, (hit, _, _, text) in enumerate(rows)
    ]
    return Candidates(
        passages=tuple(hit.passage for hit, *_ in rows),
        starts=tuple(start for _, start, _, _ in rows),
        ends=tuple(end for _, _, end, _ in rows),
        texts=tuple(texts),
        features=np.asarray(features, np.float32),
    )


def _sentence_features(
    question: Question, hit: Hit, text: str, late: float, around: float, cosine: float
) -> list[float]:
    wanted = question.kind in ("who", "when", "where", "howmany", "why", "how")
    return [
        late,
        around,
        cosine,
        hit.score,
        float(wanted and _has_candidate(question, text)),
        float(question.asks_first and _STATES_FIRST.search(text) is not None),
        min(len(text) / 400, 1.0),
        float(text[-1] not in '.!?…»”")'),
        float(text.rstrip(' »”"').endswith("?")),
        float(hit.passage.language == question.language),
    ]


def _has_candidate(question: Question, text: str) -> bool:
    """Return whether the sentence offers something of the kind asked for that is news."""
    asked = _fold(question.text)
    return any(
        _fold(text[span.start : span.end]) not in asked
        for span in find_candidates(question.kind, text)
    )


def question_features(
    question: Question,
    candidates: Candidates,
    order: npt.NDArray[np.int64],
    vectors: StaticVectors,
) -> Matrix:
    """Return what the best sentences show of the whole question, as `QUESTION_FEATURES`."""
    best = order[:3]
    top = {name: candidates.features[best, place] for place, name in enumerate(SENTENCE_FEATURES)}
    around = " ".join(dict.fromkeys(candidates.passages[row].text for row in order[:2]))
    matches = match(vectors, question.query, [around])
    found = matches.similarity[:, 0] if len(matches.pieces) else np.zeros(0, np.float32)
    rarity = vectors.rarity(matches.pieces) if len(found) else np.zeros(0, np.float32)
    rarest = np.argsort(-rarity)[:3]
    return np.asarray(
        [
            top["late"].max(),
            top["late_around"].max(),
            top["cosine"].max(),
            top["retrieval"].max(),
            top["has_candidate"].max(),
            _conditions_met(question, around, vectors),
            float(found[rarest].mean()) if len(rarest) else 0.0,
            top["same_language"].max(),
            float(len(matches.pieces) <= 3),
        ],
        np.float32,
    )


def _conditions_met(question: Question, around: str, vectors: StaticVectors) -> float:
    """Return how well the names and figures of the question occur in the evidence, 0 to 1."""
    conditions = [found.group() for found in _CONDITION.finditer(question.text)]
    if not conditions:
        return 1.0
    figures = {_digits(around[span.start : span.end]) for span in find_figures(around)}
    met = []
    for condition in conditions:
        if condition[0].isdigit():
            met.append(float(_digits(condition) in figures or condition in around))
        else:
            similarity = match(vectors, condition, [around]).similarity
            met.append(float(similarity.mean()) if similarity.size else 0.0)
    return min(met)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _linear(features: Matrix, weights: Sequence[float]) -> Matrix:
    return np.asarray(features @ np.asarray(weights[:-1], np.float32) + weights[-1], np.float32)


def _sigmoid(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-values.clip(-math.log(1e30), math.log(1e30)))), np.float32)
