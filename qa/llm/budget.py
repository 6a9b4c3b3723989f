"""Choose the evidence that a prompt has room for: by rank, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence

from index.tokens import count_tokens
from qa.answer import Citation
from qa.claims.weaving import marker_of
from qa.llm.prompts import slot_text
from qa.reader import Evidence

# More than this helps no answer of a hundred words.
MOST_SLOTS = 12
# A sentence less likely to answer than this, compared with the best, is no evidence.
WORTH_READING = 0.02


def choose_slots(
    cited: Sequence[Citation], evidence: Sequence[Evidence], most_tokens: int
) -> tuple[Citation, ...]:
    """Return the evidence to show, the extractive answer's citations first.

    Args:
        cited: The extractive answer's citations, in order.
        evidence: Further sentences, the likeliest first.
        most_tokens: Of ``cl100k_base``, for all slots together. The first slot is always there.
    """
    slots: list[Citation] = []
    spent = 0
    best = max((each.probability for each in evidence), default=0.0)
    likely = [each for each in evidence if each.probability >= WORTH_READING * best]
    for number, slot in enumerate([*cited, *map(_slot, likely)], start=1):
        if number > len(cited) and marker_of(slots, slot.article_id, slot.start, slot.end):
            continue
        cost = count_tokens(slot_text(slot, len(slots) + 1))
        if len(slots) == MOST_SLOTS or (slots and spent + cost > most_tokens):
            break
        slots.append(slot)
        spent += cost
    return tuple(slots)


def _slot(evidence: Evidence) -> Citation:
    passage = evidence.passage
    return Citation(
        marker=0,
        article_id=passage.article_id,
        title=passage.title,
        outlet=passage.outlet,
        published=passage.published,
        language=passage.language,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.text,
    )
