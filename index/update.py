"""One change of a store's record: documents in and out, and what follows for its articles.

A document is one file, or one member of a file that holds several. Documents with identical text
are one article: that of the document that came first, its *head*. When the head leaves, the next
document becomes the head, under its own id.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from corpus.characters import fold
from index.changes import Changes, Effect, OnProgress, digest_of, text_digest
from index.clusters import Clusters, enter_bands, forget_bands
from index.filters import span_of
from index.passage import Passage
from index.preparation import Preparation, Prepared, vector_numbers
from index.records import FOREVER, Identity, Record, article_from_json, article_to_json


@dataclass(frozen=True)
class _Head:
    """The document that gives an article its id and metadata."""

    article_id: str
    digest: bytes
    text: bytes
    arrival: int
    about: str


class Update:
    """Carries changes into a record; `apply` does the whole."""

    def __init__(self, record: Record, identity: Identity, preparation: Preparation) -> None:
        self._record = record
        self._identity = identity
        self._preparation = preparation
        self._recut = not record.is_cut_by(identity)
        self._prepared: dict[bytes, Prepared] = {}

    def apply(self, changes: Changes, keep_from: int, tell: OnProgress) -> Effect:
        """Prepare what is new, then change the record in one transaction.

        Args:
            changes: What to do.
            keep_from: The oldest generation whose rows must stay.
            tell: Told how it goes.
        """
        articles = [*changes.documents_in, *self._to_recut(changes)]
        self._prepared = self._preparation.prepare(articles, tell)
        with self._record.transaction():
            self._change_files(changes)
            touched = self._change_documents(changes)
            if self._recut:
                touched |= self._prepared.keys()
                self._record.set_fact("recipe", self._identity.recipe)
            effect = self._change_articles(touched)
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

    def _change_articles(self, touched: set[bytes]) -> Effect:
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
            if is_same and not (self._recut and self._is_cut_anew(rows[0][0], text)):
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
        numbers = [self._insert_article(head, generation) for head in begun]
        changed = clusters.settle(numbers, regrouped)
        if ended or begun or changed:
            record.set_fact("generation", str(generation))
        ids = {head.article_id for head in begun}
        return Effect(
            added=frozenset(ids - ended.keys()),
            updated=frozenset(ids & ended.keys()),
            removed=frozenset(ended.keys() - ids),
        )

    def _is_cut_anew(self, number: int, text: bytes) -> bool:
        """Whether an article has been cut into other passages than the stored ones."""
        stored = self._record.rows(
            "SELECT start, stop FROM passages WHERE article = ? ORDER BY ordinal", (number,)
        )
        return stored != [(each.start, each.end) for each in self._prepared[text].passages]

    def _insert_article(self, head: _Head, generation: int) -> int:
        """Insert an article and its passages; return its number."""
        article = article_from_json(head.article_id, "", head.about)
        prepared = self._prepared.get(head.text)
        signature = prepared.signature if prepared else self._former_signature(head.text)
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
                *span_of(article.published),
                head.about,
                signature,
                generation,
                FOREVER,
            ),
        )
        if prepared:
            self._insert_passages(number, prepared.passages)
        else:
            self._copy_passages(number, head.text)
        enter_bands(self._record, number, signature)
        return number

    def _former_signature(self, text: bytes) -> bytes:
        """Return the signature of an article with the same text, which has just ended."""
        rows = self._record.rows("SELECT signature FROM articles WHERE text = ? LIMIT 1", (text,))
        return bytes(rows[0][0])

    def _insert_passages(self, number: int, passages: Sequence[Passage]) -> None:
        digests = [text_digest(passage.text) for passage in passages]
        vectors = vector_numbers(self._record, self._identity.embedder, digests)
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
        for number, signature in gone:
            forget_bands(record, number, signature)
            record.execute("DELETE FROM passages WHERE article = ?", (number,))
            record.execute("DELETE FROM articles WHERE number = ?", (number,))
        record.execute("DELETE FROM standings WHERE until <= ?", (keep_from,))
        record.execute(
            "DELETE FROM texts WHERE digest NOT IN (SELECT text FROM articles) "
            "AND digest NOT IN (SELECT text FROM documents)"
        )
        record.execute("DELETE FROM vectors WHERE number NOT IN (SELECT vector FROM passages)")
