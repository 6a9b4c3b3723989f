"""Readers of the public question sets that the benchmarks use; the files are given by path."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A question of a SQuAD-format set.

    Attributes:
        id: Its name in the set.
        text: The question.
        paragraph: Place of its paragraph among the set's paragraphs.
        answers: (start, end) of each accepted answer in the paragraph; empty when it has none.
    """

    id: str
    text: str
    paragraph: int
    answers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ReadingSet:
    """A SQuAD-format set.

    Attributes:
        paragraphs: Their texts.
        titles: Of the article of each paragraph.
        questions: In the order of the file.
    """

    paragraphs: tuple[str, ...]
    titles: tuple[str, ...]
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class Given:
    """A question with the passages that it is to be answered from, or to be refused."""

    text: str
    passages: tuple[str, ...]
    is_answerable: bool


def read_squad(path: Path, every: int = 1) -> ReadingSet:
    """Read a set in the format of SQuAD 1.1 or 2.0, or each so many-th article of it."""
    paragraphs: list[str] = []
    titles: list[str] = []
    questions: list[Asked] = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"][::every]:
        for paragraph in article["paragraphs"]:
            paragraphs.append(paragraph["context"])
            titles.append(article.get("title", ""))
            for entry in paragraph["qas"]:
                spans = [
                    (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    for answer in entry.get("answers", [])
                ]
                asked = Asked(
                    str(entry["id"]), entry["question"], len(paragraphs) - 1, tuple(spans)
                )
                questions.append(asked)
    return ReadingSet(tuple(paragraphs), tuple(titles), tuple(questions))


def read_nomiracl(path: Path, *, is_answerable: bool) -> list[Given]:
    """Read a NoMIRACL split (Thakur et al. 2024): a question and ten passages a line."""
    return [Given(row["query"], tuple(row["passages"]), is_answerable) for row in _read_lines(path)]


def read_clapnq(path: Path, *, is_answerable: bool) -> list[Given]:
    """Read a CLAPNQ split (Rosenthal et al. 2025): a question and its passage a line."""
    return [
        Given(
            row["input"],
            tuple(passage["text"] for passage in row["passages"]),
            is_answerable,
        )
        for row in _read_lines(path)
    ]


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read (English, French) rows of a tab-separated file."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    return [(row[0], row[1]) for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()]


def _read_lines(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]
