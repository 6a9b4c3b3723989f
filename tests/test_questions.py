"""The question set and the bundled articles agree: what is expected stands in the articles."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import frontmatter
import pytest

ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()
]
ANSWERABLE = [question for question in QUESTIONS if question["answerable"]]


def folded(text: str) -> str:
    """The text as answers are compared: no case, no accents, no spaces inside numbers."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"(?<=\d)\s+(?=\d)", "", plain)


@cache
def article_text(article_id: str) -> str:
    return folded(frontmatter.load(str(ARTICLES / f"{article_id}.md")).content)


def test_question_ids_are_unique() -> None:
    repeated = [id for id, count in Counter(q["id"] for q in QUESTIONS).items() if count > 1]
    assert repeated == []


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question["id"])
def test_every_expected_group_stands_in_a_named_article(question: dict[str, Any]) -> None:
    texts = [article_text(article_id) for article_id in question["sources"]]
    missing = [
        group
        for group in question["expect"]
        if not any(folded(string) in text for string in group for text in texts)
    ]
    assert missing == []


def test_exactly_the_answerable_questions_name_strings_and_sources() -> None:
    wrong = [
        q["id"] for q in QUESTIONS if not bool(q["expect"]) == bool(q["sources"]) == q["answerable"]
    ]
    assert wrong == []
