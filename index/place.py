"""Where a store can be, and what it gives to searches: a snapshot of one generation."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from index.contents import Contents
from index.lexical import Searchable
from index.records import Record
from index.vectors import Nearest


@dataclass(frozen=True)
class Snapshot:
    """One generation, ready to be searched; it stays as it is while updates go on."""

    contents: Contents
    words: Searchable
    nearest: Nearest

    @property
    def generation(self) -> int:
        """The generation's number."""
        return self.contents.generation


class Place(Protocol):
    """A place that keeps a store."""

    @property
    def folder(self) -> Path | None:
        """Where its files are; None when it has none on this machine."""
        ...

    def newest(self) -> int:
        """Return the generation that readers should see, 0 when there is none."""
        ...

    def load(self) -> Snapshot:
        """Return the newest generation for searching."""
        ...

    def record(self) -> Record:
        """Return the record for reading, with what has been committed last; empty if none is."""
        ...

    def is_whole(self) -> bool:
        """Whether readers see all that has been committed, and what they see is undamaged."""
        ...

    def writing(self) -> AbstractContextManager[Record]:
        """Hold the right to write, and give the record to write to.

        Raises:
            StoreLockedError: Somebody else holds it.
            StoreError: The place cannot be written to.
        """
        ...

    def oldest_in_use(self) -> int:
        """Return the oldest generation that a reader may still hold."""
        ...

    def publish(self, record: Record) -> None:
        """Let readers see the newest generation of the record that `writing` gave."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
