"""Give the opening sentences their markers, and the citations their claims and disagreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer import Citation, Claim, Disagreement, DisagreementValue
from qa.claims.findings import Findings
from qa.claims.order import Told


@dataclass(frozen=True)
class Opening:
    """The sentences that open an answer, with markers, and the citations behind these.

    Attributes:
        lines: One a sentence.
        citations: In the order of their markers, from 1.
    """

    lines: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def words(self) -> int:
        """How many words the lines have, markers included."""
        return sum(len(line.split()) for line in self.lines)


def open_answer(findings: Findings, most_words: int) -> Opening:
    """Return the opening sentences of the findings, as many as the limit allows."""
    markers: dict[tuple[str, int, int], int] = {}
    lines: list[str] = []
    cited: list[Told] = []
    words = 0
    for lead in findings.leads:
        fresh = [each for each in lead.told if _place(each) not in markers]
        line = "".join(part.words + _marks(part.told, markers) for part in lead.parts) + lead.ends
        words += len(line.split())
        if words > most_words:
            break
        lines.append(line)
        cited += list({_place(each): each for each in fresh}.values())
    return Opening(
        tuple(lines), tuple(_citation(each, findings, n) for n, each in enumerate(cited, start=1))
    )


def claims_of(findings: Findings, citations: Sequence[Citation]) -> tuple[Claim, ...]:
    """Return the statements that the citations hold: in the order of the opening, then of the
    citations."""
    opening = [each for lead in findings.leads for each in lead.told]
    ordered = [*opening, *_by_citation(findings.told, citations)]
    claims = []
    for told in ordered:
        statement = told.statement
        marker = _marker(told, citations)
        if marker is None or statement.is_negated or statement.is_hedged:
            continue
        claims.append(
            Claim(
                speaker=" ".join(statement.speaker.text.split()),
                act=statement.act,
                date=statement.date,
                date_text=statement.date_text,
                value=statement.figures[0].shown if statement.figures else None,
                marker=marker,
            )
        )
    return tuple(dict.fromkeys(claims))


def disagreements_of(findings: Findings, citations: Sequence[Citation]) -> tuple[Disagreement, ...]:
    """Return the disagreements whose every side is cited."""
    found = []
    for lead in findings.leads:
        values = [
            DisagreementValue(
                value.shown,
                value.attributed_to,
                tuple(
                    marker
                    for told in value.told
                    if (marker := _marker(told, citations)) is not None
                ),
            )
            for value in lead.values
        ]
        if len(values) > 1 and all(value.markers for value in values):
            found.append(Disagreement(lead.about, tuple(values)))
    return tuple(found)


def marker_of(citations: Sequence[Citation], article_id: str, start: int, end: int) -> int | None:
    """Return the marker of the citation that holds a span, or None."""
    for citation in citations:
        if citation.article_id == article_id and citation.start <= start and end <= citation.end:
            return citation.marker
    return None


def _marker(told: Told, citations: Sequence[Citation]) -> int | None:
    return marker_of(citations, *_place(told))


def _place(told: Told) -> tuple[str, int, int]:
    return told.article_id, told.statement.start, told.statement.end


def _marks(told: Sequence[Told], markers: dict[tuple[str, int, int], int]) -> str:
    numbers = [markers.setdefault(_place(each), len(markers) + 1) for each in told]
    return "".join(f" [{number}]" for number in dict.fromkeys(numbers))


def _citation(told: Told, findings: Findings, marker: int) -> Citation:
    passage = findings.passages[told.article_id]
    statement = told.statement
    return Citation(
        marker=marker,
        article_id=told.article_id,
        title=passage.title,
        outlet=passage.outlet,
        published=passage.published,
        language=passage.language,
        start=statement.start,
        end=statement.end,
        quote=statement.text,
    )


def _by_citation(told: Sequence[Told], citations: Sequence[Citation]) -> list[Told]:
    cited = [(marker, each) for each in told if (marker := _marker(each, citations)) is not None]
    return [each for _, each in sorted(cited, key=lambda pair: (pair[0], pair[1].statement.at))]
