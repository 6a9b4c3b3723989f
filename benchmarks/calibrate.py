"""Fit the reader's two logistic models and its threshold, and print how they do on held-out data.

    python -m benchmarks.calibrate --data DIR [--write] [--plot FILE.svg]

DIR holds qa/piaf_dev.json, qa/xquad_en.json, qa/squad2.json, rag/nomiracl_fr_*_dev.jsonl,
rag/clapnq_*_dev.jsonl and dictionary/wiktionary_fr-en.txt. Only what the span reader was not
trained on counts here: each eighth article of PIAF, XQuAD and SQuAD 2, each fourth of the invented
news stories. Sentences are learned from them: does the sentence hold the answer. Refusals are
learned from the same questions with the answering paragraph left out, asked of another folder, or
with their most telling word replaced, and from the unanswerable questions of SQuAD 2, the stories,
CLAPNQ and NoMIRACL. Half of the PIAF questions are put into English word by word, so that questions
across languages count as much. A third is held out for the figures, and the development half of
tests/questions.jsonl is only learned from. The threshold is set by the stories and that half.
--write replaces qa/reader_weights.json.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from tqdm import tqdm

from index.embedding.static import Matrix, StaticVectors, load_static_vectors
from index.passage import Hit
from qa.assistant import Assistant
from qa.evaluation.calibration import calibration_error, reliability
from qa.evaluation.datasets import (
    Given,
    ReadingSet,
    read_clapnq,
    read_nomiracl,
    read_squad,
)
from qa.evaluation.grading import missing_groups
from qa.evaluation.plots import draw_reliability
from qa.extractive import MOST_STATEMENTS
from qa.question import Question, understand
from qa.reader import (
    QUESTION_FEATURES,
    SENTENCE_FEATURES,
    WEIGHTS,
    Candidates,
    gather,
    question_features,
)
from qa.settings import Settings
from qa.spans.examples import (
    HELD_OUT,
    STORIES_HELD_OUT,
    STORY_FILE,
    read_dictionary,
    read_stories,
    word_by_word,
)
from qa.spans.reader import load_span_reader

SEED = 0
# The stories and the development half of the fixed set give the threshold, each counting alike:
# news, asked about without the text at hand. Questions of the public sets were written with the
# passage before the asker and share its words.
NEWS, FIXED = "stories", "fixed set"
FIXED_SET = Path(__file__).parents[1] / "tests" / "questions.jsonl"
# A difference of so many questions a set, as a share, is none.
AS_GOOD = 0.02
READ = 6
# Paragraphs in one of the small folders that questions are asked of.
FOLDER = 16
RIDGE = 1e-3
# Stories in one folder.
STORIES = 4


@dataclass(frozen=True)
class Example:
    """A question read once.

    Attributes:
        source: The set it comes from.
        question: As the reader sees it.
        candidates: The sentences of its hits.
        holds: For each sentence, whether it holds the answer; None when that is not known.
        is_answerable: Whether the hits answer it.
        is_held_out: Kept for the figures.
    """

    source: str
    question: Question
    candidates: Candidates
    holds: Matrix | None
    is_answerable: bool
    is_held_out: bool


def from_reading_set(
    name: str, reading: ReadingSet, dictionary: dict[str, str], count: int, vectors: StaticVectors
) -> list[Example]:
    """Return four examples a question, each over a folder of a few articles: as it is, without the
    paragraph that answers it, over another folder, and with a false premise. A question that its
    set calls unanswerable gives one."""
    chooser = random.Random(SEED)
    folders = [
        list(range(first, min(first + FOLDER, len(reading.paragraphs))))
        for first in range(0, len(reading.paragraphs), FOLDER)
    ]
    assistants = [_assistant(reading, folder) for folder in folders]
    examples = []
    asked = chooser.sample(reading.questions, min(count, len(reading.questions)))
    for number, entry in enumerate(tqdm(asked, desc=name, disable=None)):
        is_across = bool(dictionary) and number % 2 == 0
        question = understand(word_by_word(entry.text, dictionary) if is_across else entry.text)
        label = f"{name} across" if is_across else name
        own, place = f"p{entry.paragraph}", entry.paragraph // FOLDER
        is_held_out = place % 3 == 0
        hits = assistants[place].retriever.search(question.query, READ + FOLDER)
        candidates = gather(question, hits[:READ], vectors, load_span_reader())
        if not entry.answers:
            examples.append(Example(label, question, candidates, None, False, is_held_out))
            continue
        if any(hit.article_id == own for hit in hits[:READ]):
            holds = _holding(candidates, own, entry.answers)
            examples.append(Example(label, question, candidates, holds, True, is_held_out))
        others = [hit for hit in hits if hit.article_id != own][:READ]
        elsewhere = assistants[(place + 1) % len(assistants)]
        for unhelpful in (others, elsewhere.retriever.search(question.query, READ)):
            candidates = gather(question, unhelpful, vectors, load_span_reader())
            examples.append(Example(label, question, candidates, None, False, is_held_out))
        false = understand(with_false_premise(question.text, chooser.choice(asked).text, vectors))
        found = assistants[place].retriever.search(false.query, READ)
        candidates = gather(false, found, vectors, load_span_reader())
        examples.append(Example(label, false, candidates, None, False, is_held_out))
    return examples


def _assistant(reading: ReadingSet, folder: Sequence[int]) -> Assistant:
    return Assistant.from_texts(
        [
            {"id": f"p{place}", "text": reading.paragraphs[place], "title": reading.titles[place]}
            for place in folder
        ]
    )


def from_stories(vectors: StaticVectors) -> list[Example]:
    """Return an example for each question on the held-out stories, a few stories to a folder."""
    stories = read_stories(STORY_FILE)[::STORIES_HELD_OUT]
    examples = []
    for number in range(0, len(stories), STORIES):
        folder = stories[number : number + STORIES]
        assistant = Assistant.from_texts(
            [
                {"id": f"{story['id']}-{place}", "text": passage}
                for story in folder
                for place, passage in enumerate(story["passages"])
            ]
        )
        for asked in itertools.chain.from_iterable(story["questions"] for story in folder):
            question = understand(asked["q"])
            hits = assistant.retriever.search(question.query, READ)
            candidates = gather(question, hits, vectors, load_span_reader())
            holds = None
            if asked["answer"]:
                wanted = asked["answer"].casefold()
                holds = np.asarray([wanted in t.casefold() for t in candidates.texts], np.float32)
            is_answerable = asked["answer"] is not None
            is_held_out = (number // STORIES) % 3 == 0
            examples.append(Example(NEWS, question, candidates, holds, is_answerable, is_held_out))
    return examples


def from_fixed_set(vectors: StaticVectors) -> list[Example]:
    """Return an example for each question of the fixed set's development half, over the bundled
    articles."""
    assistant = Assistant.open(":memory:", Settings(), create=True)
    assistant.index()
    examples = []
    for line in FIXED_SET.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["part"] != "dev":
            continue
        question = understand(entry["question"])
        hits = assistant.retriever.search(question.query, READ)
        candidates = gather(question, hits, vectors, load_span_reader())
        holds = None
        if entry["answerable"]:
            holds = np.asarray(
                [
                    passage.article_id in entry["sources"]
                    and len(missing_groups(entry["expect"], text)) < len(entry["expect"])
                    for passage, text in zip(candidates.passages, candidates.texts, strict=True)
                ],
                np.float32,
            )
        examples.append(Example(FIXED, question, candidates, holds, entry["answerable"], False))
    return examples


def from_given(name: str, given: Sequence[Given], vectors: StaticVectors) -> list[Example]:
    """Return an example for each question over its own passages."""
    examples = []
    for number, entry in enumerate(tqdm(given, desc=name, disable=None)):
        assistant = Assistant.from_texts(
            [{"id": f"p{place}", "text": text} for place, text in enumerate(entry.passages)]
        )
        question = understand(entry.text)
        hits: list[Hit] = assistant.retriever.search(question.query, READ)
        candidates = gather(question, hits, vectors, load_span_reader())
        held_out = number % 3 == 0
        examples.append(Example(name, question, candidates, None, entry.is_answerable, held_out))
        assistant.close()
    return examples


def with_false_premise(question: str, other: str, vectors: StaticVectors) -> str:
    """Return a question with its most telling word replaced by that of another question, so that
    it supposes what its passages do not say."""

    def most_telling(text: str) -> str:
        words = re.findall(r"\w{3,}", text) or [text]
        told = [
            float(vectors.rarity(ids).mean()) if len(ids) else 0.0
            for ids in vectors.piece_ids(words)
        ]
        return str(words[told.index(max(told))])

    return question.replace(most_telling(question), most_telling(other), 1)


def _holding(candidates: Candidates, article_id: str, answers: Sequence[tuple[int, int]]) -> Matrix:
    return np.asarray(
        [
            passage.article_id == article_id
            and any(low < end and start < high for start, end in answers)
            for passage, low, high in zip(
                candidates.passages, candidates.starts, candidates.ends, strict=True
            )
        ],
        np.float32,
    )


def fit(features: Matrix, labels: Matrix, weights: Matrix) -> Matrix:
    """Return logistic regression weights, the bias last; the ridge is on standardised features."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    design = np.hstack([(features - mean) / spread, np.ones((len(features), 1))])

    def loss(parameters: Matrix) -> tuple[float, Matrix]:
        scores = design @ parameters
        value = weights @ (np.logaddexp(0, scores) - labels * scores) / weights.sum()
        slope = design.T @ (weights * (1 / (1 + np.exp(-scores)) - labels)) / weights.sum()
        return value + RIDGE * parameters @ parameters, slope + 2 * RIDGE * parameters

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x
    slopes = found[:-1] / spread
    return np.asarray([*slopes, found[-1] - slopes @ mean], np.float32)


def fit_sentences(examples: Sequence[Example]) -> Matrix:
    """Fit the probability that a sentence holds the answer; every question counts alike."""
    known = [e for e in examples if e.holds is not None and e.holds.any()]
    features = np.concatenate([example.candidates.features for example in known])
    labels = np.concatenate([example.holds for example in known if example.holds is not None])
    counts = [np.full(len(e.candidates.texts), 1 / len(e.candidates.texts)) for e in known]
    return fit(features, labels, np.concatenate(counts).astype(np.float32))


def best_first(example: Example, sentence: Matrix) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the places of an example's sentences by falling score."""
    return np.argsort(-(example.candidates.features @ sentence[:-1]), kind="stable")


def shown(examples: Sequence[Example], sentence: Matrix, vectors: StaticVectors) -> Matrix:
    """Return the question features of each example, (n_examples, n_question_features)."""
    return np.stack(
        [
            question_features(e.question, e.candidates, best_first(e, sentence), vectors)
            for e in examples
        ]
    )


def balanced(examples: Sequence[Example]) -> Matrix:
    """Return weights by which each set, and in it each of the two outcomes, counts alike."""
    keys = [(example.source, example.is_answerable) for example in examples]
    return np.asarray([1 / keys.count(key) for key in keys], np.float32)


def choose_threshold(confidence: Matrix, examples: Sequence[Example], sentence: Matrix) -> float:
    """Return the threshold at which most news questions are treated rightly, each set counting
    alike: unanswerable and refused, or answered with the answer among the best sentences. Of those
    within `AS_GOOD` of the best it is the highest: a wrong answer is worse than a refusal."""
    thresholds = np.arange(0.05, 0.95, 0.01)
    right = np.zeros(len(thresholds))
    for source in (NEWS, FIXED):
        rows = [row for row, example in enumerate(examples) if example.source == source]
        sure = confidence[rows][:, None] >= thresholds
        answerable = np.asarray([[examples[row].is_answerable] for row in rows])
        found = np.asarray([[_is_quoted(examples[row], sentence)] for row in rows])
        right += (np.where(answerable, sure & found, ~sure)).mean(axis=0)
    return round(float(thresholds[np.flatnonzero(right >= right.max() - AS_GOOD)[-1]]), 2)


def _is_quoted(example: Example, sentence: Matrix) -> bool:
    """Return whether one of the sentences that an answer would quote holds the answer."""
    if example.holds is None:
        return False
    return bool(example.holds[best_first(example, sentence)[:MOST_STATEMENTS]].any())


def report(
    examples: Sequence[Example], confidence: Matrix, sentence: Matrix, threshold: float
) -> None:
    """Print, for each set, what the held-out questions show."""
    print(
        f"{'set':16}{'n':>5}{'first sentence right':>22}{'answers wrongly %':>19}"
        f"{'refuses wrongly %':>19}{'AUC':>7}"
    )
    for source in dict.fromkeys(example.source for example in examples if example.is_held_out):
        rows = [row for row, e in enumerate(examples) if e.source == source and e.is_held_out]
        known = [examples[row] for row in rows if examples[row].holds is not None]
        right = [e.holds[best_first(e, sentence)[0]] for e in known if e.holds is not None]
        yes = np.asarray([confidence[row] for row in rows if examples[row].is_answerable])
        no = np.asarray([confidence[row] for row in rows if not examples[row].is_answerable])
        auc = (yes[:, None] > no[None, :]).mean()
        first = f"{np.mean(right):.3f}" if right else "-"
        print(
            f"{source:16}{len(rows):5}{first:>22}{(no >= threshold).mean() * 100:19.1f}"
            f"{(yes < threshold).mean() * 100:19.1f}{auc:7.3f}"
        )


def main() -> None:
    """Read the sets, fit, print, and write the weights when asked to."""
    parser = argparse.ArgumentParser(description="Fit and measure the reader.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=450, help="of each reading set")
    parser.add_argument("--write", action="store_true", help="replace qa/reader_weights.json")
    parser.add_argument("--plot", type=Path, help="write the reliability diagram here (.svg)")
    options = parser.parse_args()
    data, vectors = options.data, load_static_vectors()
    dictionary = read_dictionary(data / "dictionary/wiktionary_fr-en.txt")
    examples = from_reading_set(
        "piaf",
        read_squad(data / "qa/piaf_dev.json", HELD_OUT),
        dictionary,
        options.questions,
        vectors,
    )
    examples += from_reading_set(
        "xquad",
        read_squad(data / "qa/xquad_en.json", HELD_OUT),
        {},
        options.questions // 2,
        vectors,
    )
    examples += from_reading_set(
        "squad2", read_squad(data / "qa/squad2.json", HELD_OUT), {}, options.questions, vectors
    )
    for split in ("relevant", "non_relevant"):
        given = read_nomiracl(data / f"rag/nomiracl_fr_{split}_dev.jsonl")
        examples += from_given("nomiracl", given, vectors)
    for split in ("answerable", "unanswerable"):
        given = read_clapnq(data / f"rag/clapnq_{split}_dev.jsonl")
        examples += from_given("clapnq", given, vectors)
    examples = [example for example in examples if example.candidates.texts]
    examples += from_stories(vectors) + from_fixed_set(vectors)
    is_training = [not e.is_held_out for e in examples]
    training = list(itertools.compress(examples, is_training))
    sentence = fit_sentences(training)
    features = shown(examples, sentence, vectors)
    labels = np.asarray([example.is_answerable for example in training], np.float32)
    question = fit(features[is_training], labels, balanced(training))
    confidence = np.asarray(1 / (1 + np.exp(-(features @ question[:-1] + question[-1]))))
    threshold = choose_threshold(confidence, examples, sentence)
    report(examples, confidence, sentence, threshold)
    kept = [row for row, example in enumerate(examples) if example.is_held_out]
    answerable = np.asarray([examples[row].is_answerable for row in kept], np.float32)
    rows = np.stack([confidence[kept], answerable], axis=1).astype(np.float64)
    print(
        f"expected calibration error, {len(kept)} held-out questions: {calibration_error(rows):.3f}"
    )
    if options.plot:
        options.plot.write_text(
            draw_reliability(reliability(rows), "share answerable"), encoding="utf-8"
        )
    weights = {
        "sentence": _named((*SENTENCE_FEATURES, "bias"), sentence),
        "question": _named((*QUESTION_FEATURES, "bias"), question),
        "threshold": threshold,
    }
    print(json.dumps(weights, indent=2))
    if options.write:
        WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def _named(names: Sequence[str], values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
