"""The answer as it stands in the conversation: its words, with markers that lead to the sources."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.answer import Answer, Citation
from qa.dates_in_words import date_in_words
from qa.web.templating import render
from qa.web.wording import words_in

_MARKER = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True)
class Run:
    """A stretch of a statement: plain words, a quotation, or a marker.

    Attributes:
        text: The words; for a marker its number.
        language: Of a quotation, None for the program's own words.
        citation: What a marker points to.
        is_first: Of the places where the marker stands, this is the first.
    """

    text: str
    language: str | None = None
    citation: Citation | None = None
    is_first: bool = False


def render_answer(answer: Answer, turn: int, sought: str = "") -> str:
    """Return the answer as HTML.

    Args:
        answer: Complete or growing.
        turn: Its place in the conversation, from 1; it makes the addresses of sources unique.
        sought: For a refusal, what was looked for, and where.
    """
    return render(
        "answer.html",
        answer=answer,
        turn=turn,
        statements=split_statements(answer),
        lead=_find_lead(answer),
        sought=sought,
        copied=copied_text(answer),
        words=words_in(answer.language),
    )


def render_stage(answer: Answer) -> str:
    """Return what is being done, for an answer that has no words yet."""
    words = words_in(answer.language)
    stage = answer.stage
    if stage is None or stage.name == "searching":
        said = words.searching
    elif stage.name == "checking":
        said = words.checking
    else:
        said = words.reading_one if stage.count == 1 else words.reading.format(count=stage.count)
    return render("stage.html", said=said, words=words)


def copied_text(answer: Answer) -> str:
    """Return the answer with its sources as plain text, for the clipboard."""
    lines = [answer.text]
    if answer.citations:
        lines.append("")
    for each in answer.citations:
        source = each.outlet or each.title or each.article_id
        date = date_in_words(each.published, answer.language)
        lines.append(f"[{each.marker}] {source}, {date}: “{' '.join(each.quote.split())}”")
    return "\n".join(lines)


def render_failure(message: str) -> str:
    """Return an expected failure as HTML: its sentence, never a traceback."""
    return render("failure.html", message=message, words=words_in("en"))


def split_statements(answer: Answer) -> list[list[Run]]:
    """Return the answer's lines as runs; markers that cite nothing stay words."""
    citations = {citation.marker: citation for citation in answer.citations}
    seen: set[int] = set()
    statements = []
    for line in answer.text.split("\n"):
        runs: list[Run] = []
        place = 0
        for found in _MARKER.finditer(line):
            citation = citations.get(int(found[1]))
            if citation is None:
                continue
            runs += _split_quotation(line[place : found.start()], citation)
            is_first = citation.marker not in seen
            runs.append(Run(str(citation.marker), citation=citation, is_first=is_first))
            seen.add(citation.marker)
            place = found.end()
        if line[place:].strip():
            runs.append(Run(line[place:]))
        if runs:
            statements.append(runs)
    return statements


def _split_quotation(words: str, citation: Citation) -> list[Run]:
    """Return the words before a marker, with what they quote of its source set apart."""
    # On one line, the blanks of a quotation are single spaces.
    quote = " ".join(citation.quote.split())
    before, found, after = words.partition(quote)
    if not quote or not found:
        return [Run(words)] if words else []
    runs = [Run(before), Run(quote, language=citation.language), Run(after)]
    return [run for run in runs if run.text]


def _find_lead(answer: Answer) -> Run | None:
    """Return the shortest answer with the marker that proves it; None when no quotation does."""
    if not answer.short:
        return None
    proofs = (citation for citation in answer.citations if answer.short in citation.quote)
    proof = next(proofs, None)
    return Run(answer.short, language=proof.language, citation=proof) if proof else None
