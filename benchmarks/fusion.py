"""Learn how late interaction, vectors and words are weighed in retrieval.

    python -m benchmarks.fusion --data DIR [--questions 400]

DIR holds qa/piaf_dev.json, dictionary/wiktionary_fr-en.txt and parallel/{europarl_3k,tico19}.tsv.
Questions of the PIAF articles that are not held out have to find their paragraph, in French and put
into English word by word; an English sentence has to find the French passage of five lines that
holds its translation. The weights with the highest MRR@10, the same language and the other one
counting alike, are printed with what each signal gives alone, and then what they give on what was
held out. They belong into `index/retriever.py`.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from benchmarks.ranking import reciprocal_rank
from index.retriever import Candidates, Fusion
from qa.assistant import Assistant
from qa.evaluation.datasets import read_pairs, read_squad
from qa.spans.examples import HELD_OUT, read_dictionary, word_by_word

SEED = 0
LINES = 5
GRID = (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Case:
    """A question's candidates and the id of the article to find."""

    found: Candidates
    right: str


def gather(assistant: Assistant, questions: Sequence[tuple[str, str]], name: str) -> list[Case]:
    """Search for each (question, id of its article)."""
    return [
        Case(assistant.retriever.candidates(question), right)
        for question, right in tqdm(questions, desc=name, disable=None, leave=False)
    ]


def sentence_cases(path: Path, count: int) -> tuple[list[Case], list[Case]]:
    """Return cases of English sentences that look for French passages: to learn from, held out."""
    pairs = read_pairs(path)
    passages = [
        " ".join(french for _, french in pairs[first : first + LINES])
        for first in range(0, len(pairs), LINES)
    ]
    assistant = Assistant.from_texts(
        [{"id": f"p{n}", "text": text, "language": "fr"} for n, text in enumerate(passages)]
    )
    places = random.Random(SEED).sample(range(len(pairs)), 2 * count)
    asked = [(pairs[place][0], f"p{place // LINES}") for place in places]
    cases = gather(assistant, asked, path.stem)
    return cases[:count], cases[count:]


def mean_reciprocal_rank(cases: Sequence[Case], fusion: Fusion | str) -> float:
    """Return MRR@10 of weights, or of one signal alone, named as in `Candidates`."""
    values = []
    for case in cases:
        if isinstance(fusion, str):
            scores = getattr(case.found, fusion)
        else:
            scores = case.found.scores(fusion)
        order = np.argsort(-scores, kind="stable")
        ranked = dict.fromkeys(case.found.passages[row].article_id for row in order)
        rank = next((n for n, each in enumerate(ranked, start=1) if each == case.right), None)
        values.append(reciprocal_rank(rank))
    return statistics.mean(values)


def learn(same: Sequence[Case], across: Sequence[Case]) -> Fusion:
    """Return the weights with the highest MRR@10, the mean of both kinds."""
    cosine = max(
        GRID,
        key=lambda weight: (
            mean_reciprocal_rank(same, Fusion(weight, 0.2, 0.05))
            + mean_reciprocal_rank(across, Fusion(weight, 0.2, 0.05))
        ),
    )
    words = max(GRID, key=lambda weight: mean_reciprocal_rank(same, Fusion(cosine, weight, 0.0)))
    beyond = max(
        GRID, key=lambda weight: mean_reciprocal_rank(across, Fusion(cosine, words, weight))
    )
    return Fusion(cosine, words, beyond)


def main() -> None:
    """Learn the weights and print what they give."""
    parser = argparse.ArgumentParser(description="Learn the weights of retrieval.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=400, help="to learn from, and to measure")
    options = parser.parse_args()
    path = options.data / "qa/piaf_dev.json"
    dictionary = read_dictionary(options.data / "dictionary/wiktionary_fr-en.txt")
    reading = read_squad(path)
    assistant = Assistant.from_texts(
        [
            {"id": f"p{place}", "text": text, "language": "fr"}
            for place, text in enumerate(reading.paragraphs)
        ]
    )
    held_out = {asked.id for asked in read_squad(path, HELD_OUT).questions}
    chooser = random.Random(SEED)
    sides: list[tuple[list[Case], list[Case], list[Case]]] = []
    for wanted in (False, True):
        asked = [entry for entry in reading.questions if (entry.id in held_out) == wanted]
        chosen = chooser.sample(asked, min(options.questions, len(asked)))
        french = [(entry.text, f"p{entry.paragraph}") for entry in chosen]
        english = [(word_by_word(question, dictionary), right) for question, right in french]
        sides.append(
            (gather(assistant, french, "French"), gather(assistant, english, "English"), [])
        )
    for name in ("europarl_3k", "tico19"):
        pair = sentence_cases(options.data / f"parallel/{name}.tsv", options.questions // 2)
        for (_, _, translated), further in zip(sides, pair, strict=True):
            translated.extend(further)
    (same, word_by_word_cases, sentences), _ = sides
    fusion = learn(same, [*word_by_word_cases, *sentences])
    print(fusion)
    for name, side in zip(("learned from", "held out"), sides, strict=True):
        for language, cases in zip(("French", "word by word", "sentences"), side, strict=True):
            halves = "  ".join(
                f"{signal} {mean_reciprocal_rank(cases, signal):.3f}"
                for signal in ("words", "cosine", "late")
            )
            together = mean_reciprocal_rank(cases, fusion)
            print(f"{name:13} {language:13} {halves}  together {together:.3f}")


if __name__ == "__main__":
    main()
