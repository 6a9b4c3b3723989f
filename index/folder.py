"""A store in a folder of this machine, see `index.generations` for what the folder holds."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreError, StoreLockedError
from index.contents import Contents
from index.generations import Generations
from index.lexical import Lexical
from index.place import Snapshot
from index.records import Identity, Record
from index.vectors import Nearest, open_client, open_collection

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)


class FolderPlace:
    """Keeps a store in a folder."""

    def __init__(self, folder: Path, identity: Identity, *, create: bool) -> None:
        self._folder = folder
        self._identity = identity
        self._record_path = folder / "record.sqlite3"
        self._generations = Generations(folder)
        self._reader: Record | None = None
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"the store {folder} is a file; name a folder")
        if not self._record_path.exists():
            if not create:
                raise StoreError(
                    f"there is no index in {folder}; run `python -m qa index` with this store first"
                )
            if folder.is_dir() and any(folder.iterdir()) and not self._is_ours():
                raise StoreError(
                    f"the folder {folder} holds other files; name a new or an empty folder as store"
                )

    def _is_ours(self) -> bool:
        return all(each.name in ("lock", "lock.json") for each in self._folder.iterdir())

    def _read(self) -> Record | None:
        """Return the record for reading, None while there is none."""
        if self._reader is None and self._record_path.exists():
            record = Record.open(self._record_path)
            if record.is_empty():
                record.close()
                return None
            record.check(self._identity, str(self._folder))
            self._reader = record
        return self._reader

    def newest(self) -> int:
        return self._generations.current()

    def load(self, generation: int) -> Snapshot:
        record = self._read()
        if record is None:
            record = Record.in_memory()
            record.lay_out(self._identity)
        if record.generation == 0:
            return _snapshot(Contents(record, 0), Lexical(None), None)
        if not self._generations.is_whole(generation):
            self._rebuild()
            generation = self.newest()
        path = self._generations.path(generation)
        return _snapshot(Contents(record, generation), Lexical(path / "words"), path / "chroma")

    def _rebuild(self) -> None:
        try:
            with self.writing() as record:
                if not self._generations.is_whole(self.newest()):
                    logger.warning("rebuilding the index in %s from its record", self._folder)
                    with record.transaction():
                        record.set_fact("generation", str(record.generation + 1))
                    self.publish(record)
        except StoreLockedError as error:
            raise StoreError(
                f"the index in {self._folder} has to be rebuilt, but {error}"
            ) from error

    def is_whole(self, generation: int) -> bool:
        record = self._read()
        if record is None or record.generation == 0:
            return True
        return record.generation == generation and self._generations.is_whole(generation)

    @contextmanager
    def writing(self) -> Iterator[Record]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the store {self._folder} cannot be made: {error}") from error
        with self._generations.locked():
            record = Record.open(self._record_path, writable=True)
            try:
                if record.is_empty():
                    record.lay_out(self._identity)
                record.check(self._identity, str(self._folder))
                yield record
            finally:
                record.close()

    def oldest_in_use(self) -> int:
        return self._generations.oldest()

    def publish(self, record: Record) -> None:
        contents = Contents(record, record.generation)
        try:
            self._generations.publish(self.newest(), contents)
        except OSError as error:
            raise StoreError(f"the store {self._folder} cannot be written to: {error}") from error

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None


def _snapshot(contents: Contents, lexical: Lexical, chroma: Path | None) -> Snapshot:
    def collection() -> Collection:
        if chroma is None:
            raise StoreError("an empty store has no vectors")
        client = open_client(chroma)
        # Queries that still run on an old generation keep it open; the last one closes it.
        weakref.finalize(nearest, client.close)
        return open_collection(client)

    nearest = Nearest(contents, collection)
    return Snapshot(contents, lexical.searchable(), nearest)
