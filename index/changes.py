"""What is to change in a store, and how far that has come: the words ingest and update share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.article import Article
from index.records import article_to_json


@dataclass(frozen=True)
class Progress:
    """How far a run has come.

    Attributes:
        done, total: Steps of the stage.
        stage: ``reading`` counts files, ``cutting`` articles, ``embedding`` passages, and
            ``writing`` is one step.
    """

    done: int
    total: int
    stage: str


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True)
class File:
    """What is known about a file, so that it is not read again while it stays the same.

    Attributes:
        path: Its real path.
        root: The indexed path through which it was found.
        base: The id of its article, or what the ids of its articles begin with.
        size: In bytes.
        modified: Its time of change, in nanoseconds.
        seen: When it was looked at, in nanoseconds.
        digest: SHA-256 of its bytes; empty when it is too large to be read.
        skipped: Pairs of path and reason, for what was not read.
        reader: Fingerprint of the code that read it.
    """

    path: str
    root: str
    base: str
    size: int
    modified: int
    seen: int
    digest: bytes
    skipped: tuple[tuple[str, str], ...] = ()
    reader: str = ""


@dataclass
class Changes:
    """What is to change in a record."""

    roots_in: list[str] = field(default_factory=list)
    roots_out: list[str] = field(default_factory=list)
    files_in: list[File] = field(default_factory=list)
    files_out: list[str] = field(default_factory=list)
    documents_in: list[Article] = field(default_factory=list)
    documents_out: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class Effect:
    """Ids of the articles that a change put in, replaced and took out."""

    added: frozenset[str]
    updated: frozenset[str]
    removed: frozenset[str]


def digest_of(article: Article) -> bytes:
    """Return what tells whether an article, text or metadata, has changed."""
    return hashlib.sha256((article_to_json(article) + "\0" + article.text).encode()).digest()


def text_digest(text: str) -> bytes:
    """Return the content hash of a text."""
    return hashlib.sha256(text.encode()).digest()
