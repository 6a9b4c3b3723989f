"""Find the dates that a text mentions, and their values as far as the text settles them.

Patterns find the words, the library dateparser reads days and months, and the article's own date
settles what the words leave open: a weekday in the news is the last such day, "avril dernier" the
last April. What stays open stays words: ``iso`` is None rather than a guess, and the date of today
plays no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.date_patterns import FUTURE, kinds
from corpus.date_values import (
    Published,
    day_of_weekday,
    explicit_day,
    explicit_month,
    nearest_day,
    nearest_month,
    nearest_weekday,
    read_published,
    relative_day,
)


@dataclass(frozen=True)
class DateMention:
    """A date in a text: ``text`` is the slice ``start`` to ``end``.

    Attributes:
        iso: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None where the words do not settle it.
    """

    start: int
    end: int
    text: str
    iso: str | None


def find_dates(text: str, published: str | None, language: str) -> list[DateMention]:
    """Return the dates mentioned, in order, none overlapping another.

    Args:
        text: Any text.
        published: ISO 8601 date of the article, of any precision. Weekdays and "hier" resolve
            only against a full one; days and months without a year also against a month.
        language: ``fr``; any other is read as English.
    """
    language = "fr" if language == "fr" else "en"
    settled = read_published(published)
    found: list[DateMention] = []
    taken = bytearray(len(text))
    for kind in kinds(language):
        for match in kind.pattern.finditer(text):
            start, end = match.span("date")
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                iso = _value(kind.name, match, settled, language)
                found.append(DateMention(start, end, text[start:end], iso))
    return sorted(found, key=lambda mention: mention.start)


def _value(
    kind: str, match: re.Match[str], published: Published | None, language: str
) -> str | None:
    parts = {name: value or "" for name, value in match.groupdict().items()}
    near, year = parts.get("near", ""), parts.get("year", "")
    if kind in ("year", "season"):
        return year or None
    if kind == "numeric":
        return _numeric(parts, language)
    if kind == "day" and year:
        day = explicit_day(parts["day"], parts["month"], year, language)
        return day.isoformat() if day else None
    if kind == "month" and year:
        return explicit_month(parts["month"], year, language)
    if published is None:
        return None
    if kind == "day" and parts.get("weekday"):
        return day_of_weekday(parts["day"], parts["month"], parts["weekday"], published, language)
    if kind == "day":
        return nearest_day(parts["day"], parts["month"], published, language, near)
    if kind == "month":
        return nearest_month(parts["month"], published, language, near)
    if kind == "weekday":
        if not near and FUTURE[language].search(
            match.string, max(0, match.start() - 120), match.start()
        ):
            return None
        return nearest_weekday(parts["weekday"], published, language, near)
    return relative_day(parts["word"], published, language)


def _numeric(parts: dict[str, str], language: str) -> str | None:
    """Read 28/04/2025: the day first in French; in English only where the order shows."""
    day, month, year = parts["day"], parts["month"], parts["year"]
    day_first = explicit_day(day, month, year, language)
    month_first = explicit_day(month, day, year, language)
    if language == "fr" or not month_first or day == month:
        return day_first.isoformat() if day_first else None
    return None if day_first else month_first.isoformat()
