"""How often the right passage comes first: words alone, vectors alone, LlamaIndex's default with
MiniLM, and ours, on the same questions in one run.

    python -m benchmarks.retrieval --data DIR [--questions 600]

DIR holds qa/piaf_dev.json, qa/xquad_en.json and qa/squad2.json (a question has to find its
paragraph), parallel/news_commentary_5k.tsv (a sentence has to find the passage of five lines that
holds its translation) and parallel/tatoeba_test.tsv (a French sentence has to find its
translation). 95 % bootstrap intervals in brackets. MiniLM is measured where Chroma has its default
model at hand, else left out. "candidates" is the share of questions whose passage is among those
that late interaction ranks.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.peers import build_peer
from benchmarks.ranking import ndcg, recall_at, reciprocal_rank
from corpus.article import Article
from index.embedding.static import load_static_vectors
from index.ingest import add_articles
from index.retriever import DEPTH as CANDIDATES
from qa.assistant import Assistant
from qa.evaluation.datasets import ReadingSet, read_pairs, read_squad
from qa.evaluation.peers import MiniLM
from qa.evaluation.statistics import interval
from qa.settings import Settings

SEED = 0
DEPTH = 10
LINES = 5

Search = Callable[[str], list[str]]


def searches(assistant: Assistant) -> dict[str, Search]:
    """Return the ways to search that are compared, each giving article ids best first."""
    store = assistant.store

    def articles(ids: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(p.article_id for p in store.passages(ids)))

    def by_words(question: str) -> list[str]:
        return articles([scored.passage_id for scored in store.matching(question, 3 * DEPTH)])

    def by_vectors(question: str) -> list[str]:
        vector = np.asarray(store.embedder.get_query_embedding(question), np.float32)
        return articles([scored.passage_id for scored in store.nearest(vector, 3 * DEPTH)])

    def together(question: str) -> list[str]:
        hits = assistant.retriever.search(question, 3 * DEPTH)
        return list(dict.fromkeys(hit.article_id for hit in hits))

    return {"BM25": by_words, "vectors": by_vectors, "Sourcier": together}


def candidate_share(assistant: Assistant, questions: Sequence[tuple[str, str]]) -> float:
    """Return the share of questions whose article is among the candidates of late interaction."""
    store, found = assistant.store, []
    for question, right in questions:
        vector = np.asarray(store.embedder.get_query_embedding(question), np.float32)
        near = store.nearest(vector, CANDIDATES) + store.matching(question, CANDIDATES)
        passages = store.passages([scored.passage_id for scored in near])
        found.append(any(passage.article_id == right for passage in passages))
    return statistics.mean(found)


def measure(way: str, search: Search, questions: Sequence[tuple[str, str]], note: str = "") -> None:
    """Ask (question, id of the right article) and print a row."""
    ranks: list[int | None] = []
    times = []
    for question, right in questions:
        begun = time.perf_counter()
        found = search(question)
        times.append((time.perf_counter() - begun) * 1000)
        ranks.append(found.index(right) + 1 if right in found else None)
    columns = []
    for name, values in (
        ("R@1", [recall_at(1, rank) for rank in ranks]),
        ("R@5", [recall_at(5, rank) for rank in ranks]),
        ("R@10", [recall_at(10, rank) for rank in ranks]),
        ("MRR@10", [reciprocal_rank(rank) for rank in ranks]),
        ("nDCG@10", [ndcg(rank) for rank in ranks]),
    ):
        low, high = interval([[value] for value in values])
        columns.append(f"{name} {statistics.mean(values):.3f} [{low:.3f} {high:.3f}]")
    p50, p95 = np.percentile(times, [50, 95])
    speed = f"p50 {p50:.1f} p95 {p95:.1f} ms, {1000 / statistics.mean(times):.0f} queries/s"
    print(f"  {way:24} {'  '.join(columns)}  {speed}{note}", flush=True)


def compare(
    name: str, texts: Sequence[str], language: str, questions: Sequence[tuple[str, str]]
) -> None:
    """Index the texts, ask the questions in every way, and print a row each."""
    articles = [Article(f"p{number}", text, language=language) for number, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store"
        assistant = Assistant.open(place, Settings(), create=True)
        started = time.perf_counter()
        add_articles(assistant.store, articles)
        passages = assistant.status().passages
        speed = passages / (time.perf_counter() - started)
        size = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
        print(
            f"\n{name}: {len(questions)} questions, {passages} passages, {speed:.0f} passages/s "
            f"indexed, {size / 2**20:.1f} MiB on disk, "
            f"candidates {candidate_share(assistant, questions):.3f}"
        )
        for way, search in searches(assistant).items():
            measure(way, search, questions)
        assistant.close()
    if MiniLM.is_present():
        peer = build_peer(texts, MiniLM(), 3 * DEPTH)
        measure(
            "LlamaIndex with MiniLM",
            lambda question: [
                str(node.node.ref_doc_id) for node in peer.retriever.retrieve(question)
            ],
            questions,
            f"; {peer.passages_per_second:.0f} nodes/s indexed, Sourcier "
            f"{speed / peer.passages_per_second:.0f} times as many passages",
        )


def sample(reading: ReadingSet, count: int) -> list[tuple[str, str]]:
    """Return (question, id of its paragraph), drawn with a fixed seed among the answerable."""
    asked = [entry for entry in reading.questions if entry.answers]
    chosen = random.Random(SEED).sample(asked, min(count, len(asked)))
    return [(entry.text, f"p{entry.paragraph}") for entry in chosen]


def main() -> None:
    """Run every comparison and print the tables."""
    parser = argparse.ArgumentParser(description="Measure retrieval.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=600, help="of each set")
    options = parser.parse_args()
    piaf = read_squad(options.data / "qa/piaf_dev.json")
    compare("PIAF, French to French", piaf.paragraphs, "fr", sample(piaf, options.questions))
    pairs = read_pairs(options.data / "parallel/news_commentary_5k.tsv")
    places = random.Random(SEED).sample(range(len(pairs)), options.questions)
    for name, asked, told, language in (
        ("News, English to French", 0, 1, "fr"),
        ("News, French to English", 1, 0, "en"),
    ):
        news = [
            " ".join(pair[told] for pair in pairs[first : first + LINES])
            for first in range(0, len(pairs), LINES)
        ]
        sentences = [(pairs[place][asked], f"p{place // LINES}") for place in places]
        compare(name, news, language, sentences)
    for name, file in (("XQuAD", "xquad_en"), ("SQuAD 2", "squad2")):
        english = read_squad(options.data / f"qa/{file}.json")
        compare(f"{name}, English", english.paragraphs, "en", sample(english, options.questions))
    translations = read_pairs(options.data / "parallel/tatoeba_test.tsv")
    vectors = load_static_vectors()
    sides = [vectors.embed([pair[side] for pair in translations]) for side in (0, 1)]
    right = (sides[1] @ sides[0].T).argmax(axis=1) == np.arange(len(translations))
    print(f"\nTatoeba, French to its English translation: P@1 {right.mean():.3f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"Peak memory of the whole run: {peak:.0f} MiB")


if __name__ == "__main__":
    main()
