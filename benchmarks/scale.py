"""Measure stores of growing size: filling, opening, searching, memory, disk, and recall.

    python -m benchmarks.scale --data DIR [--passages 1000 10000 100000 | --articles N]
        [--plot FILE.svg]

DIR holds parallel/{hansard_noaccents,europarl_3k,tatoeba}.tsv and qa/piaf_dev.json: articles are
mixed from runs of their real sentences. Memory is the peak of a process that opens and searches.
Recall is of the ten nearest passages by vector against a scan of all vectors, as searched by the
store, and through Chroma's index. "growth" is a figure as a multiple of the size before.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import multiprocessing
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.plots import Line, draw_lines
from corpus.article import Article
from index import vectors
from index.ingest import add_articles
from index.store import Store
from qa.assistant import Assistant
from qa.evaluation.datasets import read_pairs, read_squad
from qa.settings import Settings

SEED = 0
# An article is so many runs of so many lines.
RUNS, LINES = 5, 3
OUTLETS = ("Le Quotidien", "La Dépêche", "L'Agence")
# An article of this make has about so many passages.
PASSAGES_AN_ARTICLE = 3.57
QUERIES = 200
K = 10


@dataclass(frozen=True)
class Measured:
    """What one size gave: seconds, mebibytes, milliseconds and shares."""

    passages: int
    fill_s: float
    passages_per_s: float
    disk_mib: float
    memory_mib: float
    open_s: float
    search_p50_ms: float
    search_p95_ms: float
    add_one_s: float
    recall: float
    recall_chroma: float


class Press:
    """A source of articles and queries made of real sentences."""

    def __init__(self, data: Path) -> None:
        self._random = random.Random(SEED)
        sources = [
            [french for _, french in read_pairs(data / f"parallel/{name}.tsv")]
            for name in ("hansard_noaccents", "europarl_3k", "tatoeba")
        ]
        self._sources = [*sources, list(read_squad(data / "qa/piaf_dev.json").paragraphs)]
        self._queries = [
            english for english, _ in read_pairs(data / "parallel/hansard_noaccents.tsv")
        ]

    def article(self, number: int) -> Article:
        """Return an article of mixed sentences, dated and with an outlet."""
        paragraphs = []
        for _ in range(RUNS):
            (source,) = self._random.choices(self._sources, (8, 2, 3, 2))
            # A paragraph of PIAF is a run by itself.
            lines = 1 if source is self._sources[-1] else LINES
            first = self._random.randrange(len(source) - lines)
            paragraphs.append(" ".join(source[first : first + lines]))
        year, month, day = (
            self._random.randint(*span) for span in ((2015, 2024), (1, 12), (1, 28))
        )
        return Article(
            id=f"{number:06d}",
            text="\n\n".join(paragraphs),
            language="fr",
            outlet=self._random.choice(OUTLETS),
            published=f"{year}-{month:02d}-{day:02d}",
        )

    def queries(self) -> list[str]:
        """Return sentences to search for, half of them in English."""
        french = self._random.sample(self._sources[0], QUERIES // 2)
        return french + self._random.sample(self._queries, QUERIES // 2)


@dataclass(frozen=True)
class Filled:
    """What filling gave, and what to search for."""

    seconds: float
    disk_mib: float
    queries: tuple[str, ...]
    further: Article


def fill(data: Path, place: Path, passages: int) -> Filled:
    """Fill a store with about so many passages."""
    press = Press(data)
    articles = [press.article(number) for number in range(round(passages / PASSAGES_AN_ARTICLE))]
    assistant = Assistant.open(place, Settings(), create=True)
    began = time.perf_counter()
    add_articles(assistant.store, articles)
    seconds = time.perf_counter() - began
    assistant.close()
    disk = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
    return Filled(seconds, disk / 2**20, tuple(press.queries()), press.article(999_999))


def search(place: Path, filled: Filled) -> Measured:
    """Measure a filled store as a process that only searches meets it."""
    began = time.perf_counter()
    assistant = Assistant.open(place, Settings())
    opened = time.perf_counter() - began
    assistant.search(filled.queries[0], K)
    times = []
    for query in filled.queries:
        began = time.perf_counter()
        assistant.search(query, K)
        times.append((time.perf_counter() - began) * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    count = assistant.status().passages
    recall, recall_chroma = _recalls(assistant.store, filled.queries)
    began = time.perf_counter()
    add_articles(assistant.store, [filled.further])
    added = time.perf_counter() - began
    assistant.close()
    p50, p95 = np.percentile(times, [50, 95])
    return Measured(
        passages=count,
        fill_s=filled.seconds,
        passages_per_s=count / filled.seconds,
        disk_mib=filled.disk_mib,
        memory_mib=memory,
        open_s=opened,
        search_p50_ms=float(p50),
        search_p95_ms=float(p95),
        add_one_s=added,
        recall=recall,
        recall_chroma=recall_chroma,
    )


def measure(data: Path, passages: int) -> Measured:
    """Fill a store and search it, each in a process of its own, so that its memory is its own."""
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        with spawn.Pool(1) as pool:
            filled = pool.apply(fill, (data, place, passages))
        with spawn.Pool(1) as pool:
            return pool.apply(search, (place, filled))


def _recalls(store: Store, queries: Sequence[str]) -> tuple[float, float]:
    """Return recall@10 of the vectors as the store searches, and through Chroma, against a scan."""
    asked = [np.asarray(store.embedder.get_query_embedding(q), np.float32) for q in queries]
    usual = vectors.EXACT_LIMIT

    def nearest(limit: int) -> list[set[int]]:
        vectors.EXACT_LIMIT = limit
        return [{scored.passage_id for scored in store.nearest(vector, K)} for vector in asked]

    exact, found, through = nearest(10**9), nearest(usual), nearest(0)
    vectors.EXACT_LIMIT = usual
    return tuple(  # type: ignore[return-value]
        statistics.mean(len(one & best) / K for one, best in zip(other, exact, strict=True))
        for other in (found, through)
    )


def rows(measured: Sequence[Measured]) -> Iterator[str]:
    """Yield a line a figure, with its growth from size to size."""
    for field in dataclasses.fields(Measured):
        values = [getattr(each, field.name) for each in measured]
        cells = [f"{values[0]:>14.2f}"]
        for before, value in itertools.pairwise(values):
            cells.append(f"{value:>14.2f} (x{value / before if before else 0:5.1f})")
        yield f"{field.name:16}" + "".join(cells)


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description="Measure stores of growing size.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--articles", type=int, help="one size, in articles instead of passages")
    parser.add_argument("--plot", type=Path, help="draw the figures here (.svg)")
    options = parser.parse_args()
    if options.articles:
        options.passages = [round(options.articles * PASSAGES_AN_ARTICLE)]
    measured = []
    for passages in options.passages:
        measured.append(measure(options.data, passages))
        print(measured[-1], flush=True)
    print("\n".join(rows(measured)))
    if options.plot:
        sizes = [each.passages for each in measured]
        lines = [
            Line("passages/s indexed", sizes, [each.passages_per_s for each in measured]),
            Line("search p95, ms", sizes, [each.search_p95_ms for each in measured]),
            Line("peak memory, MiB", sizes, [each.memory_mib for each in measured]),
            Line("disk, MiB", sizes, [each.disk_mib for each in measured]),
        ]
        draw_lines(lines, "passages in the store", options.plot)


if __name__ == "__main__":
    main()
