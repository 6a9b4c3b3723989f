"""Readers of public question sets, one a format; the files are given by path, never downloaded."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import SourcierError


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
    """A question that brings the passages it is to be answered from, or refused.

    Attributes:
        id: Its name in the set.
        text: The question.
        passages: Their texts.
        is_answerable: Whether a passage holds the answer.
        answers: Values that a complete answer gives, all of them; empty where none are listed.
        wrong: Values that are in the passages and not true.
    """

    id: str
    text: str
    passages: tuple[str, ...]
    is_answerable: bool
    answers: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchSet:
    """A set of queries with the documents that are relevant to each.

    Attributes:
        documents: (title, text) by id.
        queries: By id.
        relevant: Ids of documents by id of the query.
    """

    documents: dict[str, tuple[str, str]]
    queries: dict[str, str]
    relevant: dict[str, tuple[str, ...]]


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


def read_nomiracl(path: Path) -> list[Given]:
    """Read a NoMIRACL split (Thakur et al. 2024): a question and ten passages a line."""
    return [
        Given(
            str(row["query_id"]),
            row["query"],
            tuple(row["passages"]),
            is_answerable=row["split"] == "relevant",
        )
        for row in _read_lines(path)
    ]


def read_clapnq(path: Path) -> list[Given]:
    """Read a CLAPNQ split (Rosenthal et al. 2025): a question and its passage a line."""
    return [
        Given(
            str(row["id"]),
            row["input"],
            tuple(passage["text"] for passage in row["passages"]),
            is_answerable=any(output["answer"] for output in row["output"]),
        )
        for row in _read_lines(path)
    ]


def read_ramdocs(path: Path) -> list[Given]:
    """Read RAMDocs (Wang et al. 2025): a question and documents that conflict a line."""
    return [
        Given(
            str(number),
            row["question"],
            tuple(document["text"] for document in row["documents"]),
            is_answerable=True,
            answers=tuple(row["gold_answers"]),
            wrong=tuple(row.get("wrong_answers", [])),
        )
        for number, row in enumerate(_read_lines(path))
    ]


def read_beir(folder: Path) -> SearchSet:
    """Read a folder of BEIR (Thakur et al. 2021): corpus, queries and the judgements of its test.

    A document is relevant where it is judged above 0.
    """
    relevant: dict[str, tuple[str, ...]] = {}
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                query = row["query-id"]
                relevant[query] = (*relevant.get(query, ()), row["corpus-id"])
    return SearchSet(
        documents={
            row["_id"]: (row.get("title", ""), row["text"])
            for row in _read_lines(folder / "corpus.jsonl")
        },
        queries={row["_id"]: row["text"] for row in _read_lines(folder / "queries.jsonl")},
        relevant=relevant,
    )


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Read (English, French) rows of a tab-separated file."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    return [(row[0], row[1]) for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()]


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise SourcierError(
                        f"{path}:{number}: this line is not JSON ({error}); write one object a "
                        "line."
                    ) from error
