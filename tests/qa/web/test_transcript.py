from __future__ import annotations

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.web.transcript import as_json, as_markdown
from tests.qa.web.fake import harbour_answer, refusal
from tests.qa.web.structure import Structure


def test_markdown_holds_questions_answers_and_sources() -> None:
    words = Structure(MarkdownIt().render(as_markdown([harbour_answer(), refusal()], "en"))).words
    assert "how many ships waited?" in words
    assert "[2] La Criée, March 4, 2025, Lorient : le port rouvre (port/harbour" in words
    assert words.index("150") < words.index("capital of Brazil")


def test_json_holds_the_answers_as_programs_get_them() -> None:
    kept = json.loads(as_json([harbour_answer()], "7"))
    assert kept["generation"] == "7"
    assert kept["answers"][0] == json.loads(json.dumps(harbour_answer().to_dict()))


@given(st.text(alphabet="<>[]()!*_`#\\ |~ax\n", min_size=1, max_size=30))
def test_nothing_quoted_becomes_markup(text: str) -> None:
    citation = dataclasses.replace(harbour_answer().citations[0], quote=f"x{text}x", title=text)
    answer = dataclasses.replace(harbour_answer(), text=f"x{text}x", citations=(citation,))
    tags = {tag for tag, _ in Structure(MarkdownIt().render(as_markdown([answer], "en"))).tags}
    assert tags <= {"h1", "h2", "h3", "p", "blockquote"}
