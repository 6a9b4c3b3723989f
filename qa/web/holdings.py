"""What the store holds, as the page needs it at every answer: read once for each generation."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from index.store import ArticleRow, StoreStatus


class Listing(Protocol):
    """What is asked of an assistant."""

    def articles(self) -> list[ArticleRow]:
        """Return a row for each stored article."""
        ...

    def status(self) -> StoreStatus:
        """Return what the store holds."""
        ...

    def refresh(self) -> bool:
        """Move to the newest state of the store."""
        ...


@dataclass(frozen=True)
class Holdings:
    """The articles of one generation.

    Attributes:
        status: The store in figures.
        rows: All articles, by id.
        outlets: Each once, in the order of the alphabet.
    """

    status: StoreStatus
    rows: tuple[ArticleRow, ...] = ()
    outlets: tuple[str, ...] = ()
    by_id: dict[str, ArticleRow] = field(default_factory=dict)

    def copies_of(self, article_id: str) -> tuple[ArticleRow, ...]:
        """Return the other articles that carry nearly the same text."""
        row = self.by_id.get(article_id)
        return tuple(self.by_id[other] for other in row.copies) if row else ()


class Shelf:
    """Gives the holdings of the newest generation; safe to share between threads."""

    def __init__(self, assistant: Listing) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._holdings: Holdings | None = None

    def look(self) -> Holdings:
        """Return what the store holds now."""
        self._assistant.refresh()
        status = self._assistant.status()
        with self._lock:
            if self._holdings is None or self._holdings.status != status:
                self._holdings = _hold(status, self._assistant.articles())
            return self._holdings


def _hold(status: StoreStatus, rows: Sequence[ArticleRow]) -> Holdings:
    outlets = sorted({row.outlet for row in rows if row.outlet}, key=str.casefold)
    return Holdings(status, tuple(rows), tuple(outlets), {row.id: row for row in rows})
