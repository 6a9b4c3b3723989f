"""The filters that stand above the conversation, as the assistant takes them and in words."""

from __future__ import annotations

from index.filters import first_day
from index.store import Filters
from qa.dates_in_words import date_in_words
from qa.web.wording import words_in


def choose(outlet: str | None, after: str | None, before: str | None) -> Filters | None:
    """Return the filters; None when none of them is set.

    Args:
        outlet: As an article names it.
        after, before: ISO 8601, whole or partial, as typed.

    Raises:
        QuestionError: A date that is not one.
    """
    filters = Filters(
        outlet=outlet or None,
        after=(after or "").strip() or None,
        before=(before or "").strip() or None,
    )
    for date in (filters.after, filters.before):
        if date:
            first_day(date)
    return None if filters == Filters() else filters


def in_words(filters: Filters | None, language: str) -> str:
    """Return the filters as a reader of the language says them; empty for none."""
    if filters is None:
        return ""
    words = words_in(language)
    said = [filters.outlet or ""]
    if filters.after:
        said.append(words.from_date.format(date=date_in_words(filters.after, language)))
    if filters.before:
        said.append(words.to_date.format(date=date_in_words(filters.before, language)))
    return ", ".join(filter(None, said))
