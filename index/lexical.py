"""The BM25 index over passages, kept by Tantivy in a folder or in memory.

Titles and texts are analysed twice, as French and as English, and a question is put to both: the
language of neither has to be known. Before that, what the two languages glue together is undone
(``l'usine``, ``the minister's``), figures lose the separators of their thousands, and acronyms
their dots, so that ``14.000`` finds ``14 000`` and ``O.N.U.`` finds ``ONU``.

A question is always words, never query syntax.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.contents import Scored

if TYPE_CHECKING:
    import tantivy

# Words of a question beyond this number are not searched for; the question would be an article.
LONGEST_QUERY = 64
# So many passages or more are filtered after the search, fewer within it: there each costs 1 µs.
FEW = 2_000
WRITER_BYTES = 64_000_000

_LANGUAGES = {"fr": "french", "en": "english"}
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009.,'’](?=\d{3}(?!\d))")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True)
class Words:
    """What the index is told about one passage."""

    passage_id: int
    title: str
    text: str


class Lexical:
    """A BM25 index that can be changed; searches go to a `Searchable` taken from it."""

    def __init__(self, folder: Path | None) -> None:
        """Open the index in a folder, or make it there; None means in memory."""
        import tantivy

        schema = _schema()
        if folder is None:
            self._index = tantivy.Index(schema)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(schema, path=str(folder))
        for code in _LANGUAGES:
            self._index.register_tokenizer(code, _analyzer(code))

    def change(self, removed: Iterable[int], added: Iterable[Words]) -> None:
        """Take passages out, then put passages in; all of it or nothing."""
        import tantivy

        writer = self._index.writer(WRITER_BYTES, 1)
        if gone := list(removed):
            # Deleting by term compares the id as a signed number and deletes nothing.
            writer.delete_documents_by_query(
                tantivy.Query.term_set_query(self._index.schema, "id", gone)
            )
        for words in added:
            title, text = untie(words.title), untie(words.text)
            document = tantivy.Document()
            document.add_unsigned("id", words.passage_id)
            for code in _LANGUAGES:
                document.add_text(f"title_{code}", title)
                document.add_text(f"text_{code}", text)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def searchable(self) -> Searchable:
        """Return the index as it is now; later changes do not reach it."""
        return Searchable(self._index.searcher(), self._index.schema)


class Searchable:
    """One state of the BM25 index; safe to use from several threads."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema

    def __len__(self) -> int:
        return self._searcher.num_docs

    def matching(self, query: str, k: int, among: frozenset[int] | None = None) -> list[Scored]:
        """Return the best passages for a question, best first, ties by passage id.

        Args:
            query: Any text.
            k: At most so many.
            among: Only these passages, when not None; none that fits is missed.
        """
        words = self._words(query)
        if words is None or k < 1 or len(self) == 0:
            return []
        if among is None:
            found = self._best(words, k)
        elif len(among) < FEW:
            found = self._best(self._only(words, among), k)
        else:
            found = self._best_among(words, k, among)
        return sorted(found, key=lambda scored: (-scored.score, scored.passage_id))[:k]

    def _best(self, words: tantivy.Query, limit: int) -> list[Scored]:
        hits = self._searcher.search(words, limit=limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [
            Scored(int(number or 0), float(score))
            for number, (score, _) in zip(ids, hits, strict=True)
        ]

    def _only(self, words: tantivy.Query, among: frozenset[int]) -> tantivy.Query:
        """Return a query that only some passages can satisfy; its time grows with their number."""
        import tantivy

        allowed = tantivy.Query.term_set_query(self._schema, "id", list(among))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, words),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0)),
            ]
        )

    def _best_among(self, words: tantivy.Query, k: int, among: frozenset[int]) -> list[Scored]:
        """Search ever deeper until k of the passages that may be found are, or no more are left."""
        share = min(len(among) / len(self), 1.0)
        limit = int(2 * k / share) + k
        while True:
            best = self._best(words, limit)
            found = [scored for scored in best if scored.passage_id in among]
            if len(found) >= k or len(best) < limit:
                return found
            limit *= 4

    def _words(self, query: str) -> tantivy.Query | None:
        import tantivy

        plain = untie(query)
        wanted = []
        for code in _LANGUAGES:
            for word in dict.fromkeys(_analyzer(code).analyze(plain)[:LONGEST_QUERY]):
                for field in (f"title_{code}", f"text_{code}"):
                    term = tantivy.Query.term_query(self._schema, field, word, "freq")
                    wanted.append((tantivy.Occur.Should, term))
        return tantivy.Query.boolean_query(wanted) if wanted else None


def untie(text: str) -> str:
    """Return text with elisions, possessives, thousands and acronyms made plain."""
    text = _ELISION.sub(" ", text)
    text = _POSSESSIVE.sub(" ", text)
    text = _THOUSANDS.sub("", text)
    return _ACRONYM.sub(lambda match: match.group().replace(".", ""), text)


@functools.cache
def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
    for code in _LANGUAGES:
        for name in ("title", "text"):
            builder.add_text_field(f"{name}_{code}", tokenizer_name=code, index_option="freq")
    return builder.build()


@functools.cache
def _analyzer(code: str) -> tantivy.TextAnalyzer:
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in (
        tantivy.Filter.remove_long(80),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer(_LANGUAGES[code]),
    ):
        builder = builder.filter(each)
    return builder.build()
