"""Write an ISO date as a reader of French or English writes it."""

from __future__ import annotations

import datetime

_UNDATED = {"en": "undated", "fr": "sans date"}


def date_in_words(published: str | None, language: str) -> str:
    """Return an ISO date, whole or partial, as a reader of the language writes it."""
    from babel.dates import format_date, format_skeleton

    if published is None:
        return _UNDATED[language]
    year, month, day_of_month = (*map(int, published.split("-")), 0, 0)[:3]
    if not month:
        return str(year)
    day = datetime.date(year, month, day_of_month or 1)
    if not day_of_month:
        return format_skeleton("yMMMM", day, locale=language)
    written = format_date(day, "long", locale=language)
    return written.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else written
