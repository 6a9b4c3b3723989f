"""The slow part of an update, done before the record changes: cut, sketch and embed new texts.

Vectors are saved in the record as they come. They belong to no generation, so nobody sees them, and
a run that is killed need not compute them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import EmbedderMismatchError, ProviderError, SourcierError
from corpus.syndication import signature
from index.changes import OnProgress, Progress, text_digest
from index.passage import Passage, split_article
from index.records import Identity, Record

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

# Passages embedded, and saved, at a time.
BATCH = 256


@dataclass(frozen=True)
class Prepared:
    """What a new article needs besides its text: its passages, and its signature."""

    passages: tuple[Passage, ...]
    signature: bytes


class Preparation:
    """Prepares texts with one embedder for one record."""

    def __init__(self, record: Record, identity: Identity, embedder: BaseEmbedding) -> None:
        self._record = record
        self._identity = identity
        self._embedder = embedder

    def prepare(self, articles: Sequence[Article], tell: OnProgress) -> dict[bytes, Prepared]:
        """Cut and embed articles; return what came out by the digest of the text."""
        prepared: dict[bytes, Prepared] = {}
        for done, article in enumerate(articles, start=1):
            digest = text_digest(article.text)
            if digest not in prepared:
                passages = split_article(
                    article, self._identity.passage_tokens, self._identity.passage_overlap
                )
                prepared[digest] = Prepared(tuple(passages), signature(article.text))
            tell(Progress(done, len(articles), "cutting"))
        self._embed([each.text for text in prepared.values() for each in text.passages], tell)
        return prepared

    def _embed(self, texts: Iterable[str], tell: OnProgress) -> None:
        """Make sure that the record has a vector for each text."""
        wanted = {text_digest(text): text for text in texts}
        known = vector_numbers(self._record, self._identity.embedder, wanted)
        missing = [(digest, text) for digest, text in wanted.items() if digest not in known]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            vectors = self._vectors([text for _, text in batch])
            with self._record.transaction():
                self._record.execute_many(
                    "INSERT INTO vectors (digest, embedder, vector) VALUES (?, ?, ?)",
                    [
                        (digest, self._identity.embedder, vector.tobytes())
                        for (digest, _), vector in zip(batch, vectors, strict=True)
                    ],
                )
            tell(Progress(start + len(batch), len(missing), "embedding"))

    def _vectors(self, texts: list[str]) -> NDArray[np.float32]:
        """Return the vectors of texts, (n_texts, dimension) float32, unit norm or zero."""
        name = self._identity.embedder
        try:
            vectors = np.asarray(self._embedder.get_text_embedding_batch(texts), np.float32)
        except SourcierError:
            raise
        # Each embedder has its own errors.
        except Exception as error:
            raise ProviderError(f"the embedder {name!r} failed: {error}") from error
        dimension = self._record.dimension
        if dimension not in (0, vectors.shape[1]):
            raise EmbedderMismatchError(
                f"the embedder {name!r} gives {vectors.shape[1]} components, but the store was "
                f"made with {dimension}; index into another store"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


def vector_numbers(record: Record, embedder: str, digests: Iterable[bytes]) -> dict[bytes, int]:
    """Return the numbers of the vectors that the record has for some texts, by their digests."""
    found = {}
    for digest in digests:
        for (number,) in record.rows(
            "SELECT number FROM vectors WHERE digest = ? AND embedder = ?", (digest, embedder)
        ):
            found[digest] = number
    return found
