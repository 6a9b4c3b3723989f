"""What the span reader learns from: questions with a passage and the answer's place, or none.

Reading sets give real questions; parallel text gives any number of gaps to fill across languages.
A question that its passage does not answer comes from the set itself, from a near passage, from
the passage without the sentence that answers, or from a name that does not belong.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import simplemma

from index.embedding.static import StaticVectors

DATA = Path(__file__).parent / "data"
STORY_FILE = DATA / "stories.jsonl"
# Each eighth article of a set and each fourth story train nothing: they calibrate and measure.
HELD_OUT = 8
STORIES_HELD_OUT = 4
# Of a gap's passage, in lines of the parallel text.
LINES = 7
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?»]) +(?=[A-ZÀ-ÖØ-Þ«])")
_NAME = re.compile(r"(?<=[\w,] )[A-ZÀ-ÖØ-Þ][\w’-]{2,}")
_ASKING: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {"figure": ("how many", "how much", "when"), "name": ("who", "what"), "other": ("what",)},
    "fr": {"figure": ("combien", "quand"), "name": ("qui", "quel"), "other": ("quoi", "quel")},
}
# Words are translations of each other when their embedded vectors are at least this near.
ALIGNED = 0.55
# Of the words of a sentence that is made a question.
WORDS_DROPPED = 0.35


@dataclass(frozen=True)
class Example:
    """A question and a passage.

    Attributes:
        id: Of the question in its set.
        question: In either language.
        passage: In either language.
        answers: (start, end) of each accepted answer in the passage, in code points; empty when the
            passage does not answer.
    """

    id: str
    question: str
    passage: str
    answers: tuple[tuple[int, int], ...]


def read_squad_by_article(path: Path) -> list[list[Example]]:
    """Read a file in the format of SQuAD 1.1 or 2.0, article by article."""
    return [
        [
            Example(
                id=str(entry["id"]),
                question=entry["question"],
                passage=paragraph["context"],
                answers=tuple(
                    (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    for answer in entry.get("answers", [])
                ),
            )
            for paragraph in article["paragraphs"]
            for entry in paragraph["qas"]
        ]
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
    ]


def split_articles(path: Path) -> tuple[list[Example], list[Example]]:
    """Return a SQuAD-format file's questions for training and those held out, by article."""
    articles = read_squad_by_article(path)
    train = [e for k, article in enumerate(articles) if k % HELD_OUT for e in article]
    return train, [e for article in articles[::HELD_OUT] for e in article]


def read_dictionary(path: Path) -> dict[str, str]:
    """Read a Wiktionary word list as a map from a word to its first one-word translation."""
    translations: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        head, separator, glosses = line.partition(" :: ")
        if not separator or line.startswith("#"):
            continue
        word = head.split(" {")[0].strip().lower()
        gloss = glosses.split(",")[0].split(" (")[0].split(" [")[0].split(" {")[0].strip()
        gloss = re.sub(r"^(?:to|a|an|the) ", "", gloss)
        if gloss.isalpha() and word not in translations:
            translations[word] = gloss
    return translations


def word_by_word(text: str, dictionary: dict[str, str], language: str = "fr") -> str:
    """Return a text in poor words of the other language: each word by its first translation.

    Args:
        text: In the language given.
        dictionary: From it into the other one.
        language: ``fr`` or ``en``; a word is looked up by its dictionary form too.
    """

    def translate(found: re.Match[str]) -> str:
        word = found.group()
        if word[0].isupper() and found.start():
            return word
        low = word.lower()
        return dictionary.get(low) or dictionary.get(simplemma.lemmatize(low, lang=language), word)

    # A word with an apostrophe is two: the elided one says little.
    return re.sub(r"[^\W\d_]+", translate, re.sub(r"\b\w{1,2}['’]", "", text))


def paragraph_gaps(
    examples: Sequence[Example],
    language: str,
    dictionary: dict[str, str],
    count: int,
    chooser: random.Random,
) -> list[Example]:
    """Return questions made from the paragraphs of real ones: a sentence with a name, a figure or a
    run of words taken out, a part of its words dropped, half of them put into the other language
    word by word.

    Args:
        examples: Their passages are used.
        language: Of the passages, ``fr`` or ``en``.
        dictionary: From it into the other one.
        count: How many questions.
        chooser: The source of chance.
    """
    passages = sorted({example.passage for example in examples})
    made: list[Example] = []
    while len(made) < count:
        passage = chooser.choice(passages)
        bounds = [0, *(found.end() for found in _SENTENCE_END.finditer(passage)), len(passage)]
        place = chooser.randrange(len(bounds) - 1)
        words = list(_WORD.finditer(passage, bounds[place], bounds[place + 1]))
        if not 8 <= len(words) <= 50:
            continue
        first, last = _hidden_run(passage, words, chooser)
        start, end = words[first].start(), words[last].end()
        kept = [
            word.group()
            for number, word in enumerate(words)
            if not first <= number <= last and chooser.random() > WORDS_DROPPED
        ]
        asked = language
        if chooser.random() < 0.5:
            asked = "en" if language == "fr" else "fr"
            kept = word_by_word(" ".join(kept), dictionary, language).split()
        said = passage[start:end]
        kind = "figure" if re.search(r"\d", said) else "name" if said[0].isupper() else "other"
        wh = chooser.choice(_ASKING[asked][kind])
        made.append(Example("gap", f"{wh} {' '.join(kept)} ?", passage, ((start, end),)))
    return made


def _hidden_run(
    passage: str, words: Sequence[re.Match[str]], chooser: random.Random
) -> tuple[int, int]:
    """Return the first and last of the words to take out: mostly a figure or a name."""
    telling = [
        number
        for number, word in enumerate(words)
        if number and (word.group()[0].isupper() or word.group()[0].isdigit())
    ]
    long = [number for number, word in enumerate(words) if len(word.group()) > 3] or [0]
    first = last = chooser.choice(telling if telling and chooser.random() < 0.6 else long)
    while (
        last + 1 < len(words)
        and passage[words[last].end() : words[last + 1].start()] == " "
        and (last + 1 in telling or (last - first < 4 and chooser.random() < 0.35))
    ):
        last += 1
    while last > first and len(words[last].group()) <= 3 and words[last].group().islower():
        last -= 1
    return first, last


def in_other_language(examples: Sequence[Example], translations: Path) -> list[Example]:
    """Return the examples whose question was translated by hand, with that question.

    Args:
        examples: Of the set that was translated.
        translations: Tab-separated question ids and questions.
    """
    with translations.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        translated = {row[0]: row[1] for row in rows}
    return [
        replace(example, question=translated[example.id])
        for example in examples
        if example.id in translated
    ]


def read_stories(path: Path) -> list[dict[str, Any]]:
    """Return the invented news stories, as their model card describes them."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def from_stories(stories: Sequence[dict[str, Any]], chooser: random.Random) -> list[Example]:
    """Return each question with the passage that answers it, or with two of the story's passages
    when none does."""
    examples = []
    for story in stories:
        for number, asked in enumerate(story["questions"]):
            name = f"{story['id']}-{number}"
            if asked["answer"] is None:
                for passage in chooser.sample(story["passages"], 2):
                    examples.append(Example(name, asked["q"], passage, ()))
            else:
                passage = story["passages"][asked["passage"]]
                start = passage.index(asked["answer"])
                span = (start, start + len(asked["answer"]))
                examples.append(Example(name, asked["q"], passage, (span,)))
    return examples


def near_misses(examples: Sequence[Example], vectors: StaticVectors) -> Iterator[Example]:
    """Yield each answerable question with the nearest passage that does not hold its answer."""
    passages = list(dict.fromkeys(example.passage for example in examples))
    embedded = vectors.embed(passages)
    for example in examples:
        if not example.answers:
            continue
        said = [example.passage[start:end].casefold() for start, end in example.answers]
        nearness = embedded @ vectors.embed([example.question])[0]
        for place in np.argsort(-nearness)[:5]:
            other = passages[place]
            if other != example.passage and not any(words in other.casefold() for words in said):
                yield replace(example, passage=other, answers=())
                break


def without_the_answer(examples: Sequence[Example]) -> Iterator[Example]:
    """Yield answerable questions with their passage less the sentences that hold the answer."""
    for example in examples:
        said = [example.passage[start:end].casefold() for start, end in example.answers]
        sentences = _SENTENCE_END.split(example.passage)
        kept = [s for s in sentences if not any(words in s.casefold() for words in said)]
        if said and kept and len(kept) < len(sentences):
            yield replace(example, passage=" ".join(kept), answers=())


def with_a_wrong_name(examples: Sequence[Example], chooser: random.Random) -> Iterator[Example]:
    """Yield answerable questions with a name replaced by one that the passage puts elsewhere, or
    that another question has."""
    for example, other in zip(examples, chooser.sample(examples, len(examples)), strict=True):
        names = _NAME.findall(example.question)
        in_passage = set(_NAME.findall(example.passage)) - set(names)
        said = " ".join(example.passage[start:end] for start, end in example.answers)
        wrong = [name for name in sorted(in_passage) if name not in said]
        wrong = wrong if chooser.random() < 0.5 else _NAME.findall(other.question)
        if example.answers and names and wrong:
            swapped = example.question.replace(chooser.choice(names), chooser.choice(wrong), 1)
            if swapped != example.question:
                yield replace(example, question=swapped, answers=())


def gaps(path: Path, count: int, vectors: StaticVectors, chooser: random.Random) -> list[Example]:
    """Return questions made from parallel text: a line with a gap, asked of a passage in which the
    same line stands whole, mostly in the other language.

    After the cloze questions of Lewis et al. 2019 (arXiv:1906.04980), here across languages.

    Args:
        path: Tab-separated English and French lines in the order of their documents.
        count: How many questions.
        vectors: They align the words of the two sides.
        chooser: The source of chance.
    """
    lines = [line.split("\t")[:2] for line in path.read_text(encoding="utf-8").splitlines()]
    sides = [(row[0].strip(), row[1].strip()) for row in lines if len(row) > 1 and all(row)]
    examples: list[Example] = []
    while len(examples) < count:
        first = chooser.randrange(len(sides) - LINES)
        place = first + chooser.randrange(LINES)
        asked, told = chooser.choices(((0, 1), (1, 0), (1, 1), (0, 0)), (50, 20, 20, 10))[0]
        gap = _gap(sides[place][asked], sides[place][told], asked, vectors, chooser)
        if gap is None:
            continue
        question, start, end = gap
        window = list(range(first, first + LINES))
        is_missing = chooser.random() < 0.25
        if is_missing:
            window.remove(place)
        passage = " ".join(sides[row][told] for row in window)
        before = sum(len(sides[row][told]) + 1 for row in window if row < place)
        answers = () if is_missing else ((before + start, before + end),)
        examples.append(Example("gap", question, passage, answers))
    return examples


def _gap(
    asked: str, told: str, language: int, vectors: StaticVectors, chooser: random.Random
) -> tuple[str, int, int] | None:
    """Return a question made of one side and the (start, end) of its answer in the other."""
    source, target = list(_WORD.finditer(asked)), list(_WORD.finditer(told))
    if not 5 <= len(source) <= 40 or len(target) < 5:
        return None
    likeness = (
        vectors.embed([word.group() for word in source])
        @ vectors.embed([word.group() for word in target]).T
    )
    there, back = likeness.argmax(axis=1), likeness.argmax(axis=0)
    sure = [
        row
        for row, word in enumerate(source)
        if back[there[row]] == row
        and likeness[row, there[row]] >= ALIGNED
        and (len(word.group()) > 3 or word.group()[0].isdigit())
    ]
    if not sure:
        return None
    telling = [row for row in sure if row and not source[row].group()[0].islower()]
    row = chooser.choice(telling if telling and chooser.random() < 0.7 else sure)
    low = high = int(there[row])
    for _ in range(chooser.choice((0, 0, 1, 1, 2, 3, 4))):
        if (
            chooser.random() < 0.5
            and low
            and told[target[low - 1].end() : target[low].start()] in " ’'-"
        ):
            low -= 1
        elif (
            high + 1 < len(target) and told[target[high].end() : target[high + 1].start()] in " ’'-"
        ):
            high += 1
    while low < there[row] and len(target[low].group()) <= 3 and target[low].group().islower():
        low += 1
    while high > there[row] and len(target[high].group()) <= 3 and target[high].group().islower():
        high -= 1
    hidden = {row} | {
        int(back[k])
        for k in range(low, high + 1)
        if likeness[back[k], k] >= ALIGNED and abs(int(back[k]) - row) <= 5
    }
    first, last = min(hidden), max(hidden)
    kept = [
        [word.group() for word in words if chooser.random() > 0.15]
        for words in (source[:first], source[last + 1 :])
    ]
    if sum(map(len, kept)) < 3:
        return None
    said = told[target[low].start() : target[high].end()]
    kind = "figure" if re.search(r"\d", said) else "name" if said[0].isupper() and low else "other"
    wh = chooser.choice(_ASKING[("en", "fr")[language]][kind])
    words = [*kept[0], wh, *kept[1]] if chooser.random() < 0.5 else [wh, *kept[0], *kept[1]]
    return " ".join(words) + " ?", target[low].start(), target[high].end()
