"""A store on a Chroma server, for readers on several machines.

    sourcier                           the pointer: its metadata name the current generation
    sourcier-7-3f2a9c01-record         generation 7's record: SQLite's bytes, compressed, in pieces
    sourcier-7-3f2a9c01-passages       its vectors, for search where there are many
    sourcier-lock                      there while somebody writes, see `index.server_lock`

A reader copies the record into memory when it opens the store and when it moves to a newer
generation; nothing of a store lies on the reader's disk. A writer changes such a copy, writes it
as a whole new generation, and then replaces the pointer's metadata, which Chroma does in one step.
The generation before stays for readers that still search it, older ones and those that a killed
writer left unfinished are deleted.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import StoreError
from index.connection import connect, speaking
from index.contents import Contents
from index.generations import words_of
from index.lexical import Lexical
from index.place import Snapshot
from index.records import SCHEMA, Identity, Record, empty_record
from index.server_lock import locked_server
from index.vectors import Nearest, change_collection, create_collection, open_collection

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

POINTER = "sourcier"
# Characters in one piece of a record. Chroma keeps metadata in SQLite, which likes small rows.
PIECE = 64 * 1024
# Pieces in one request: 2 MB, well below the 40 MB that a server takes.
PIECES = 32


@dataclass(frozen=True)
class _Mirror:
    """One generation of the server, copied into memory."""

    name: str
    record: Record
    lexical: Lexical


class ServerPlace:
    """Keeps a store on a Chroma server."""

    def __init__(self, url: str, identity: Identity, *, create: bool) -> None:
        """
        Args:
            url: ``http://host:port`` of the server.
            identity: What the store is, or will be, made with.
            create: Whether there may be no store yet.

        Raises:
            StoreError: No Chroma server answers there, or it holds no store and none may be made.
        """
        self._url = url.rstrip("/")
        self._identity = identity
        self._client: Client = connect(self._url)
        self._mirror: _Mirror | None = None
        self._written: Record | None = None
        if not create and not self._pointer():
            raise StoreError(
                f"the server {self._url} holds no index yet; "
                "run `python -m qa index` with this store first"
            )

    @property
    def folder(self) -> None:
        return None

    def newest(self) -> int:
        return int(self._pointer().get("generation", 0))

    def load(self) -> Snapshot:
        mirror = self._newest_mirror()
        contents = Contents(mirror.record, mirror.record.generation)

        def collection() -> Collection:
            return open_collection(self._client, f"{mirror.name}-passages")

        return Snapshot(contents, mirror.lexical.searchable(), Nearest(contents, collection))

    def record(self) -> Record:
        return self._newest_mirror().record

    def is_whole(self) -> bool:
        if self._written is not None:
            return self._written.is_unchanged()
        mirror = self._newest_mirror()
        if not mirror.name:
            return True
        with speaking(self._url):
            stored = open_collection(self._client, f"{mirror.name}-passages").count()
        contents = Contents(mirror.record, mirror.record.generation)
        return stored == len(contents.passage_ids())

    @contextmanager
    def writing(self) -> Iterator[Record]:
        with locked_server(self._client, self._url) as is_still_locked:
            pointer = self._pointer()
            self._is_still_locked = is_still_locked
            self._written = self._fetch(pointer) if pointer else empty_record(self._identity)
            try:
                yield self._written
            finally:
                self._written.close()
                self._written = None

    def oldest_in_use(self) -> int:
        # Each generation is a record of its own, so none has to keep rows for another.
        return self.newest()

    def publish(self, record: Record) -> None:
        before = self._pointer()
        with record.transaction():
            number = max(record.generation, int(before.get("generation", 0)) + 1)
            record.set_fact("generation", str(number))
        name = f"{POINTER}-{number}-{uuid.uuid4().hex[:8]}"
        with speaking(self._url):
            self._remove_all_but(str(before.get("name", "")))
            self._write_passages(name, Contents(record, number))
            text = base64.b64encode(zlib.compress(record.image(), level=1)).decode()
            self._write_record(name, text)
            if not self._is_still_locked() or self._pointer() != before:
                raise StoreError(
                    f"somebody else has updated the store on {self._url} meanwhile; index again"
                )
            self._point_to(
                {
                    "schema": SCHEMA,
                    "generation": number,
                    "name": name,
                    "sha256": _digest(text),
                    "embedder": self._identity.embedder,
                }
            )
            self._remove_all_but(name, str(before.get("name", "")))

    def close(self) -> None:
        self._client.close()

    def _pointer(self) -> dict[str, Any]:
        """Return what the pointer says; nothing when the server holds no store."""
        from chromadb.errors import NotFoundError

        with speaking(self._url):
            try:
                return dict(open_collection(self._client, POINTER).metadata or {})
            except NotFoundError:
                return {}

    def _point_to(self, pointer: dict[str, Any]) -> None:
        if self._pointer():
            open_collection(self._client, POINTER).modify(metadata=pointer)
        else:
            self._client.create_collection(POINTER, metadata=pointer, embedding_function=None)

    def _newest_mirror(self) -> _Mirror:
        pointer = self._pointer()
        name = str(pointer.get("name", ""))
        if self._mirror is None or self._mirror.name != name:
            record = self._fetch(pointer) if pointer else empty_record(self._identity)
            lexical = Lexical(None)
            contents = Contents(record, record.generation)
            lexical.change([], words_of(contents, contents.passage_ids()))
            self._mirror = _Mirror(name, record, lexical)
        return self._mirror

    def _fetch(self, pointer: dict[str, Any]) -> Record:
        """Copy the record of the current generation into memory."""
        if pointer.get("schema") != SCHEMA:
            raise StoreError(
                f"the store on {self._url} was made by another version of this program; "
                "index its articles on another server"
            )
        with speaking(self._url):
            collection = open_collection(self._client, f"{pointer['name']}-record")
            pieces: list[str] = []
            for start in range(0, collection.count(), PIECES):
                names = [_piece_name(each) for each in range(start, start + PIECES)]
                found = collection.get(ids=names, include=["metadatas"])
                metadatas = found["metadatas"] or []
                by_name = dict(zip(found["ids"], metadatas, strict=True))
                pieces += [str(by_name[each]["piece"]) for each in names if each in by_name]
        text = "".join(pieces)
        if _digest(text) != pointer.get("sha256"):
            raise StoreError(f"the record on {self._url} is damaged; restore the server's files")
        record = Record.in_memory(zlib.decompress(base64.b64decode(text)))
        record.check(self._identity, self._url)
        return record

    def _write_record(self, name: str, text: str) -> None:
        pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
        collection = self._client.create_collection(f"{name}-record", embedding_function=None)
        for start in range(0, len(pieces), PIECES):
            batch = pieces[start : start + PIECES]
            collection.add(
                ids=[_piece_name(start + each) for each in range(len(batch))],
                # Chroma takes no row without a vector.
                embeddings=np.ones((len(batch), 1), np.float32),
                metadatas=[{"piece": piece} for piece in batch],
            )

    def _write_passages(self, name: str, contents: Contents) -> None:
        passages = contents.passage_ids()
        collection = create_collection(self._client, f"{name}-passages")
        change_collection(collection, contents, [], passages)
        if collection.count() != len(passages):
            raise StoreError(f"the server {self._url} does not hold what was written to it")

    def _remove_all_but(self, *kept: str) -> None:
        for collection in self._client.list_collections():
            name = collection.name
            is_generation = name.startswith(f"{POINTER}-") and name.endswith(
                ("-record", "-passages")
            )
            if is_generation and name.rsplit("-", 1)[0] not in kept:
                self._client.delete_collection(name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _piece_name(number: int) -> str:
    return f"{number:06d}"
