"""Write the answer without a language model: attributed quotations, each with its marker.

The words around a quotation are the program's, in the question's language; the quotation stays in
the article's.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.sentences import Span
from index.embedding.static import StaticVectors
from index.late_interaction import match
from index.passage import Hit
from qa.answer import Answer, Citation, Nearest
from qa.claims.findings import NOTHING_FOUND, Findings
from qa.claims.weaving import claims_of, disagreements_of, marker_of, open_answer
from qa.dates_in_words import date_in_words
from qa.question import Question
from qa.reader import Evidence, Reading

MOST_WORDS = 118
MOST_STATEMENTS = 3
# A quotation is cut to its most telling clauses beyond this many words.
LONGEST_QUOTATION = 70
# A further sentence is quoted when it is at least this likely, compared with the best. From 0.2 to
# 0.55 it is the highest that loses nothing on the development half of tests/questions.jsonl.
WORTH_ADDING = 0.3
# Two quotations of which one holds this share of the other's words say the same.
SAME_STATEMENT = 0.8
NEAREST = 3

# An article's own "[3]" would read as a marker.
_FOOTNOTE = re.compile(r"\s?\[\d+\]")
_SEVERAL = re.compile(r"[,;/]| (?:et|and|ou|or|ainsi que) ")
_CLAUSE = re.compile(r"[^,;:—–]+[,;:—–]*\s*")
_REFUSALS = {
    "en": "The indexed articles do not answer this question.",
    "fr": "Les articles indexés ne répondent pas à cette question.",
}


@dataclass(frozen=True)
class _Statement:
    evidence: Evidence
    start: int
    end: int
    quote: str


def write_answer(
    question: Question,
    reading: Reading,
    vectors: StaticVectors,
    findings: Findings = NOTHING_FOUND,
) -> Answer:
    """Return the answer that the evidence carries: at most 120 words, each quotation cited.

    Args:
        question: The analysed question.
        reading: The evidence, which answers it.
        vectors: The bilingual piece vectors.
        findings: What the statements around the evidence say; it opens the answer.
    """
    opening = open_answer(findings, MOST_WORDS)
    reading = _opening_first(reading, opening.citations)
    statements = _choose(question, reading, vectors, opening.words)
    lines, citations = list(opening.lines), list(opening.citations)
    for statement in statements:
        article_id = statement.evidence.passage.article_id
        marker = marker_of(citations, article_id, statement.start, statement.end)
        if marker is None:
            marker = len(citations) + 1
            citations.append(_citation(statement, marker))
        lines.append(_line(statement, marker, question.language))
    short = _short(question, statements) if statements else None
    if short and not opening.lines and _is_sure(statements[0]):
        first = f"{_as_opening(short, question, statements[0])} [1]."
        if len(" ".join([first, *lines]).split()) <= MOST_WORDS:
            lines.insert(0, first)
    return Answer(
        question=question.text,
        language=question.language,
        kind=question.kind,
        answered=True,
        text="\n".join(lines),
        short=short,
        confidence=round(reading.confidence, 3),
        citations=tuple(citations),
        claims=claims_of(findings, citations),
        disagreements=disagreements_of(findings, citations),
    )


def write_refusal(question: Question, confidence: float, hits: Sequence[Hit]) -> Answer:
    """Return the refusal, with the nearest passages."""
    return Answer(
        question=question.text,
        language=question.language,
        kind=question.kind,
        answered=False,
        text=_REFUSALS[question.language],
        short=None,
        confidence=round(confidence, 3),
        citations=(),
        nearest=tuple(
            Nearest(
                article_id=hit.article_id,
                title=hit.passage.title,
                outlet=hit.passage.outlet,
                published=hit.passage.published,
                language=hit.passage.language,
                start=hit.start,
                end=hit.end,
                text=hit.text,
            )
            for hit in hits[:NEAREST]
        ),
    )


def _choose(
    question: Question, reading: Reading, vectors: StaticVectors, words: int
) -> list[_Statement]:
    """Return the best sentence and those that add to it, within what the words so far leave."""
    chosen: list[_Statement] = []
    best = max(evidence.probability for evidence in reading.evidence)
    for evidence in reading.evidence:
        if len(chosen) == MOST_STATEMENTS:
            break
        if evidence.probability < WORTH_ADDING * best:
            continue
        statement = _cut(question, evidence, vectors)
        if any(_says_the_same(statement.quote, other.quote) for other in chosen):
            continue
        length = len(_line(statement, 1, question.language).split())
        if words and words + length > MOST_WORDS:
            continue
        words += length
        chosen.append(statement)
    return chosen


def _opening_first(reading: Reading, cited: Sequence[Citation]) -> Reading:
    """Return the reading with the sentences before all others that prove the opening."""
    evidence = sorted(
        reading.evidence,
        key=lambda each: (
            marker_of(cited, each.passage.article_id, each.start, each.end) or len(cited) + 1
        ),
    )
    return dataclasses.replace(reading, evidence=tuple(evidence))


def _says_the_same(quote: str, other: str) -> bool:
    words, others = (set(re.findall(r"\w+", text.casefold())) for text in (quote, other))
    return len(words & others) >= SAME_STATEMENT * min(len(words), len(others))


def _cut(question: Question, evidence: Evidence, vectors: StaticVectors) -> _Statement:
    """Return the sentence, or the clauses of a long one around the most telling."""
    if len(evidence.text.split()) <= LONGEST_QUOTATION:
        return _Statement(evidence, evidence.start, evidence.end, evidence.text)
    clauses = [
        piece
        for clause in _CLAUSE.finditer(evidence.text)
        for piece in _pieces(evidence.text, Span(*clause.span()))
    ]
    scores = match(
        vectors, question.query, [evidence.text[clause.start : clause.end] for clause in clauses]
    ).scores()
    first = last = int(scores.argmax())
    while True:
        sides = [side for side in (first - 1, last + 1) if 0 <= side < len(clauses)]
        fitting = [
            side
            for side in sides
            if len(
                evidence.text[
                    clauses[min(side, first)].start : clauses[max(side, last)].end
                ].split()
            )
            <= LONGEST_QUOTATION
        ]
        if not fitting:
            break
        side = max(fitting, key=lambda number: scores[number])
        first, last = min(side, first), max(side, last)
    quote = evidence.text[clauses[first].start : clauses[last].end]
    start = evidence.start + clauses[first].start + len(quote) - len(quote.lstrip())
    return _Statement(evidence, start, start + len(quote.strip()), quote.strip())


def _pieces(text: str, clause: Span) -> list[Span]:
    """Return the clause, or runs of its words when it alone is too long to quote."""
    words = [
        Span(clause.start + word.start(), clause.start + word.end())
        for word in re.finditer(r"\S+\s*", text[clause.start : clause.end])
    ]
    return [
        Span(words[place].start, words[min(place + LONGEST_QUOTATION, len(words)) - 1].end)
        for place in range(0, len(words), LONGEST_QUOTATION)
    ]


def _line(statement: _Statement, marker: int, language: str) -> str:
    source = source_name(statement.evidence, language)
    quote = " ".join(_FOOTNOTE.sub("", statement.quote).split())
    if language == "fr":
        return f"{source} : “{quote}” [{marker}]"
    return f"{source}: “{quote}” [{marker}]"


def source_name(evidence: Evidence, language: str) -> str:
    """Return how a source is named: its outlet, title or id, and its date in words."""
    passage = evidence.passage
    name = passage.outlet or passage.title or passage.article_id
    return f"{name} ({date_in_words(passage.published, language)})"


def _citation(statement: _Statement, marker: int) -> Citation:
    passage = statement.evidence.passage
    return Citation(
        marker=marker,
        article_id=passage.article_id,
        title=passage.title,
        outlet=passage.outlet,
        published=passage.published,
        language=passage.language,
        start=statement.start,
        end=statement.end,
        quote=statement.quote,
    )


def _as_opening(short: str, question: Question, statement: _Statement) -> str:
    """Return the short answer as a sentence's opening; words of another language are quoted."""
    is_foreign = statement.evidence.passage.language != question.language
    if is_foreign and any(letter.islower() for letter in short):
        return f"“{short}”"
    return f"{short[0].upper()}{short[1:]}"


def _is_sure(statement: _Statement) -> bool:
    """Return whether the span reader itself takes the sentence to answer, and its answer is shorter
    than the quotation."""
    evidence = statement.evidence
    start, end = evidence.answer
    return evidence.span_score > 0 and 2 * (end - start) < len(statement.quote)


def _short(question: Question, statements: Sequence[_Statement]) -> str | None:
    """Return the shortest answer in the quotation that the answer opens with.

    None where no words of the article are the answer: to yes or no; where the first of several is
    asked for, since one quotation does not settle it; and where the quotations give other figures
    for how many.
    """
    statement = statements[0]
    if question.kind == "yesno" or question.asks_first:
        return None
    start, end = statement.evidence.answer
    if start == end or start < statement.start or end > statement.end:
        return None
    if question.kind == "howmany" and len({_figure(each) for each in statements}) > 1:
        return None
    said = " ".join(statement.quote[start - statement.start : end - statement.start].split())
    return said if question.kind != "list" or _SEVERAL.search(said) else None


def _figure(statement: _Statement) -> str:
    """Return the digits of the figure that a quotation gives, or its words."""
    evidence = statement.evidence
    start, end = (place - evidence.start for place in evidence.answer)
    said = evidence.text[start:end]
    return re.sub(r"\D", "", said) or said.casefold()
