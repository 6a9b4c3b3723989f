"""How often the right passage comes first: words alone, vectors alone, and both with late
interaction, on the same questions in one run.

    python -m benchmarks.retrieval --data DIR [--questions 600]

DIR holds qa/piaf_dev.json and qa/xquad_en.json (a question has to find its paragraph),
parallel/news_commentary_5k.tsv (an English sentence has to find the French passage of five lines
that holds its translation) and parallel/tatoeba_test.tsv (a French sentence has to find its
translation).
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.datasets import ReadingSet, read_pairs, read_squad
from index.embedding.static import load_static_vectors
from qa.assistant import Assistant

SEED = 0
DEPTH = 10
LINES = 5

Search = Callable[[str], list[str]]


def reciprocal_ranks(search: Search, questions: Sequence[tuple[str, str]]) -> list[float]:
    """Return 1/rank of the right article for each (question, article id), 0 beyond rank 10."""
    ranks = []
    for question, right in questions:
        found = search(question)
        ranks.append(1 / (found.index(right) + 1) if right in found else 0.0)
    return ranks


def searches(assistant: Assistant) -> dict[str, Search]:
    """Return the ways to search that are compared, each giving article ids best first."""
    store = assistant.store

    def articles(ids: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(p.article_id for p in store.passages(ids)))[:DEPTH]

    def by_words(question: str) -> list[str]:
        return articles([scored.passage_id for scored in store.matching(question, 3 * DEPTH)])

    def by_vectors(question: str) -> list[str]:
        vector = np.asarray(store.embedder.get_query_embedding(question), np.float32)
        return articles([scored.passage_id for scored in store.nearest(vector, 3 * DEPTH)])

    def together(question: str) -> list[str]:
        hits = assistant.retriever.search(question, 3 * DEPTH)
        return list(dict.fromkeys(hit.article_id for hit in hits))[:DEPTH]

    return {"BM25": by_words, "vectors": by_vectors, "Sourcier": together}


def compare(
    name: str, texts: Sequence[str], language: str, questions: Sequence[tuple[str, str]]
) -> None:
    """Index the texts, ask the questions in every way, and print a row each."""
    started = time.perf_counter()
    assistant = Assistant.from_texts(
        [
            {"id": f"p{number}", "text": text, "language": language}
            for number, text in enumerate(texts)
        ]
    )
    seconds = time.perf_counter() - started
    passages = assistant.status().passages
    print(
        f"\n{name}: {len(questions)} questions, {passages} passages, "
        f"{passages / seconds:.0f} passages/s indexed"
    )
    for way, search in searches(assistant).items():
        times: list[float] = []

        def timed(question: str, search: Search = search, times: list[float] = times) -> list[str]:
            begun = time.perf_counter()
            found = search(question)
            times.append((time.perf_counter() - begun) * 1000)
            return found

        ranks = reciprocal_ranks(timed, questions)
        first = sum(rank == 1 for rank in ranks) / len(ranks)
        found = sum(rank > 0 for rank in ranks) / len(ranks)
        print(
            f"  {way:10} R@1 {first:.3f}  R@10 {found:.3f}  MRR@10 {statistics.mean(ranks):.3f}"
            f"  p50 {statistics.median(times):.1f} ms"
        )
    assistant.close()


def sample(reading: ReadingSet, count: int) -> list[tuple[str, str]]:
    """Return (question, id of its paragraph), drawn with a fixed seed."""
    chosen = random.Random(SEED).sample(reading.questions, min(count, len(reading.questions)))
    return [(asked.text, f"p{asked.paragraph}") for asked in chosen]


def main() -> None:
    """Run every comparison and print the tables."""
    parser = argparse.ArgumentParser(description="Measure retrieval.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=600, help="of each set")
    options = parser.parse_args()
    piaf = read_squad(options.data / "qa/piaf_dev.json")
    compare("PIAF, French to French", piaf.paragraphs, "fr", sample(piaf, options.questions))
    pairs = read_pairs(options.data / "parallel/news_commentary_5k.tsv")
    news = [
        " ".join(french for _, french in pairs[first : first + LINES])
        for first in range(0, len(pairs), LINES)
    ]
    places = random.Random(SEED).sample(range(len(pairs)), options.questions)
    sentences = [(pairs[place][0], f"p{place // LINES}") for place in places]
    compare("News, English to French", news, "fr", sentences)
    xquad = read_squad(options.data / "qa/xquad_en.json")
    compare("XQuAD, English to English", xquad.paragraphs, "en", sample(xquad, options.questions))
    translations = read_pairs(options.data / "parallel/tatoeba_test.tsv")
    vectors = load_static_vectors()
    english = vectors.embed([pair[0] for pair in translations])
    french = vectors.embed([pair[1] for pair in translations])
    right = (french @ english.T).argmax(axis=1) == np.arange(len(translations))
    print(f"\nTatoeba, French to its English translation: P@1 {right.mean():.3f}")


if __name__ == "__main__":
    main()
