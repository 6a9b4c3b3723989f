"""Readers of public sets, on small files of each format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qa.evaluation.datasets import (
    read_beir,
    read_clapnq,
    read_nomiracl,
    read_pairs,
    read_ramdocs,
    read_squad,
)


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    return path


def test_squad_gives_the_spans_of_its_answers(tmp_path: Path) -> None:
    asked = {"id": 7, "question": "Qui ?", "answers": [{"answer_start": 3, "text": "maire"}]}
    none = {"id": 8, "question": "Où ?", "answers": []}
    paragraphs = [{"context": "Le maire.", "qas": [asked, none]}]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"title": "T", "paragraphs": paragraphs}]}), "utf-8")
    read = read_squad(path)
    assert (read.paragraphs, read.titles) == (("Le maire.",), ("T",))
    assert [(each.id, each.paragraph, each.answers) for each in read.questions] == [
        ("7", 0, ((3, 8),)),
        ("8", 0, ()),
    ]


def test_squad_can_be_read_by_every_so_many_th_article(tmp_path: Path) -> None:
    articles = [{"title": str(n), "paragraphs": [{"context": "", "qas": []}]} for n in range(5)]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": articles}), "utf-8")
    assert read_squad(path, every=2).titles == ("0", "2", "4")


def test_nomiracl_tells_by_its_split_whether_there_is_an_answer(tmp_path: Path) -> None:
    rows = [
        {"query_id": "1", "query": "Qui ?", "split": split, "passages": ["a", "b"]}
        for split in ("relevant", "non_relevant")
    ]
    read = read_nomiracl(write_lines(tmp_path / "set.jsonl", *rows))
    assert [(each.passages, each.is_answerable) for each in read] == [
        (("a", "b"), True),
        (("a", "b"), False),
    ]


def test_clapnq_has_no_answer_where_its_output_is_empty(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "input": "who", "passages": [{"text": "a"}], "output": [{"answer": said}]}
        for said in ("he", "")
    ]
    read = read_clapnq(write_lines(tmp_path / "set.jsonl", *rows))
    assert [each.is_answerable for each in read] == [True, False]


def test_ramdocs_gives_right_and_wrong_values(tmp_path: Path) -> None:
    row = {
        "question": "how many",
        "documents": [{"text": "12"}, {"text": "300"}],
        "gold_answers": ["12"],
        "wrong_answers": ["300"],
    }
    (read,) = read_ramdocs(write_lines(tmp_path / "set.jsonl", row))
    assert (read.passages, read.answers, read.wrong) == (("12", "300"), ("12",), ("300",))


def test_beir_gives_the_documents_judged_relevant(tmp_path: Path) -> None:
    write_lines(tmp_path / "corpus.jsonl", {"_id": "d1", "title": "T", "text": "a"})
    write_lines(tmp_path / "queries.jsonl", {"_id": "q1", "text": "who"})
    (tmp_path / "qrels").mkdir()
    judged = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq1\td3\t1\n"
    (tmp_path / "qrels" / "test.tsv").write_text(judged, "utf-8")
    read = read_beir(tmp_path)
    assert (read.documents, read.queries) == ({"d1": ("T", "a")}, {"q1": "who"})
    assert read.relevant == {"q1": ("d1", "d3")}


def test_pairs_with_an_empty_side_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("a\tb\nc\t\n\td\n", "utf-8")
    assert read_pairs(path) == [("a", "b")]
