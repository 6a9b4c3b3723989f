"""A store that lives in this process and goes with it."""

from __future__ import annotations

import threading
import uuid
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from corpus.errors import StoreLockedError
from index.contents import Contents
from index.generations import words_of
from index.lexical import Lexical, Searchable
from index.place import Snapshot
from index.records import Identity, Record
from index.vectors import Nearest, change_collection, create_collection, open_shared_client

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection


class MemoryPlace:
    """Keeps the record in an in-memory SQLite database, and the words beside it."""

    def __init__(self, identity: Identity) -> None:
        """
        Args:
            identity: What the store is made with.
        """
        self._record = Record.in_memory()
        self._record.lay_out(identity)
        self._lexical = Lexical(None)
        self._newest: tuple[int, Searchable] = (0, self._lexical.searchable())
        self._loaded: weakref.WeakSet[Contents] = weakref.WeakSet()
        self._lock = threading.Lock()

    @property
    def folder(self) -> None:
        return None

    def newest(self) -> int:
        return self._newest[0]

    def load(self) -> Snapshot:
        generation, words = self._newest
        contents = Contents(self._record, generation)
        self._loaded.add(contents)
        return Snapshot(contents, words, Nearest(contents, lambda: _collection_of(contents)))

    def record(self) -> Record:
        return self._record

    def is_whole(self) -> bool:
        return self._record.generation == self.newest()

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
        loaded = [contents.generation for contents in list(self._loaded)]
        return min([*loaded, self.newest()])

    def publish(self, record: Record) -> None:
        contents = Contents(record, record.generation)
        before = set(Contents(record, self.newest()).passage_ids())
        after = contents.passage_ids()
        added = [each for each in after if each not in before]
        self._lexical.change(sorted(before.difference(after)), words_of(contents, added))
        self._newest = (contents.generation, self._lexical.searchable())

    def close(self) -> None:
        self._record.close()


def _collection_of(contents: Contents) -> Collection:
    # The clients of a process share one in-memory database, so each collection has its own name.
    client = open_shared_client()
    name = f"memory-{uuid.uuid4().hex}"
    collection = create_collection(client, name)
    weakref.finalize(contents, client.delete_collection, name).atexit = False
    change_collection(collection, contents, [], contents.passage_ids())
    return collection
