"""Weekdays of one article in order, although nobody knows its date.

In the news a weekday is the last such day. So once the article shows which weekday is its own
("ce lundi", or "rapporte l'agence lundi" in the present tense), every other weekday lies up to six
days before it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.characters import fold
from qa.claims.statement import Statement

_DAYS = {
    word: number
    for number, words in enumerate(
        (
            "lundi monday",
            "mardi tuesday",
            "mercredi wednesday",
            "jeudi thursday",
            "vendredi friday",
            "samedi saturday",
            "dimanche sunday",
        )
    )
    for word in words.split()
}
_OTHER_WEEK = re.compile(r"\b(?:derniere?|prochaine?|precedente?|suivante?|last|next|\d+)\b")
_TODAY = re.compile(r"^(?:ce|this)\b")


@dataclass(frozen=True)
class Anchor:
    """The weekday that is an article's own: 0 for Monday."""

    weekday: int

    def days_before(self, weekday: int) -> int:
        """Return how many days before its own a weekday of the article lies, from 0 to 6."""
        return (self.weekday - weekday) % 7


def weekday_of(words: str | None) -> int | None:
    """Return the weekday that the words for a date name, 0 for Monday, or None.

    "samedi dernier" and "lundi 28 avril" give None: they may lie more than a week back.
    """
    folded = fold(words or "")
    if _OTHER_WEEK.search(folded):
        return None
    return next((_DAYS[word] for word in folded.split() if word in _DAYS), None)


def find_anchor(statements: Sequence[Statement], published: str | None) -> Anchor | None:
    """Return the article's own weekday, or None where it does not show.

    Args:
        statements: The article's.
        published: Its ISO 8601 date, of any precision, or None.
    """
    if published and len(published) == 10:
        return Anchor(datetime.date.fromisoformat(published).weekday())
    shown = {
        day
        for each in statements
        if (day := weekday_of(each.date_text)) is not None
        and (_TODAY.match(fold(each.date_text or "")) or each.tense == "present")
    }
    return Anchor(shown.pop()) if len(shown) == 1 else None
