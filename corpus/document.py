"""What a reader of one kind of file gives: documents before cleaning, and parts not read."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.article import Removal
from corpus.metadata import Metadata


@dataclass(frozen=True)
class Document:
    """What a file, or a row of one, holds before cleaning.

    Attributes:
        text: One line a paragraph.
        metadata: What the file itself says; nothing from its name or its text.
        name: Of a row in a file of several documents; "" for the only one.
        removed: What the reader left out because it belongs to the page, not to the text.
    """

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    name: str = ""
    removed: tuple[Removal, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A part of a file that was not read, and why in one line."""

    name: str
    reason: str


@dataclass(frozen=True)
class Contents:
    """Everything that a file holds, in its order."""

    documents: tuple[Document, ...]
    unread: tuple[Unread, ...] = ()
