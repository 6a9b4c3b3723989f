"""The last gate: nothing is shown whose citations do not hold.

Whoever wrote an answer, its quotes must be the articles' words at the stated offsets, its markers
must be the citations' numbers, and what it says in words of its own must be in the quotations it
cites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.answer import Answer, Citation
from qa.support import find_contradictions, own_words

MARKER = re.compile(r"\[(\d+)\]")
# A run of words and the markers behind it.
_CITED = re.compile(r"(?P<words>[^\[\n]+)(?P<markers>(?:\[\d+\][ ,]*)+)")


def find_faults(answer: Answer, text_of: Callable[[str], str]) -> list[str]:
    """Return what is wrong with an answer's citations; [] when all hold.

    Args:
        answer: The answer to check.
        text_of: Gives the stored text of an article id.
    """
    faults = []
    for citation in answer.citations:
        stored = text_of(citation.article_id)[citation.start : citation.end]
        if not citation.quote.strip() or stored != citation.quote:
            faults.append(
                f"citation {citation.marker} is not "
                f"{citation.article_id}[{citation.start}:{citation.end}]"
            )
    faults += find_unproven(answer.text, answer.language, answer.citations, text_of)
    used = {int(number) for number in MARKER.findall(answer.text)}
    given = [citation.marker for citation in answer.citations]
    if given != list(range(1, len(given) + 1)):
        faults.append(f"citations are numbered {given}")
    if used != set(given):
        faults.append(f"markers {sorted(used)} do not match citations {given}")
    if answer.answered and not answer.citations:
        faults.append("an answer without a citation")
    if not answer.answered and (answer.citations or answer.short is not None):
        faults.append("a refusal that cites or states an answer")
    known = set(given)
    if any(claim.marker not in known for claim in answer.claims):
        faults.append("a claim without its citation")
    if any(not known.issuperset(v.markers) for d in answer.disagreements for v in d.values):
        faults.append("a disagreement without its citations")
    return faults


def find_unproven(
    text: str, language: str, citations: Sequence[Citation], text_of: Callable[[str], str]
) -> list[str]:
    """Return what an answer's own words say that the citations behind them do not.

    Args:
        text: The answer with its markers.
        language: Of the answer, ``fr`` or ``en``.
        citations: Those that the markers number.
        text_of: Gives the stored text of an article id.
    """
    by_marker = {citation.marker: citation for citation in citations}
    reasons = []
    for run in _CITED.finditer(text):
        words = own_words(run["words"])
        numbers = [int(number) for number in MARKER.findall(run["markers"])]
        cited = [by_marker[number] for number in numbers if number in by_marker]
        if words and cited:
            reasons += find_contradictions(
                words,
                [citation.quote for citation in cited],
                language=language,
                quoted_in=cited[0].language,
                published=cited[0].published,
                # An answer may name the outlet and the title as well.
                article="\n".join(
                    f"{citation.outlet}\n{citation.title}\n{text_of(citation.article_id)}"
                    for citation in cited
                ),
            )
    return reasons
