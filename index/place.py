"""Where a store can be: what a folder, this process's memory and a Chroma server have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from index.contents import Contents
from index.lexical import Searchable
from index.records import Record
from index.vectors import Nearest


@dataclass(frozen=True)
class Snapshot:
    """One generation, ready to be searched."""

    contents: Contents
    words: Searchable
    nearest: Nearest

    @property
    def generation(self) -> int:
        return self.contents.generation


class Place(Protocol):
    """A place that keeps generations."""

    def newest(self) -> int:
        """Return the generation that readers should see, 0 when there is none."""
        ...

    def load(self, generation: int) -> Snapshot:
        """Return a generation for searching."""
        ...

    def is_whole(self, generation: int) -> bool:
        """Whether what is derived from the record is all there."""
        ...

    def writing(self) -> AbstractContextManager[Record]:
        """Hold the right to write, and give the record to write to, laid out."""
        ...

    def oldest_in_use(self) -> int:
        """Return the oldest generation that a reader may still hold."""
        ...

    def publish(self, record: Record) -> None:
        """Let readers see the newest generation of a record that `writing` gave."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
