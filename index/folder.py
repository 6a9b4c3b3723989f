"""A store in a folder of this machine; `index.generations` says what the folder holds."""

from __future__ import annotations

import logging
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import StoreError, StoreLockedError
from index.contents import Contents
from index.generations import CHROMA, WORDS, Generations, words_of
from index.lexical import Lexical
from index.lock import locked
from index.place import Snapshot
from index.records import Identity, Record, empty_record
from index.vectors import Nearest, open_client, open_collection

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

# How often opening is tried while other processes update and remove generations.
ATTEMPTS = 5


class FolderPlace:
    """Keeps a store in a folder."""

    def __init__(self, folder: Path, identity: Identity, *, create: bool) -> None:
        """
        Args:
            folder: Where; it is made by the first update.
            identity: What the store is, or will be, made with.
            create: Whether there may be no store yet.

        Raises:
            StoreError: The folder is a file, or holds no store and none may be made.
        """
        self._folder = folder
        self._identity = identity
        self._record_path = folder / "record.sqlite3"
        self._generations = Generations(folder)
        self._reader: Record | None = None
        self._reader_file = (0, 0)
        if folder.exists() and not folder.is_dir():
            raise StoreError(f"the store {folder} is a file; name a folder")
        if not create and self._committed() is None:
            raise StoreError(
                f"there is no index in {folder}; run `python -m qa index` with this store first"
            )

    @property
    def folder(self) -> Path:
        return self._folder

    def newest(self) -> int:
        return self._generations.current()

    def load(self) -> Snapshot:
        record = self._committed()
        if record is None or record.generation == 0:
            return _empty(self._identity)
        for _ in range(ATTEMPTS):
            generation = self.newest()
            try:
                return self._open(record, generation)
            except _NotWhole:
                # A newer generation may have come, and this one gone, between the two steps.
                if self.newest() == generation:
                    self._rebuild()
        raise StoreError(f"the index in {self._folder} cannot be read, nor rebuilt")

    def record(self) -> Record:
        return self._committed() or empty_record(self._identity)

    def is_whole(self) -> bool:
        record = self._committed()
        if record is None or record.generation == 0:
            return True
        return record.generation == self.newest() and self._generations.is_whole(self.newest())

    @contextmanager
    def writing(self) -> Iterator[Record]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the store {self._folder} cannot be made: {error}") from error
        with locked(self._folder):
            record = Record.open(self._record_path)
            try:
                if record.is_empty():
                    record.lay_out(self._identity)
                record.check(self._identity, str(self._folder))
                yield record
            finally:
                record.close()

    def oldest_in_use(self) -> int:
        return min(self._generations.numbers(), default=0)

    def publish(self, record: Record) -> None:
        if record.generation <= self.newest():
            # The current generation is damaged: its successor holds the same, whole.
            with record.transaction():
                record.set_fact("generation", str(self.newest() + 1))
        try:
            self._generations.publish(Contents(record, record.generation))
        except StoreError:
            raise
        # Tantivy and Chroma have their own ways to say that the disk is full.
        except Exception as error:
            raise StoreError(f"the store {self._folder} cannot be written to: {error}") from error

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _committed(self) -> Record | None:
        """Return the record for reading; None while there is none."""
        try:
            about = self._record_path.stat()
        except OSError:
            self._reader = None
            return None
        # The folder may have been deleted, and another store made in its place.
        if self._reader is None or self._reader_file != (about.st_dev, about.st_ino):
            self._reader = None
            self._reader_file = (about.st_dev, about.st_ino)
            record = Record.open(self._record_path)
            if record.is_empty():
                record.close()
                return None
            record.check(self._identity, str(self._folder))
            self._reader = record
        return self._reader

    def _open(self, record: Record, generation: int) -> Snapshot:
        held = self._generations.hold(generation)
        if held is None or not self._generations.is_whole(generation, WORDS):
            raise _NotWhole
        contents = Contents(record, generation)
        weakref.finalize(contents, held.close).atexit = False
        folder = self._generations.path(generation)
        try:
            lexical = Lexical(folder / WORDS)
        except ValueError as error:
            # Tantivy needs to write a lock file even for reading.
            logger.info("reading the words of %s into memory: %s", folder, error)
            lexical = Lexical(None)
            lexical.change([], words_of(contents, contents.passage_ids()))
        return Snapshot(contents, lexical.searchable(), self._nearest(contents))

    def _nearest(self, contents: Contents) -> Nearest:
        def collection() -> Collection:
            if not self._generations.is_whole(contents.generation, CHROMA):
                # Chroma can take the whole process down on damaged files.
                raise StoreError("the files of Chroma are damaged; the next index run repairs them")
            client = open_client(self._generations.path(contents.generation) / CHROMA)
            weakref.finalize(contents, client.close).atexit = False
            return open_collection(client)

        return Nearest(contents, collection)

    def _rebuild(self) -> None:
        """Make what is derived anew from the record, unless somebody just did."""
        try:
            with self.writing() as record:
                if not self.is_whole():
                    logger.warning("rebuilding the index in %s from its record", self._folder)
                    self.publish(record)
        except StoreLockedError as error:
            raise StoreError(
                f"the index in {self._folder} has to be rebuilt, but {error}"
            ) from error


class _NotWhole(Exception):  # noqa: N818 - a signal between two methods, never shown
    """A generation that cannot be opened."""


def _empty(identity: Identity) -> Snapshot:
    contents = Contents(empty_record(identity), 0)

    def collection() -> Collection:
        raise StoreError("an empty store has no vectors")

    return Snapshot(contents, Lexical(None).searchable(), Nearest(contents, collection))
