"""One change of a store's record: documents in and out, and what follows for its articles.

A document is one file, or one member of a file that holds several. Documents with identical text
are one article: that of the document that came first, its *head*. When the head leaves, the next
document becomes the head, under its own id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from corpus.article import Article
from corpus.characters import fold
from corpus.syndication import signature
from index.clusters import Clusters, forget_bands
from index.contents import first_day, last_day
from index.passage import Passage, split_article
from index.records import FOREVER, Identity, Record, article_from_json, article_to_json

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

# Passages embedded, and saved, at a time.
BATCH = 256


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


@dataclass(frozen=True)
class _Head:
    """The document that gives an article its id and metadata."""

    article_id: str
    digest: bytes
    text: bytes
    arrival: int
    about: str


def digest_of(article: Article) -> bytes:
    """Return what tells whether an article, text or metadata, has changed."""
    return hashlib.sha256((article_to_json(article) + "\0" + article.text).encode()).digest()


def text_digest(text: str) -> bytes:
    """Return the content hash of a text."""
    return hashlib.sha256(text.encode()).digest()


class Update:
    """Carries changes into a record; `apply` does the whole."""

    def __init__(self, record: Record, identity: Identity, embedder: BaseEmbedding) -> None:
        self._record = record
        self._identity = identity
        self._embedder = embedder
        self._recut = False

    def apply(
        self,
        changes: Changes,
        keep_from: int,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> Effect:
        """Embed what is new, then change the record in one transaction.

        Args:
            changes: What to do.
            keep_from: The oldest generation whose rows must stay.
            on_progress: Told the number of passages that are embedded, and of all that have to be.
        """
        self._recut = not self._record.is_cut_by(self._identity)
        passages = self._split([*changes.documents_in, *self._to_recut(changes)])
        self._embed([passage.text for cut in passages.values() for passage in cut], on_progress)
        with self._record.transaction():
            self._change_files(changes)
            touched = self._change_documents(changes)
            if self._recut:
                touched |= passages.keys()
                self._record.set_fact("recipe", self._identity.recipe)
            effect = self._change_articles(touched, passages)
            self._purge(keep_from)
        return effect

    def _to_recut(self, changes: Changes) -> list[Article]:
        """Return the stored articles that have to be cut anew, since cutting has changed."""
        if not self._recut:
            return []
        rows = self._record.rows(
            "SELECT d.article_id, t.text, d.about FROM documents d "
            "JOIN texts t ON t.digest = d.text ORDER BY d.arrival"
        )
        return [article_from_json(*row) for row in rows if row[0] not in changes.documents_out]

    def _split(self, articles: Iterable[Article]) -> dict[bytes, list[Passage]]:
        cut = {}
        for article in articles:
            digest = text_digest(article.text)
            if digest not in cut:
                cut[digest] = split_article(
                    article, self._identity.passage_tokens, self._identity.passage_overlap
                )
        return cut

    def _embed(
        self, texts: Sequence[str], on_progress: Callable[[int, int], None] | None = None
    ) -> None:
        """Make sure that the record has a vector for each text, saving them batch by batch."""
        wanted = {text_digest(text): text for text in texts}
        known = self._vector_numbers(wanted)
        missing = [(digest, text) for digest, text in wanted.items() if digest not in known]
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            vectors = np.asarray(
                self._embedder.get_text_embedding_batch([text for _, text in batch]), np.float32
            )
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            vectors /= np.where(lengths > 0, lengths, np.float32(1))
            with self._record.transaction():
                self._record.execute_many(
                    "INSERT INTO vectors (digest, embedder, vector) VALUES (?, ?, ?)",
                    [
                        (digest, self._identity.embedder, vector.tobytes())
                        for (digest, _), vector in zip(batch, vectors, strict=True)
                    ],
                )
            if on_progress:
                on_progress(start + len(batch), len(missing))

    def _vector_numbers(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        found = {}
        for digest in digests:
            for (number,) in self._record.rows(
                "SELECT number FROM vectors WHERE digest = ? AND embedder = ?",
                (digest, self._identity.embedder),
            ):
                found[digest] = number
        return found

    def _change_files(self, changes: Changes) -> None:
        record = self._record
        record.execute_many("DELETE FROM roots WHERE path = ?", [(p,) for p in changes.roots_out])
        record.execute_many(
            "INSERT OR IGNORE INTO roots (path) VALUES (?)", [(p,) for p in changes.roots_in]
        )
        record.execute_many("DELETE FROM files WHERE path = ?", [(p,) for p in changes.files_out])
        record.execute_many(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    file.path,
                    file.root,
                    file.base,
                    file.size,
                    file.modified,
                    file.seen,
                    file.digest,
                    json.dumps(file.skipped, ensure_ascii=False),
                    file.reader,
                )
                for file in changes.files_in
            ],
        )

    def _change_documents(self, changes: Changes) -> set[bytes]:
        """Take documents out and put documents in; return the texts whose documents changed."""
        record = self._record
        before: dict[str, tuple[bytes, int]] = {}
        for article_id in changes.documents_out:
            for text, arrival in record.rows(
                "SELECT text, arrival FROM documents WHERE article_id = ?", (article_id,)
            ):
                before[article_id] = (text, arrival)
            record.execute("DELETE FROM documents WHERE article_id = ?", (article_id,))
        touched = {text for text, _ in before.values()}
        arrival = int(record.fact("arrivals") or 0)
        for article in changes.documents_in:
            text = text_digest(article.text)
            # A document whose text stays keeps its place in the order of arrival.
            old_text, place = before.get(article.id, (b"", 0))
            if old_text != text:
                arrival += 1
                place = arrival
            touched.add(text)
            record.execute("INSERT OR IGNORE INTO texts VALUES (?, ?)", (text, article.text))
            record.execute(
                "INSERT INTO documents (article_id, path, digest, text, arrival, about) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (
                    article.id,
                    article.path,
                    digest_of(article),
                    text,
                    place,
                    article_to_json(article),
                ),
            )
        record.set_fact("arrivals", str(arrival))
        return touched

    def _change_articles(self, touched: set[bytes], passages: dict[bytes, list[Passage]]) -> Effect:
        """Bring articles in line with the documents of some texts, as a new generation."""
        record = self._record
        ended: dict[str, int] = {}
        begun: list[_Head] = []
        regrouped: set[int] = set()
        for text in sorted(touched):
            heads = record.rows(
                "SELECT article_id, digest, text, arrival, about FROM documents WHERE text = ? "
                "ORDER BY arrival LIMIT 1",
                (text,),
            )
            rows = record.rows(
                "SELECT number, id, digest FROM articles WHERE text = ? AND until = ?",
                (text, FOREVER),
            )
            head = _Head(*heads[0]) if heads else None
            is_same = head and rows and rows[0][1:] == (head.article_id, head.digest)
            if is_same and not (self._recut and self._is_cut_anew(rows[0][0], passages[text])):
                regrouped.add(rows[0][0])
                continue
            ended.update({row[1]: row[0] for row in rows})
            if head:
                begun.append(head)
        begun.sort(key=lambda head: head.arrival)
        generation = record.generation + 1
        clusters = Clusters(record, generation)
        clusters.end(ended.values())
        record.execute_many(
            "UPDATE articles SET until = ? WHERE number = ?",
            [(generation, number) for number in ended.values()],
        )
        numbers = []
        for head in begun:
            number = self._insert_article(head, generation, clusters)
            if head.text in passages:
                self._insert_passages(number, passages[head.text])
            else:
                self._copy_passages(number, head.text)
            numbers.append(number)
        changed = clusters.settle(numbers, regrouped)
        if ended or begun or changed:
            record.set_fact("generation", str(generation))
        ids = {head.article_id for head in begun}
        return Effect(
            added=frozenset(ids - ended.keys()),
            updated=frozenset(ids & ended.keys()),
            removed=frozenset(ended.keys() - ids),
        )

    def _is_cut_anew(self, number: int, passages: list[Passage]) -> bool:
        """Whether an article is to be cut into other passages than the stored ones."""
        stored = self._record.rows(
            "SELECT start, stop FROM passages WHERE article = ? ORDER BY ordinal", (number,)
        )
        return stored != [(each.start, each.end) for each in passages]

    def _insert_article(self, head: _Head, generation: int, clusters: Clusters) -> int:
        """Insert an article; return its number."""
        ((text,),) = self._record.rows("SELECT text FROM texts WHERE digest = ?", (head.text,))
        article = article_from_json(head.article_id, text, head.about)
        sketch = signature(text)
        number = self._record.execute(
            "INSERT INTO articles (id, digest, text, arrival, title, outlet, outlet_folded, "
            "language, published, earliest, latest, about, signature, since, until) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                head.digest,
                head.text,
                head.arrival,
                article.title,
                article.outlet,
                fold(article.outlet),
                article.language,
                article.published,
                first_day(article.published) if article.published else None,
                last_day(article.published) if article.published else None,
                head.about,
                sketch,
                generation,
                FOREVER,
            ),
        )
        clusters.enter(number, sketch)
        return number

    def _insert_passages(self, number: int, passages: list[Passage]) -> None:
        digests = [text_digest(passage.text) for passage in passages]
        vectors = self._vector_numbers(digests)
        self._record.execute_many(
            "INSERT INTO passages (article, ordinal, start, stop, tokens, vector) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (number, each.ordinal, each.start, each.end, each.tokens, vectors[digest])
                for each, digest in zip(passages, digests, strict=True)
            ],
        )

    def _copy_passages(self, number: int, text: bytes) -> None:
        """Give an article the passages of the one with the same text that has just ended."""
        self._record.execute(
            "INSERT INTO passages (article, ordinal, start, stop, tokens, vector) "
            "SELECT ?, ordinal, start, stop, tokens, vector FROM passages WHERE article = "
            "(SELECT max(number) FROM articles WHERE text = ? AND number != ?) ORDER BY ordinal",
            (number, text, number),
        )

    def _purge(self, keep_from: int) -> None:
        """Delete what neither a generation from this one on nor a document needs any longer."""
        record = self._record
        gone = record.rows("SELECT number, signature FROM articles WHERE until <= ?", (keep_from,))
        for number, sketch in gone:
            forget_bands(record, number, sketch)
            record.execute("DELETE FROM passages WHERE article = ?", (number,))
            record.execute("DELETE FROM articles WHERE number = ?", (number,))
        record.execute("DELETE FROM standings WHERE until <= ?", (keep_from,))
        record.execute(
            "DELETE FROM texts WHERE digest NOT IN (SELECT text FROM articles) "
            "AND digest NOT IN (SELECT text FROM documents)"
        )
        record.execute("DELETE FROM vectors WHERE number NOT IN (SELECT vector FROM passages)")
