"""The store: everything that has been indexed, to be read, searched and brought up to date.

A store is a folder, this process's memory, or a Chroma server. Searches see one whole generation
of it (see `index.records`); `Store.refresh` moves to the newest.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import StoreError
from index.contents import ArticleRow, Scored, StoreStatus
from index.filters import Filters
from index.fingerprint import cutter_fingerprint, reader_fingerprint
from index.folder import FolderPlace
from index.memory import MemoryPlace
from index.passage import StoredPassage
from index.place import Place, Snapshot
from index.records import Identity, Record
from index.server import ServerPlace

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

__all__ = ["ArticleRow", "Filters", "Scored", "Store", "StoreStatus"]

MEMORY = ":memory:"

logger = logging.getLogger(__name__)


class Store:
    """Articles, passages and vectors, searchable; safe to share between threads."""

    def __init__(
        self, place: Place, identity: Identity, embedder: BaseEmbedding, location: str
    ) -> None:
        self._place = place
        self._lock = threading.Lock()
        self.identity = identity
        self.embedder = embedder
        self.location = location
        self._snapshot: Snapshot = place.load()

    @classmethod
    def open(
        cls,
        location: str,
        embedder: BaseEmbedding,
        embedder_name: str,
        *,
        create: bool = False,
        passage_tokens: int = 160,
        passage_overlap: int = 1,
    ) -> Store:
        """Open a store.

        Args:
            location: A folder, ``:memory:``, or the ``http://host:port`` of a Chroma server.
            embedder: The model for passages; a store keeps to one.
            embedder_name: How the store remembers it.
            create: Begin an empty store where there is none.
            passage_tokens, passage_overlap: How articles are cut, see
                `index.passage.split_article`; of what is there already, the next index run.

        Raises:
            StoreError: There is no store, it cannot be read, or another version made it.
            EmbedderMismatchError: It was made with another embedder.
        """
        identity = Identity(
            embedder_name,
            passage_tokens,
            passage_overlap,
            reader_fingerprint(),
            cutter_fingerprint(),
        )
        place: Place
        if location == MEMORY:
            place = MemoryPlace(identity)
        elif location.startswith(("http://", "https://")):
            place = ServerPlace(location, identity, create=create)
        elif not location.strip() or "://" in location:
            raise StoreError(
                f"{location!r} is no place for a store; name a folder, :memory: or http://host:port"
            )
        else:
            folder = Path(location).expanduser().absolute()
            place = FolderPlace(folder, identity, create=create)
        return cls(place, identity, embedder, location)

    @property
    def generation(self) -> str:
        """Name of the generation that searches see."""
        return str(self._snapshot.generation)

    @property
    def record(self) -> Record:
        """The record for reading, with what has been committed last."""
        return self._place.record()

    def status(self) -> StoreStatus:
        """Return what the store holds, in figures."""
        return self._snapshot.contents.status(self._place.is_whole())

    def articles(self) -> list[ArticleRow]:
        """Return all articles, by id."""
        return self._snapshot.contents.articles()

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticleError: The store does not hold it.
        """
        return self._snapshot.contents.article(article_id)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return passages in the order of their ids."""
        return self._snapshot.contents.passages(ids)

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """Return the passages of an article in its order.

        Raises:
            UnknownArticleError: The store does not hold it.
        """
        return self._snapshot.contents.passages_of(article_id)

    def select(self, filters: Filters) -> frozenset[int] | None:
        """Return the ids of the passages that filters allow; None when no filter is set.

        Raises:
            QuestionError: A date that is not one.
        """
        return self._snapshot.contents.select(filters)

    def nearest(
        self, vector: NDArray[np.float32], k: int, among: frozenset[int] | None = None
    ) -> list[Scored]:
        """Return the passages nearest to a vector by cosine, best first.

        Args:
            vector: (dimension,) float32.
            k: At most so many.
            among: Only these passages, when not None.
        """
        return self._snapshot.nearest.nearest(vector, k, among)

    def matching(self, query: str, k: int, among: frozenset[int] | None = None) -> list[Scored]:
        """Return the passages whose words fit a query best, by BM25, best first.

        Args:
            query: Any text, never query syntax.
            k: At most so many.
            among: Only these passages, when not None.
        """
        return self._snapshot.words.matching(query, k, among)

    def vectors(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages, (n, dimension) float32 of unit norm, in that order."""
        return self._snapshot.contents.vectors(ids)

    def refresh(self) -> bool:
        """Move to the newest generation; return whether there was a newer one.

        When the store cannot be reached, searches go on with what they have.
        """
        try:
            with self._lock:
                if self._place.newest() == self._snapshot.generation:
                    return False
                self._snapshot = self._place.load()
                return True
        except StoreError as error:
            logger.warning("searching generation %s still: %s", self.generation, error)
            return False

    @contextmanager
    def writing(self) -> Iterator[Record]:
        """Hold the right to change the store, and give its record.

        Raises:
            StoreLockedError: Somebody else is writing.
            StoreError: The store cannot be written to.
        """
        with self._place.writing() as record:
            yield record

    @property
    def folder(self) -> Path | None:
        """Where the store's files are; None when it has none on this machine."""
        return self._place.folder

    def is_settled(self) -> bool:
        """Whether readers see, undamaged and cut as wanted, all that has been committed."""
        return self._place.is_whole() and self.record.is_cut_by(self.identity)

    def oldest_in_use(self) -> int:
        """Return the oldest generation that a reader may still hold."""
        return self._place.oldest_in_use()

    def publish(self, record: Record) -> None:
        """Let readers see the newest generation of the record that `writing` gave."""
        self._place.publish(record)
        self.refresh()

    def close(self) -> None:
        """Let go of files and connections."""
        self._place.close()
