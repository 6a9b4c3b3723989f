"""Search by meaning against the plain definition of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.errors import StoreError
from index.contents import Contents, Scored
from index.ingest import add_articles
from index.records import Identity, empty_record
from index.store import Store
from index.vectors import Floats, Nearest
from tests.index.conftest import NAME, WordEmbedding, article


class Vectors(Contents):
    """Contents that are nothing but vectors, with ids 10, 20, 30 and so on."""

    def __init__(self, vectors: Floats) -> None:
        super().__init__(empty_record(Identity("none", 160, 1)), 0)
        self._vectors = vectors

    def count_passages(self) -> int:
        return len(self._vectors)

    def all_vectors(self) -> tuple[NDArray[np.int64], Floats]:
        return 10 * np.arange(1, len(self._vectors) + 1), self._vectors


def unreachable() -> object:
    raise StoreError("no Chroma here")


def search(vectors: Floats) -> Nearest:
    return Nearest(Vectors(vectors), unreachable)  # type: ignore[arg-type]


def random_vectors(count: int, seed: int = 0) -> Floats:
    vectors = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


@given(
    count=st.integers(1, 40),
    k=st.integers(1, 50),
    chosen=st.none() | st.frozensets(st.integers(0, 45).map(lambda row: 10 * row)),
    seed=st.integers(0, 5),
)
def test_search_equals_sorting_all_cosines(
    count: int, k: int, chosen: frozenset[int] | None, seed: int
) -> None:
    vectors = random_vectors(count, seed)
    query = random_vectors(1, seed + 100)[0] * 3
    cosines = {10 * (row + 1): float(vectors[row] @ query) / 3 for row in range(count)}
    allowed = [each for each in cosines if chosen is None or each in chosen]
    expected = sorted(allowed, key=lambda each: -cosines[each])[:k]
    result = search(vectors).nearest(query, k, chosen)
    assert [each.passage_id for each in result] == expected
    assert [each.score for each in result] == pytest.approx(
        [cosines[each] for each in expected], abs=1e-5
    )


def test_equal_vectors_go_by_passage_id() -> None:
    vectors = np.full((6, 4), 0.5, np.float32)
    assert [each.passage_id for each in search(vectors).nearest(vectors[0], 3, None)] == [
        10,
        20,
        30,
    ]


def test_vector_without_a_direction_finds_nothing() -> None:
    assert search(random_vectors(3)).nearest(np.zeros(8, np.float32), 2, None) == []


def test_scan_steps_in_when_chroma_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = random_vectors(5)
    exact = search(vectors).nearest(vectors[2], 2, None)
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 0)
    assert search(vectors).nearest(vectors[2], 2, None) == exact


def test_two_stores_in_memory_share_nothing(
    embedder: WordEmbedding, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 0)
    stores = [Store.open(":memory:", embedder, NAME) for _ in range(2)]
    vector = np.asarray(embedder.get_text_embedding("pont"), np.float32)
    results: list[list[Scored]] = []
    for store, word in zip(stores, ("pont", "gare"), strict=True):
        add_articles(store, [article(word, f"Le maire ouvre {word} .")])
        results.append(store.nearest(vector, 5))
    assert [len(result) for result in results] == [1, 1]
    assert results[0][0].score > results[1][0].score
    assert "Chroma does not answer" not in caplog.text


def test_large_store_in_memory_searches_its_newest_articles(
    embedder: WordEmbedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.EXACT_LIMIT", 0)
    store = Store.open(":memory:", embedder, NAME)
    vector = np.asarray(embedder.get_text_embedding("gare"), np.float32)
    for word in ("pont", "gare"):
        add_articles(store, [article(word, f"Le maire ouvre {word} .")])
        nearest = store.nearest(vector, 5)
    assert [passage.article_id for passage in store.passages([s.passage_id for s in nearest])] == [
        "gare",
        "pont",
    ]
