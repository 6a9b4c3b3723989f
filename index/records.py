"""The record: one SQLite database that holds articles, passages and vectors.

Everything else in a store (Chroma's and Tantivy's files) is derived from it and can be rebuilt.

Generations. Each update of a store makes a new generation, numbered from 1. A row of ``articles``
or ``standings`` is visible to the generations ``since <= generation < until``; an update never
changes or deletes a row that the current generation sees, it ends rows and adds others. A reader
that holds generation 7 therefore finds exactly the articles and passages of generation 7, whether
the writer has just committed generation 8 or is about to. Rows that ended before the generations
still kept are deleted by a later update. Passage ids are never reused.

The journal is SQLite's rollback journal, not the write-ahead log: reading a store then changes no
file, and a reader needs no right to write.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article, Removal
from corpus.errors import EmbedderMismatchError, StoreError

SCHEMA = 1
# Until when a row is visible that nothing has ended yet.
FOREVER = 2**62
# Seconds that a connection waits for another one's commit.
PATIENCE = 30.0

_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE roots (number INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE);
CREATE TABLE files (
    path TEXT PRIMARY KEY, root TEXT NOT NULL, base TEXT NOT NULL,
    size INTEGER NOT NULL, modified INTEGER NOT NULL, seen INTEGER NOT NULL,
    digest BLOB NOT NULL, skipped TEXT NOT NULL, reader TEXT NOT NULL
);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, digest BLOB NOT NULL,
    text BLOB NOT NULL, arrival INTEGER NOT NULL, about TEXT NOT NULL
);
CREATE INDEX documents_by_path ON documents (path);
CREATE INDEX documents_by_text ON documents (text);
CREATE TABLE texts (digest BLOB PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL, digest BLOB NOT NULL, text BLOB NOT NULL, arrival INTEGER NOT NULL,
    title TEXT NOT NULL, outlet TEXT NOT NULL, outlet_folded TEXT NOT NULL,
    language TEXT NOT NULL, published TEXT, earliest INTEGER, latest INTEGER,
    about TEXT NOT NULL, signature BLOB NOT NULL,
    since INTEGER NOT NULL, until INTEGER NOT NULL
);
CREATE INDEX articles_by_id ON articles (id);
CREATE INDEX articles_by_text ON articles (text);
CREATE INDEX articles_by_until ON articles (until);
CREATE TABLE standings (
    article INTEGER NOT NULL, cluster TEXT NOT NULL, paths TEXT NOT NULL,
    since INTEGER NOT NULL, until INTEGER NOT NULL
);
CREATE INDEX standings_by_article ON standings (article);
CREATE INDEX standings_by_cluster ON standings (cluster);
CREATE TABLE bands (
    key INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (key, article)
) WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, tokens INTEGER NOT NULL,
    vector INTEGER NOT NULL
);
CREATE INDEX passages_by_article ON passages (article);
CREATE INDEX passages_by_vector ON passages (vector);
CREATE TABLE vectors (
    number INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL, embedder TEXT NOT NULL,
    vector BLOB NOT NULL, UNIQUE (digest, embedder)
);
"""


@dataclass(frozen=True)
class Identity:
    """What a store is made with; the embedder is for good, the rest may change.

    Attributes:
        embedder: Name of the embedder, as the user writes it.
        passage_tokens, passage_overlap: How articles are cut, see `index.passage.split_article`.
        reader, cutter: Fingerprints of the code that reads files and cuts articles, see
            `index.fingerprint`.
    """

    embedder: str
    passage_tokens: int
    passage_overlap: int
    reader: str = ""
    cutter: str = ""

    @property
    def recipe(self) -> str:
        """How articles are cut, in one line."""
        return f"{self.passage_tokens} {self.passage_overlap} {self.cutter}"


class Record:
    """One connection to the record, safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Record:
        """Open the record in a file, or begin it there.

        Readers open it for writing too, where they may: one that comes after a writer was killed
        in the middle of a commit has to undo that first.
        """
        try:
            connection = sqlite3.connect(
                path, timeout=PATIENCE, check_same_thread=False, isolation_level=None
            )
            # Spilling pages before the commit would shut readers out for the whole transaction.
            connection.execute("PRAGMA cache_spill = OFF")
        except sqlite3.Error as error:
            raise StoreError(f"the store's record {path} cannot be opened: {error}") from error
        return cls(connection)

    @classmethod
    def in_memory(cls, image: bytes | None = None) -> Record:
        """Make a record in memory, empty or from another one's `image`."""
        connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        if image is not None:
            connection.deserialize(image)
        return cls(connection)

    def is_unchanged(self) -> bool:
        """Whether no row was written since this connection was opened."""
        return self._connection.total_changes == 0

    def image(self) -> bytes:
        """Return the whole database as bytes."""
        with self._lock:
            return self._connection.serialize()

    def rows(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._lock:
            try:
                return self._connection.execute(query, parameters).fetchall()
            except sqlite3.Error as error:
                raise StoreError(f"the store's record cannot be read: {error}") from error

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement; return the id of the row it inserted."""
        with self._lock:
            return self._connection.execute(statement, parameters).lastrowid or 0

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of parameters."""
        with self._lock:
            self._connection.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside happen, or none of them does."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise StoreError(f"the store's record cannot be written: {error}") from error

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def is_empty(self) -> bool:
        """Whether no store has been laid out in this database yet."""
        return not self.rows("SELECT 1 FROM sqlite_master WHERE name = 'facts'")

    def lay_out(self, identity: Identity) -> None:
        """Create the tables of an empty store, at generation 0."""
        with self.transaction():
            for statement in _TABLES.split(";"):
                if statement.strip():
                    self.execute(statement)
            self.set_fact("schema", str(SCHEMA))
            self.set_fact("embedder", identity.embedder)
            self.set_fact("generation", "0")
            self.set_fact("recipe", identity.recipe)

    def check(self, identity: Identity, location: str) -> None:
        """Raise unless this program, with this embedder, can use the store."""
        if self.is_empty():
            raise StoreError(
                f"{location} holds no index yet; run `python -m qa index` with this store first"
            )
        schema = self.fact("schema")
        if schema != str(SCHEMA):
            raise StoreError(
                f"the store {location} was made by another version of this program "
                f"(layout {schema}, this one reads {SCHEMA}); "
                "index its articles into a new store"
            )
        stored = self.fact("embedder")
        if stored != identity.embedder:
            raise EmbedderMismatchError(
                f"the store {location} was made with the embedder {stored!r}, not with "
                f"{identity.embedder!r}; choose {stored!r}, or index into another store"
            )

    def is_cut_by(self, identity: Identity) -> bool:
        """Whether the stored articles were cut as the identity says."""
        return self.fact("recipe") == identity.recipe

    def fact(self, name: str) -> str:
        """Return one fact about the store; "" when it is not set."""
        found = self.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return str(found[0][0]) if found else ""

    def set_fact(self, name: str, value: str) -> None:
        """Set one fact about the store."""
        self.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    @property
    def dimension(self) -> int:
        """How many components a vector has; 0 while the store has none."""
        rows = self.rows("SELECT length(vector) FROM vectors LIMIT 1")
        return rows[0][0] // 4 if rows else 0

    @property
    def generation(self) -> int:
        """The newest generation that has been committed."""
        return int(self.fact("generation") or 0)


def empty_record(identity: Identity) -> Record:
    """Return the record, in memory, of a store that holds nothing yet."""
    record = Record.in_memory()
    record.lay_out(identity)
    return record


def article_to_json(article: Article) -> str:
    """Return an article without its text as JSON."""
    return json.dumps(
        {
            "title": article.title,
            "outlet": article.outlet,
            "byline": article.byline,
            "published": article.published,
            "language": article.language,
            "url": article.url,
            "path": article.path,
            "removed": [[removal.text, removal.rule] for removal in article.removed],
        },
        ensure_ascii=False,
    )


def article_from_json(article_id: str, text: str, about: str) -> Article:
    """Return the article that `article_to_json` was given."""
    fields = json.loads(about)
    fields["removed"] = tuple(Removal(piece, rule) for piece, rule in fields["removed"])
    return Article(id=article_id, text=text, **fields)
