"""Find the passages for a query: words, vectors and late interaction together.

Two searches propose candidates, BM25 by the words and the embedder by the meaning, which also
crosses languages. All candidates are then scored alike by late interaction, cosine and BM25. It is
a LlamaIndex retriever, so LlamaIndex programs can use it as it is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from corpus.agencies import AGENCIES
from corpus.article import Article
from corpus.errors import ProviderError, SourcierError
from corpus.language import detect_language
from index.embedding.static import Matrix, StaticVectors
from index.late_interaction import match
from index.names import find_names
from index.passage import Hit, StoredPassage
from index.preferences import prefer
from index.store import Filters, Store

# How many candidates each of the two searches proposes.
DEPTH = 50
# Passages of near-identical articles with at least this share of common words are copies.
COPY_OVERLAP = 0.8
_AGENCIES = frozenset(name for spelling in AGENCIES for name in find_names(spelling))


@dataclass(frozen=True)
class Fusion:
    """Weights beside late interaction's 1.

    Attributes:
        cosine: Of the query's and the passage's vectors.
        words: Of BM25 where query and passage share a language.
        words_across: Of BM25 where they do not.
    """

    cosine: float
    words: float
    words_across: float


# From `python -m benchmarks.fusion --data DIR`.
FUSION = Fusion(cosine=0.75, words=0.2, words_across=0.1)


@dataclass(frozen=True)
class Candidates:
    """Passages that either search proposes, with what speaks for each, all (n_passages,).

    Attributes:
        passages: Distinct, in no order.
        language: Of the query.
        late: The share of the query found in the passage, from 0 to 1.
        cosine: Of the vectors, from 0 to 1.
        words: BM25 as a share of the best, from 0 to 1.
    """

    passages: tuple[StoredPassage, ...]
    language: str
    late: Matrix
    cosine: Matrix
    words: Matrix

    def scores(self, fusion: Fusion) -> Matrix:
        """Return the weighted mean of the three, from 0 to 1."""
        is_same = np.asarray([p.language == self.language for p in self.passages])
        words = np.where(is_same, fusion.words, fusion.words_across)
        total = self.late + fusion.cosine * self.cosine + words * self.words
        return np.asarray(total / (1 + fusion.cosine + words), np.float32)


class HybridRetriever(BaseRetriever):
    """Ranks the passages of a store for a query in French or English."""

    def __init__(self, store: Store, vectors: StaticVectors, k: int = 10) -> None:
        """
        Args:
            store: Where the passages are.
            vectors: The bilingual piece vectors for late interaction.
            k: How many passages ``retrieve`` returns.
        """
        super().__init__()
        self._store = store
        self._vectors = vectors
        self._k = k

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """Return the best passages.

        Args:
            query: Words or a question.
            k: At most this many hits, from 1.
            filters: Only passages of articles that satisfy them.

        Returns:
            Hits by falling score, from 0 to 1, ranked from 1; near-identical agency copies are
            named on the hit that stands for them.
        """
        among = self._store.select(filters) if filters else None
        if among is not None and not among:
            return []
        found = self.candidates(query, max(DEPTH, 2 * k), among)
        scores = prefer(query, found.language, found.passages, found.scores(FUSION))
        passages = found.passages
        order = sorted(range(len(passages)), key=lambda row: (-scores[row], passages[row].id))
        ranked = [(passages[row], float(scores[row])) for row in order]
        return _without_copies(ranked, self._store.article)[:k]

    def candidates(
        self, query: str, depth: int = DEPTH, among: frozenset[int] | None = None
    ) -> Candidates:
        """Return what the two searches propose, with what speaks for each passage.

        Args:
            query: Words or a question.
            depth: How many passages each search proposes.
            among: Only passages with these ids; None allows all.

        Raises:
            ProviderError: The embedder failed.
        """
        vector = self._vector_of(query)
        by_words = self._store.matching(query, depth, among)
        proposed = (*self._store.nearest(vector, depth, among), *by_words)
        passages = self._store.passages(list(dict.fromkeys(s.passage_id for s in proposed)))
        ids = [passage.id for passage in passages]
        found = {scored.passage_id: scored.score for scored in by_words}
        words = np.asarray([found.get(number, 0.0) for number in ids], np.float32)
        return Candidates(
            passages=tuple(passages),
            language=detect_language(query, ("fr", "en")),
            late=match(self._vectors, query, [passage.text for passage in passages]).scores(),
            cosine=(self._store.vectors(ids) @ vector).clip(0, 1) if ids else words,
            words=words / max(float(words.max(initial=0)), 1e-9),
        )

    def _vector_of(self, query: str) -> Matrix:
        """Return the query's vector, (dimension,) float32, of unit norm or zero."""
        try:
            vector = np.asarray(self._store.embedder.get_query_embedding(query), np.float32)
        except SourcierError:
            raise
        # Each embedder has its own errors.
        except Exception as error:
            name = self._store.identity.embedder
            raise ProviderError(f"the embedder {name!r} failed: {error}") from error
        return np.asarray(vector / (np.linalg.norm(vector) or 1), np.float32)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [as_node(hit) for hit in self.search(query_bundle.query_str, self._k)]


def as_node(hit: Hit) -> NodeWithScore:
    """Return a hit as LlamaIndex sees it; offsets and metadata travel along."""
    passage = hit.passage
    node = TextNode(
        id_=f"{passage.article_id}:{passage.start}-{passage.end}",
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "article_id": passage.article_id,
            "title": passage.title,
            "outlet": passage.outlet,
            "published": passage.published,
            "language": passage.language,
        },
    )
    return NodeWithScore(node=node, score=hit.score)


def _without_copies(
    ranked: Sequence[tuple[StoredPassage, float]], article_of: Callable[[str], Article]
) -> list[Hit]:
    """Keep one passage of each set of agency copies, the earliest article's where it is there."""
    told_by = functools.cache(lambda article_id: _details(article_of(article_id).text))
    heads = {passage.article_id for passage, _ in ranked if passage.article_id == passage.cluster}
    kept: list[tuple[StoredPassage, float, list[str]]] = []
    # Passages of the earliest article come first, so that a copy finds its original among the kept.
    for passage, score in sorted(ranked, key=lambda pair: pair[0].article_id not in heads):
        original = next((entry for entry in kept if _is_copy(passage, entry[0], told_by)), None)
        if original is None:
            kept.append((passage, score, []))
        elif passage.article_id not in original[2]:
            original[2].append(passage.article_id)
    kept.sort(key=lambda entry: (-entry[1], entry[0].id))
    return [
        Hit(rank, score, passage, tuple(copies))
        for rank, (passage, score, copies) in enumerate(kept, start=1)
    ]


def _is_copy(
    passage: StoredPassage, other: StoredPassage, told_by: Callable[[str], frozenset[str]]
) -> bool:
    """Return whether a passage says nothing that another's article does not, but who prints it.

    Texts made after one pattern, one for each town, are near-identical and no copies: each has its
    own names and figures.
    """
    if passage.cluster != other.cluster or passage.article_id == other.article_id:
        return False
    words, others = set(passage.text.split()), set(other.text.split())
    if len(words & others) < COPY_OVERLAP * min(len(words), len(others)):
        return False
    printed_by = _AGENCIES.union(find_names(passage.outlet))
    return _details(passage.text) <= told_by(other.article_id) | printed_by


def _details(text: str) -> frozenset[str]:
    """Return the names and the figures of a text."""
    return frozenset([*find_names(text), *re.findall(r"\d+", text)])
