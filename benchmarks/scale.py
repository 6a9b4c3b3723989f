"""Measure a store of many made-up articles: filling it, opening it, and searching it.

Run it in the project's root; 4,300 articles make about 50,000 passages and take a minute or two:

    python -m benchmarks.scale [--articles 4300] [--store FOLDER]

Word frequencies follow Zipf's law, as in real text. With ``--store`` the filled folder is kept, and
measured without being filled again the next time. Prints a line a measurement.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.article import Article
from index import vectors
from index.embedding import load_embedder
from index.ingest import add_articles, forget
from index.store import Filters, Store

EMBEDDER = "embedded"
VOCABULARY = 50_000
SENTENCES = 16
OUTLETS = ("Le Quotidien", "La Dépêche", "L'Agence")
_SYLLABLES = "ba ke lo mi nu ra ve do si ta pe fu gor lan mer sol tin vak cha brou".split()


class Press:
    """A source of articles and questions that look like text from afar."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._words = sorted(
            {
                "".join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 4)))
                for _ in range(VOCABULARY)
            }
        )
        self._random.shuffle(self._words)
        self._weights = [1 / (rank + 10) for rank in range(len(self._words))]

    def words(self, count: int) -> str:
        """Return some words, frequent ones more often."""
        return " ".join(self._random.choices(self._words, self._weights, k=count))

    def article(self, number: int) -> Article:
        """Return an article of some length, date and outlet."""
        count = self._random.randint(SENTENCES // 2, 3 * SENTENCES // 2)
        sentences = [
            f"{self.words(self._random.randint(8, 25)).capitalize()}." for _ in range(count)
        ]
        year, month = self._random.randint(2015, 2024), self._random.randint(1, 12)
        return Article(
            id=f"{number:06d}",
            text="\n".join(sentences),
            outlet=self._random.choice(OUTLETS),
            published=f"{year}-{month:02d}-{self._random.randint(1, 28):02d}",
        )


def show_once(name: str, action: Callable[[], object]) -> None:
    """Print how many seconds something takes."""
    began = time.perf_counter()
    action()
    print(f"{name}: {time.perf_counter() - began:.2f} s", flush=True)


def show_often(name: str, action: Callable[[int], object], times: int = 200) -> None:
    """Print how many milliseconds something takes, the median and the 95th percentile."""
    action(0)
    taken = []
    for number in range(times):
        began = time.perf_counter()
        action(number)
        taken.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(taken, [50, 95])
    print(f"{name}: {p50:.2f} ms, p95 {p95:.2f} ms", flush=True)


def measure(location: Path, articles: int) -> None:
    """Fill a store if it is not there, and measure it."""
    press = Press()
    embedder = load_embedder(EMBEDDER)
    if not location.exists():
        store = Store.open(str(location), embedder, EMBEDDER, create=True)
        many = [press.article(number) for number in range(articles)]
        show_once(f"filling with {articles} articles", lambda: add_articles(store, many))
        store.close()
    show_once("opening", lambda: Store.open(str(location), embedder, EMBEDDER).close())
    store = Store.open(str(location), embedder, EMBEDDER)
    print(f"{store.status().passages} passages in {store.status().articles} articles")
    queries = [press.words(6) for _ in range(200)]
    asked = [np.asarray(embedder.get_query_embedding(query), np.float32) for query in queries]
    show_once("first search by meaning", lambda: store.nearest(asked[0], 50))
    show_often("words, best 50", lambda number: store.matching(queries[number], 50))
    vectors.EXACT_LIMIT = sys.maxsize
    show_often("meaning, best 50", lambda number: store.nearest(asked[number], 50))
    for filters in (Filters(after="2024-12"), Filters(after="2024"), Filters(after="2018")):
        chosen = store.select(filters) or frozenset()
        part = f"{100 * len(chosen) / store.status().passages:.0f} % of the passages"
        show_often(f"choosing {part}", lambda _, f=filters: store.select(f), 20)  # type: ignore[misc]
        show_often(
            f"words in {part}",
            lambda number, among=chosen: store.matching(queries[number], 50, among),  # type: ignore[misc]
        )
        show_often(
            f"meaning in {part}",
            lambda number, among=chosen: store.nearest(asked[number], 50, among),  # type: ignore[misc]
        )
    exact = [store.nearest(vector, 50) for vector in asked]
    ids = [[scored.passage_id for scored in found] for found in exact]
    show_often("50 passages with their articles", lambda number: store.passages(ids[number]))
    vectors.EXACT_LIMIT = 0
    show_often("meaning through Chroma", lambda number: store.nearest(asked[number], 50))
    through = [{scored.passage_id for scored in store.nearest(vector, 50)} for vector in asked]
    shares = [len(found.intersection(best)) / 50 for found, best in zip(through, ids, strict=True)]
    print(f"of the 50 nearest Chroma finds {100 * float(np.mean(shares)):.1f} %")
    show_once("adding one article", lambda: add_articles(store, [press.article(999_999)]))
    show_once("forgetting it", lambda: forget(store, ["999999"]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=4_300)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        measure(options.store or Path(work) / "store", options.articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())
