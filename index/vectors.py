"""Search by meaning: exactly, with numpy, or through a Chroma collection where there are many.

The exact scan misses nothing, needs no package beyond numpy, and stays fast for long. Measured on
31,735 passages of 384 components, two cores: the scan takes 1 ms. Chroma's HNSW index, as it is
set by default, takes 2 ms and misses a quarter of the 50 nearest; asked for 1,000, of which the
best 50 count, it takes 10 ms and misses 4 to 9 %. So Chroma answers only where a scan would be
slow or fill the memory, and is then asked for many.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbedderMismatchError
from index.contents import Contents, Scored

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

logger = logging.getLogger(__name__)

# Up to so many passages the scan is used: 15 MB of vectors and 2.5 ms for each 10,000.
EXACT_LIMIT = 200_000
# So many are asked of Chroma at least, since its index finds the nearest of few only by luck.
WIDTH = 1_000
COLLECTION = "passages"
# Below Chroma's largest batch, 5,461.
BATCH = 5_000

Floats = NDArray[np.float32]


class Nearest:
    """Search over the vectors of one generation; safe to use from several threads."""

    def __init__(self, contents: Contents, open_collection: Callable[[], Collection]) -> None:
        """
        Args:
            contents: The generation.
            open_collection: Gives the Chroma collection with its vectors; called when first needed.
        """
        self._contents = contents
        self._open_collection = open_collection
        self._lock = threading.Lock()
        self._size: int | None = None
        self._vectors: tuple[NDArray[np.int64], Floats] | None = None
        self._collection: Collection | None = None

    def nearest(self, vector: Floats, k: int, among: frozenset[int] | None) -> list[Scored]:
        """Return the passages with the highest cosine, best first, ties by passage id.

        Args:
            vector: (dimension,) of any length but 0.
            k: At most so many.
            among: Only these passages, when not None; then none that is nearer is missed.
        """
        length = float(np.linalg.norm(vector))
        if k < 1 or length == 0 or not self._count() or (among is not None and not among):
            return []
        dimension = self._contents.record.dimension
        if dimension not in (0, len(vector)):
            raise EmbedderMismatchError(
                f"a vector of {len(vector)} components cannot be compared with the store's, which "
                f"have {dimension}; the store was made with another embedder"
            )
        unit = np.asarray(vector, np.float32) / length
        if among is None and self._count() > EXACT_LIMIT:
            try:
                return self._through_chroma(unit, k)
            # Chroma reports trouble with its files in many types; the scan needs none of them.
            except Exception:
                logger.warning("Chroma does not answer; scanning all vectors", exc_info=True)
        return self._scan(unit, k, among)

    def _count(self) -> int:
        with self._lock:
            if self._size is None:
                self._size = self._contents.count_passages()
            return self._size

    def _all_vectors(self) -> tuple[NDArray[np.int64], Floats]:
        with self._lock:
            if self._vectors is None:
                self._vectors = self._contents.all_vectors()
            return self._vectors

    def _scan(self, unit: Floats, k: int, among: frozenset[int] | None) -> list[Scored]:
        ids, matrix = self._all_vectors()
        if among is None:
            scores = matrix @ unit
        else:
            wanted = np.fromiter(among, np.int64, len(among))
            rows = np.flatnonzero(np.isin(ids, wanted, assume_unique=True))
            ids = ids[rows]
            # Copying many rows takes longer than scoring all.
            is_part = len(rows) < len(matrix) / 4
            scores = matrix[rows] @ unit if is_part else (matrix @ unit)[rows]
        best = np.arange(len(ids))
        if k < len(ids):
            # All that equal the last one are kept until ties are settled by id.
            limit = np.partition(scores, len(ids) - k)[len(ids) - k]
            best = np.flatnonzero(scores >= limit)
        best = best[np.lexsort((ids[best], -scores[best]))][:k]
        return [Scored(int(ids[row]), float(scores[row])) for row in best]

    def _through_chroma(self, unit: Floats, k: int) -> list[Scored]:
        with self._lock:
            if self._collection is None:
                self._collection = self._open_collection()
        found = self._collection.query(
            query_embeddings=unit.tolist(),
            n_results=min(max(k, WIDTH), self._count()),
            include=["distances"],
        )
        distances = found["distances"]
        assert distances is not None
        scored = [
            Scored(int(each), 1.0 - float(distance))
            for each, distance in zip(found["ids"][0], distances[0], strict=True)
        ]
        return sorted(scored, key=lambda each: (-each.score, each.passage_id))[:k]


def open_client(folder: Path) -> Client:
    """Open the Chroma database in a folder, or make it there."""
    import chromadb

    return cast("Client", chromadb.PersistentClient(str(folder), settings=_settings()))


def open_shared_client() -> Client:
    """Open the in-memory Chroma database that all of this process shares."""
    import chromadb

    return cast("Client", chromadb.EphemeralClient(settings=_settings()))


def _settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def open_collection(client: Client, name: str = COLLECTION) -> Collection:
    """Return a collection that exists."""
    return client.get_collection(name, embedding_function=None)


def create_collection(client: Client, name: str = COLLECTION) -> Collection:
    """Make a collection for unit vectors.

    With the default ``sync_threshold`` of 1,000 the last rows stay in Chroma's log, and every
    reader replays them and writes to the files. With 2 each batch is complete on disk (measured
    on Chroma 1.5.9: same time, and readers leave the HNSW files alone).
    """
    return client.create_collection(
        name,
        configuration={"hnsw": {"space": "cosine", "sync_threshold": 2, "batch_size": 2}},
        embedding_function=None,
    )


def change_collection(
    collection: Collection, contents: Contents, removed: Iterable[int], added: Sequence[int]
) -> None:
    """Take passages out of a collection, then put passages in."""
    gone = [str(each) for each in removed]
    for start in range(0, len(gone), BATCH):
        collection.delete(ids=gone[start : start + BATCH])
    for start in range(0, len(added), BATCH):
        batch = list(added[start : start + BATCH])
        collection.add(ids=[str(each) for each in batch], embeddings=contents.vectors(batch))
