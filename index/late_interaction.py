"""Score passages for a query piece by piece, in either language.

Every piece of the query looks for its most similar piece in a passage (MaxSim of ColBERT, Khattab &
Zaharia 2020, arXiv:2004.12832), with the static bilingual vectors in place of a transformer: a
translation or a synonym counts as far as the vectors are alike, and a name counts in any spelling.
Pieces weigh as much as they tell: rare in general, and rare among the candidates.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding.static import Ids, Matrix, StaticVectors
from index.names import find_names, name_keys, sound_key

# Cosines below this count as no match. Chosen by hand; benchmarks/retrieval.py shows what it gives.
LOWEST_SIMILARITY = 0.3
# The pieces and names of so many texts are kept: candidates come again from question to question.
TEXTS_KEPT = 20_000


@dataclass(frozen=True)
class Matches:
    """How well each piece of a query is found in each text.

    Attributes:
        pieces: Distinct WordPiece ids of the query, (n_pieces,).
        similarity: Best cosine of each piece in each text, 0 where nothing is similar,
            (n_pieces, n_texts).
        weights: Weight of each piece, (n_pieces,), summing to 1.
    """

    pieces: Ids
    similarity: Matrix
    weights: Matrix

    def scores(self) -> Matrix:
        """Return the weighted share of the query found in each text, (n_texts,), from 0 to 1."""
        return np.asarray(self.weights @ self.similarity, np.float32)


def match(vectors: StaticVectors, query: str, texts: Sequence[str]) -> Matches:
    """Match a query against texts.

    Args:
        vectors: The bilingual piece vectors.
        query: What is looked for; order and repetition of its words do not matter.
        texts: The candidates; a piece that many of them hold weighs less.
    """
    pieces = np.unique(vectors.piece_ids([query])[0])
    rows = [_distinct_pieces(vectors, text) for text in texts]
    similarity = np.zeros((len(pieces), len(texts)), np.float32)
    filled = [number for number, ids in enumerate(rows) if len(ids)]
    if len(pieces) and filled:
        held, places = np.unique(
            np.concatenate([rows[number] for number in filled]), return_inverse=True
        )
        cosines = vectors.piece_vectors(pieces) @ vectors.piece_vectors(held).T
        starts = np.cumsum([0] + [len(rows[number]) for number in filled[:-1]])
        best = np.maximum.reduceat(cosines[:, places], starts, axis=1)
        similarity[:, filled] = np.where(best >= LOWEST_SIMILARITY, np.minimum(best, 1), 0)
    _recognise_names(vectors, query, texts, pieces, similarity)
    return Matches(pieces, similarity, _weights(vectors, pieces, similarity))


@functools.lru_cache(maxsize=TEXTS_KEPT)
def _distinct_pieces(vectors: StaticVectors, text: str) -> Ids:
    return np.unique(vectors.piece_ids([text])[0])


@functools.lru_cache(maxsize=TEXTS_KEPT)
def _name_keys(text: str) -> frozenset[str]:
    return name_keys(text)


def _recognise_names(
    vectors: StaticVectors, query: str, texts: Sequence[str], pieces: Ids, similarity: Matrix
) -> None:
    """Count a name of the query as found in the texts that hold it in another spelling."""
    names = [name for name in find_names(query) if sound_key(name)]
    if not names:
        return
    held = [_name_keys(text) for text in texts]
    for name, own in zip(names, vectors.piece_ids(names), strict=True):
        holding = np.asarray([sound_key(name) in keys for keys in held], np.bool_)
        similarity[np.ix_(np.isin(pieces, own), holding)] = 1


def _weights(vectors: StaticVectors, pieces: Ids, similarity: Matrix) -> Matrix:
    if not len(pieces):
        return np.zeros(0, np.float32)
    holding = (similarity**2).sum(axis=1)
    among = np.log((similarity.shape[1] + 1) / (holding + 1)).clip(min=0.05)
    weights = among * vectors.rarity(pieces)
    return np.asarray(weights / weights.sum(), np.float32)
