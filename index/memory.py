"""A store that lives in this process and goes with it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.errors import StoreLockedError
from index.contents import Contents
from index.generations import words_of
from index.lexical import Lexical
from index.place import Snapshot
from index.records import Identity, Record
from index.vectors import Nearest, change_collection, create_collection, open_ephemeral

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection


class MemoryPlace:
    """Keeps the record in an in-memory SQLite database and derives the rest at once."""

    def __init__(self, identity: Identity) -> None:
        self._record = Record.in_memory()
        self._record.lay_out(identity)
        self._lexical = Lexical(None)
        self._published = Contents(self._record, 0)
        self._lock = threading.Lock()

    def newest(self) -> int:
        return self._published.generation

    def load(self, generation: int) -> Snapshot:
        contents = self._published
        return Snapshot(
            contents,
            self._lexical.searchable(),
            Nearest(contents, lambda: _collection_of(contents)),
        )

    def is_whole(self, generation: int) -> bool:
        return generation == self._record.generation

    @contextmanager
    def writing(self) -> Iterator[Record]:
        if not self._lock.acquire(blocking=False):
            raise StoreLockedError(
                "another thread is writing to this store; try again when it is done"
            )
        try:
            yield self._record
        finally:
            self._lock.release()

    def oldest_in_use(self) -> int:
        return max(self.newest() - 1, 0)

    def publish(self, record: Record) -> None:
        contents = Contents(record, record.generation)
        before, after = set(self._published.passage_ids()), contents.passage_ids()
        added = [each for each in after if each not in before]
        self._lexical.change(before.difference(after), words_of(contents, added))
        self._published = contents

    def close(self) -> None:
        self._record.close()


def _collection_of(contents: Contents) -> Collection:
    # All ephemeral clients of a process share one database, so each collection has its own name.
    collection = create_collection(open_ephemeral(), f"memory-{uuid.uuid4().hex}")
    change_collection(collection, contents, [], contents.passage_ids())
    return collection
