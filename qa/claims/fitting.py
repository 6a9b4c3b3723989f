"""How well a statement fits a question's topic: what share of the topic its content holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from index.embedding.static import StaticVectors
from index.late_interaction import match
from qa.claims.order import Told

# A statement is about the topic when its content holds this share of it, and this share of what the
# best statement holds. Chosen by hand on invented stories.
LEAST_SHARE = 0.3
SHARE_OF_BEST = 0.6
# What is said begins with what it is about; the topic is looked for in so many words.
_OPENING_WORDS = 24


def fit(topic: str, told: Sequence[Told], vectors: StaticVectors) -> list[Told]:
    """Return the statements, in order, each with the share of the topic that its content holds.

    Without a topic everything fits.
    """
    if not topic or not told:
        return [dataclasses.replace(each, score=1.0) for each in told]
    contents = [content(each) for each in told]
    # Every piece of the topic counts alike: the few statements at hand say nothing of rarity.
    shares = match(vectors, topic, contents).similarity.mean(axis=0)
    return [
        dataclasses.replace(each, score=float(share))
        for each, share in zip(told, shares, strict=True)
    ]


def least_score(told: Sequence[Told], share_of_best: float = SHARE_OF_BEST) -> float:
    """Return the score from which statements are about the topic, compared with the best."""
    best = max((each.score for each in told if not each.statement.is_negated), default=1.0)
    return max(LEAST_SHARE, share_of_best * best)


def share_found(query: str, text: str, vectors: StaticVectors) -> float:
    """Return the mean share of a query's pieces that a text holds, from 0 to 1."""
    similarity = match(vectors, query, [text]).similarity
    return float(similarity.mean()) if similarity.size else 0.0


def content(told: Told) -> str:
    """Return the opening words of what is said, or of the noun that stands for it."""
    statement = told.statement
    if statement.is_about_before:
        return f"{statement.before} {statement.text}"
    said = statement.text[slice(*statement.said)]
    if statement.said[0] == 0:
        return said
    return said if statement.first else " ".join(said.split()[:_OPENING_WORDS])
