"""A conversation to keep: as Markdown with its sources for people, as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from qa.answer import Answer, Citation
from qa.dates_in_words import date_in_words
from qa.web.wording import words_in

_MARKUP = re.compile(r"([\\`*_<>\[\]#|!~])")


def as_markdown(answers: Sequence[Answer], language: str) -> str:
    """Return the conversation as Markdown, each answer followed by its sources.

    Args:
        answers: Complete, in the order of the conversation.
        language: Of the heading.
    """
    blocks = [f"# {words_in(language).conversation}"]
    for answer in answers:
        blocks.append(f"## {_plain(answer.question)}")
        blocks += [_plain(line) for line in answer.text.split("\n")]
        if answer.citations:
            blocks.append(f"### {words_in(answer.language).sources}")
        blocks += [_source(citation, answer.language) for citation in answer.citations]
    return "\n\n".join(blocks) + "\n"


def as_json(answers: Sequence[Answer], generation: str) -> str:
    """Return the conversation as a JSON object: the store's generation, and each answer."""
    kept = {"generation": generation, "answers": [answer.to_dict() for answer in answers]}
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def _source(citation: Citation, language: str) -> str:
    origin = ", ".join(
        _plain(each)
        for each in (citation.outlet, date_in_words(citation.published, language), citation.title)
        if each
    )
    place = f"{_plain(citation.article_id)} {citation.start}-{citation.end}"
    return f"\\[{citation.marker}\\] {origin} ({place})\n\n> {_plain(citation.quote)}"


def _plain(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
