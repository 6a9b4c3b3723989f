"""When a reported act took place: the date that its sentence gives it.

A date counts for the act only where it stands with the verb or opens the sentence; a date inside
what was said belongs to the content.
"""

from __future__ import annotations

import re

from corpus.dates import DateMention, find_dates
from qa.claims.predicates import Predicate
from qa.claims.subjects import Subject
from qa.claims.tokens import Token

_CONTENT = re.compile(r"\b(?:que|qu['’]|that|avoir|être)\b|[«“\"]|:\s")
_OPENING = re.compile(
    r"^(?:alors qu|lors d|au cours d|dans|pendant|interrog|s['’]exprim|contact|à l['’]issue|devant|"
    r"en marge|à l['’]occasion|during|in |at |speaking|asked|as |while|after a|on )",
    re.IGNORECASE,
)
_SAME_DAY = re.compile(r"\b(?:le même jour|(?:on )?the same day)\b", re.IGNORECASE)
_BARE = re.compile(
    r"^[\s«“\"#-]*(?:(?:en|le|la|ce|dès|au|on|in|late|early|last|début|fin|mi)\s)?\s*$",
    re.IGNORECASE,
)


def find_time(
    sentence: str,
    tokens: tuple[Token, ...],
    predicate: Predicate,
    subject: Subject,
    mentions: list[DateMention],
) -> DateMention | None:
    """Return the date that belongs to a verb, or None.

    Args:
        sentence: The sentence.
        tokens: Its tokens.
        predicate: The verb.
        subject: Whose act it is.
        mentions: The sentence's dates.
    """
    start = min(tokens[predicate.first].start, tokens[subject.first].start)
    end = max(tokens[predicate.last].end, tokens[subject.last - 1].end)
    between = [each for each in mentions if start <= each.start and each.end <= end]
    behind = [each for each in mentions if each.start >= end and _is_near(sentence, end, each)]
    before = [each for each in mentions if each.end <= start and _opens(sentence, each, start)]
    for found in (between, behind, before):
        if len(found) == 1 or (found and found is behind):
            return found[0]
    return None


def is_same_day(sentence: str) -> bool:
    """Return whether a sentence puts itself on the day told before it."""
    return _SAME_DAY.search(sentence) is not None


def read_mentions(sentence: str, published: str | None, language: str) -> list[DateMention]:
    """Return the sentence's dates."""
    return find_dates(sentence, published, language)


def _is_near(sentence: str, end: int, mention: DateMention) -> bool:
    gap = sentence[end : mention.start]
    return (
        len(gap.split()) <= 5
        and not _CONTENT.search(gap)
        and not re.search(r"[;:]", gap)
        and (
            # "la signature de juin 2024" is the object's date, not the act's.
            not re.search(r"\b(?:de|du|d['’]|of|from|depuis|since)\s*$", gap)
        )
    )


def _opens(sentence: str, mention: DateMention, subject: int) -> bool:
    head = sentence[: mention.start]
    clause = max(head.rfind(mark) for mark in (":", ";", "»", "\n")) + 1
    if _BARE.match(head[clause:]):
        return True
    inside = sentence[clause:subject]
    is_day = mention.iso is None or len(mention.iso) == 10
    return (
        bool(_OPENING.match(inside.lstrip()))
        and inside.rstrip().endswith(",")
        and is_day
        and not re.search(r"\d{4}$", mention.text)
        and len(inside) < 160
    )
