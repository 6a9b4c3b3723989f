"""Denial against assertion: what one side states and another calls untrue.

Only what the article itself puts together counts: the denial stands in the sentence of the
assertion or in the next one, and another speaker makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.claims.order import Told
from qa.claims.speakers import is_same_speaker

_ASSERTING = frozenset(("confirm", "announce", "accuse", "other"))


@dataclass(frozen=True)
class Denial:
    """An assertion and its denial."""

    assertion: Told
    denial: Told


def find_denials(told: Sequence[Told]) -> list[Denial]:
    """Return the assertions that somebody denies, best fitting first."""
    found = []
    for denial in told:
        statement = denial.statement
        if statement.act != "deny" or statement.is_negated or statement.is_hedged:
            continue
        asserted = [
            each
            for each in told
            if each.article_id == denial.article_id
            and each.statement.act in _ASSERTING
            and not each.statement.is_negated
            and each.statement.text in (statement.text, statement.before)
            and not _may_be_same(each, denial)
        ]
        if asserted:
            # The nearest before the denial.
            found.append(Denial(max(asserted, key=lambda e: (e.statement.start, e.score)), denial))
    return sorted(found, key=lambda each: -(each.assertion.score + each.denial.score))


def _may_be_same(one: Told, other: Told) -> bool:
    first, second = one.statement.speaker, other.statement.speaker
    if is_same_speaker(first, second):
        return True
    return bool(first.countries & second.countries)
