"""What one generation of a store holds, read from the record: articles, passages, vectors."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.errors import StoreError, UnknownArticleError
from index.filters import Filters, conditions_of
from index.passage import StoredPassage
from index.records import Record, article_from_json


@dataclass(frozen=True)
class Scored:
    """A passage and how well it fits; higher is better."""

    passage_id: int
    score: float


@dataclass(frozen=True)
class ArticleRow:
    """One article in a list of them.

    Attributes:
        id, title, outlet, published, language: As in `corpus.article.Article`.
        passages: Into how many passages it is cut.
        copies: Ids of the other articles that carry nearly the same text.
        paths: The files that hold it, those with identical text included.
    """

    id: str
    title: str
    outlet: str
    published: str | None
    language: str
    passages: int
    copies: tuple[str, ...]
    paths: tuple[str, ...]


@dataclass(frozen=True)
class StoreStatus:
    """What a store holds, in figures.

    Attributes:
        articles, passages: How many.
        languages: ISO 639-1 code to number of articles, the most frequent first.
        first_published, last_published: The earliest and the latest date, as the articles give
            them; None when no article is dated.
        embedder: The embedder it was made with.
        generation: Name of the generation that searches see.
        healthy: Whether what is derived from the record is whole and up to date.
    """

    articles: int
    passages: int
    languages: dict[str, int]
    first_published: str | None
    last_published: str | None
    embedder: str
    generation: str
    healthy: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the status as a JSON object."""
        return asdict(self)


_VISIBLE = "a.since <= :now AND a.until > :now"
# The standing of an article now or, when it has ended or is yet to come, at its last or first.
_ANY_STANDING = (
    "JOIN standings s ON s.article = a.number "
    "AND s.since <= max(a.since, min(:now, a.until - 1)) "
    "AND s.until > max(a.since, min(:now, a.until - 1))"
)
_STANDING = "JOIN standings s ON s.article = a.number AND s.since <= :now AND s.until > :now"


class Contents:
    """The record as one generation sees it."""

    def __init__(self, record: Record, generation: int) -> None:
        self.record = record
        self.generation = generation

    def _rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        return self.record.rows(query, {"now": self.generation, **values})

    def passage_ids(self) -> list[int]:
        """Return the ids of all passages, ascending."""
        rows = self._rows(
            "SELECT p.id FROM passages p JOIN articles a ON a.number = p.article "
            f"WHERE {_VISIBLE} ORDER BY p.id"
        )
        return [row[0] for row in rows]

    def count_passages(self) -> int:
        """Return how many passages there are."""
        ((count,),) = self._rows(
            "SELECT count(*) FROM passages p JOIN articles a ON a.number = p.article "
            f"WHERE {_VISIBLE}"
        )
        return int(count)

    def all_vectors(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the ids of all passages, ascending, and their vectors, (n, dimension)."""
        rows = self._rows(
            "SELECT p.id, v.vector FROM passages p JOIN articles a ON a.number = p.article "
            f"JOIN vectors v ON v.number = p.vector WHERE {_VISIBLE} ORDER BY p.id"
        )
        ids = np.asarray([row[0] for row in rows], np.int64)
        vectors = np.frombuffer(b"".join(row[1] for row in rows), np.float32)
        return ids, vectors.reshape(len(rows), self.record.dimension)

    def articles(self) -> list[ArticleRow]:
        """Return all articles by id."""
        rows = self._rows(
            "SELECT a.id, a.title, a.outlet, a.published, a.language, s.cluster, s.paths, "
            "(SELECT count(*) FROM passages p WHERE p.article = a.number) "
            f"FROM articles a {_STANDING} WHERE {_VISIBLE} ORDER BY a.id"
        )
        clusters: dict[str, list[str]] = {}
        for row in rows:
            clusters.setdefault(row[5], []).append(row[0])
        return [
            ArticleRow(
                id=row[0],
                title=row[1],
                outlet=row[2],
                published=row[3],
                language=row[4],
                passages=row[7],
                copies=tuple(other for other in clusters[row[5]] if other != row[0]),
                paths=tuple(json.loads(row[6])),
            )
            for row in rows
        ]

    def article(self, article_id: str) -> Article:
        """Return one article.

        Raises:
            UnknownArticleError: No article has this id.
        """
        rows = self._rows(
            "SELECT a.id, t.text, a.about FROM articles a JOIN texts t ON t.digest = a.text "
            f"WHERE a.id = :id AND {_VISIBLE}",
            id=article_id,
        )
        if not rows:
            raise UnknownArticleError(
                f"no article has the id {article_id!r}; `python -m qa search` shows the ids"
            )
        return article_from_json(*rows[0])

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return passages in the order of their ids.

        Passages of neighbouring generations are found as well, so that ids stay good while another
        thread moves on to a new generation.

        Raises:
            StoreError: There is no passage with one of the ids, or no longer.
        """
        found = {
            passage.id: passage
            for passage in self._stored(
                "p.id IN (SELECT value FROM json_each(:ids))", ids=json.dumps(list(ids))
            )
        }
        _expect_all(ids, found)
        return [found[each] for each in ids]

    def passages_of(self, article_id: str) -> list[StoredPassage]:
        """Return the passages of one article in its order.

        Raises:
            UnknownArticleError: No article has this id.
        """
        self.article(article_id)
        return list(self._stored(f"a.id = :id AND {_VISIBLE}", id=article_id))

    def _stored(self, condition: str, **values: Any) -> Iterator[StoredPassage]:
        rows = self._rows(
            "SELECT p.id, a.id, p.ordinal, p.start, p.stop, a.text, a.title, a.outlet, "
            "a.published, a.language, s.cluster "
            f"FROM passages p JOIN articles a ON a.number = p.article {_ANY_STANDING} "
            f"WHERE {condition} ORDER BY p.article, p.ordinal",
            **values,
        )
        texts = self._texts({row[5] for row in rows})
        for row in rows:
            yield StoredPassage(
                id=row[0],
                article_id=row[1],
                ordinal=row[2],
                start=row[3],
                end=row[4],
                # Sliced here, so that a passage cannot differ from its article.
                text=texts[row[5]][row[3] : row[4]],
                title=row[6],
                outlet=row[7],
                published=row[8],
                language=row[9],
                cluster=row[10],
            )

    def _texts(self, digests: Iterable[bytes]) -> dict[bytes, str]:
        found = {}
        for digest in digests:
            for (text,) in self.record.rows("SELECT text FROM texts WHERE digest = ?", (digest,)):
                found[digest] = text
        return found

    def vectors(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the vectors of passages, (n, dimension) float32 of unit norm, in the ids' order.

        Raises:
            StoreError: There is no passage with one of the ids, or no longer.
        """
        rows = self.record.rows(
            "SELECT p.id, v.vector FROM passages p JOIN vectors v ON v.number = p.vector "
            "WHERE p.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        found: dict[int, bytes] = dict(rows)
        _expect_all(ids, found)
        if not ids:
            return np.zeros((0, self.record.dimension), np.float32)
        joined = b"".join(found[each] for each in ids)
        return np.frombuffer(joined, np.float32).reshape(len(ids), -1)

    def select(self, filters: Filters) -> frozenset[int] | None:
        """Return the ids of the passages that filters allow; None when no filter is set.

        Raises:
            QuestionError: A date that is not one.
        """
        conditions, values = conditions_of(filters)
        if not conditions:
            return None
        rows = self._rows(
            "SELECT p.id FROM passages p JOIN articles a ON a.number = p.article "
            f"WHERE {_VISIBLE} AND {' AND '.join(conditions)}",
            **values,
        )
        return frozenset(row[0] for row in rows)

    def status(self, healthy: bool) -> StoreStatus:
        """Return the figures of this generation."""
        languages = self._rows(
            f"SELECT a.language, count(*) FROM articles a WHERE {_VISIBLE} "
            "GROUP BY a.language ORDER BY count(*) DESC, a.language"
        )
        first = self._rows(
            f"SELECT a.published FROM articles a WHERE {_VISIBLE} AND a.earliest IS NOT NULL "
            "ORDER BY a.earliest, a.latest LIMIT 1"
        )
        last = self._rows(
            f"SELECT a.published FROM articles a WHERE {_VISIBLE} AND a.latest IS NOT NULL "
            "ORDER BY a.latest DESC, a.earliest DESC LIMIT 1"
        )
        return StoreStatus(
            articles=sum(count for _, count in languages),
            passages=self.count_passages(),
            languages=dict(languages),
            first_published=first[0][0] if first else None,
            last_published=last[0][0] if last else None,
            embedder=self.record.fact("embedder"),
            generation=str(self.generation),
            healthy=healthy,
        )


def _expect_all(ids: Sequence[int], found: Container[int]) -> None:
    missing = [each for each in ids if each not in found]
    if missing:
        raise StoreError(
            f"the store holds no passage {missing[0]}; it was updated meanwhile, so search again"
        )
