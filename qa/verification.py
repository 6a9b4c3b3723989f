"""The last gate: nothing is shown whose citations do not hold.

Whoever wrote an answer, its quotes must be the articles' words at the stated offsets and its
markers must be the citations' numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.answer import Answer

MARKER = re.compile(r"\[(\d+)\]")


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
