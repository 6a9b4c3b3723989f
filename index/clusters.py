"""Which articles are near-identical copies of one text, kept up to date in the record.

Two articles are neighbours when their MinHash signatures agree enough; a cluster is what hangs
together by neighbours. That depends on the articles alone, not on the order in which they came.
A cluster goes by the id of its earliest article: by date, undated ones last, then by arrival.

A *standing* is what may change about an article while its text stays: its cluster and its files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from corpus.syndication import THRESHOLD, band_keys, similarity
from index.records import FOREVER, Record


class Clusters:
    """Settles the clusters of one new generation of the record."""

    def __init__(self, record: Record, generation: int) -> None:
        self._record = record
        self._generation = generation
        self._left_behind: set[int] = set()

    def end(self, numbers: Iterable[int]) -> None:
        """End the standings of articles that leave; to be called before the articles end."""
        for number in numbers:
            self._left_behind.update(
                row[0]
                for row in self._record.rows(
                    "SELECT other.article FROM standings mine JOIN standings other "
                    "ON other.cluster = mine.cluster AND other.until = mine.until "
                    "WHERE mine.article = ? AND mine.until = ?",
                    (number, FOREVER),
                )
            )
            self._end(number)

    def settle(self, begun: Iterable[int], touched: Iterable[int]) -> bool:
        """Give every article that is concerned its standing; return whether one changed.

        Args:
            begun: New articles.
            touched: Articles whose files may have changed.
        """
        seen: set[int] = set()
        changed = False
        for number in [*begun, *touched, *sorted(self._left_behind)]:
            if number in seen or not self._is_visible(number):
                continue
            members = self._component(number)
            seen.update(members)
            cluster = self._name(members)
            for member in members:
                changed |= self._stand(member, cluster)
        return changed

    def _is_visible(self, number: int) -> bool:
        return bool(
            self._record.rows(
                "SELECT 1 FROM articles WHERE number = ? AND until = ?", (number, FOREVER)
            )
        )

    def _component(self, number: int) -> list[int]:
        reached = {number: self._signature(number)}
        waiting = [number]
        while waiting:
            current = waiting.pop()
            for other, signature in self._candidates(reached[current]):
                if other not in reached and similarity(reached[current], signature) >= THRESHOLD:
                    reached[other] = signature
                    waiting.append(other)
        return sorted(reached)

    def _signature(self, number: int) -> bytes:
        rows = self._record.rows("SELECT signature FROM articles WHERE number = ?", (number,))
        return bytes(rows[0][0])

    def _candidates(self, signature: bytes) -> list[tuple[int, bytes]]:
        return self._record.rows(
            "SELECT number, signature FROM articles WHERE until = ? AND number IN "
            "(SELECT article FROM bands WHERE key IN (SELECT value FROM json_each(?)))",
            (FOREVER, json.dumps(_keys(signature))),
        )

    def _name(self, members: list[int]) -> str:
        rows = self._record.rows(
            "SELECT id FROM articles WHERE number IN (SELECT value FROM json_each(?)) "
            "ORDER BY earliest IS NULL, earliest, arrival LIMIT 1",
            (json.dumps(members),),
        )
        return str(rows[0][0])

    def _stand(self, number: int, cluster: str) -> bool:
        paths = [
            row[0]
            for row in self._record.rows(
                "SELECT d.path FROM documents d JOIN articles a ON a.text = d.text "
                "WHERE a.number = ? AND d.path != '' ORDER BY d.arrival",
                (number,),
            )
        ]
        listed = json.dumps(list(dict.fromkeys(paths)), ensure_ascii=False)
        current = self._record.rows(
            "SELECT cluster, paths FROM standings WHERE article = ? AND until = ?",
            (number, FOREVER),
        )
        if current == [(cluster, listed)]:
            return False
        self._end(number)
        self._record.execute(
            "INSERT INTO standings VALUES (?, ?, ?, ?, ?)",
            (number, cluster, listed, self._generation, FOREVER),
        )
        return True

    def _end(self, number: int) -> None:
        self._record.execute(
            "UPDATE standings SET until = ? WHERE article = ? AND until = ?",
            (self._generation, number, FOREVER),
        )


def enter_bands(record: Record, number: int, signature: bytes) -> None:
    """Add the keys under which an article's neighbours find it."""
    record.execute_many(
        "INSERT OR IGNORE INTO bands VALUES (?, ?)", [(key, number) for key in _keys(signature)]
    )


def forget_bands(record: Record, number: int, signature: bytes) -> None:
    """Remove the keys of an article that no generation holds any longer."""
    record.execute_many(
        "DELETE FROM bands WHERE key = ? AND article = ?",
        [(key, number) for key in _keys(signature)],
    )


def _keys(signature: bytes) -> list[int]:
    """Return the band keys as numbers that SQLite stores in few bytes."""
    return [
        int.from_bytes(hashlib.blake2b(key, digest_size=6).digest(), "big")
        for key in band_keys(signature)
    ]
