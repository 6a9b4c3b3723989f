"""Filters on articles, and the dates that they compare.

Dates are compared as days. One that is only a month or a year stands for all its days.
"""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from corpus.characters import fold
from corpus.errors import QuestionError, ReadingError

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Filters:
    """Which articles a search may use; None leaves a question open.

    Attributes:
        after: Published on this day, month or year, or later.
        before: Published on this day, month or year, or earlier.
        outlet: From this publication, compared without case and accents.
        language: Written in this language, an ISO 639-1 code.
        article: Only the article with this id.

    An article whose date is unknown satisfies no date. One whose date is a month or a year
    satisfies a date only if every day of it does: a date is never guessed.
    """

    after: str | None = None
    before: str | None = None
    outlet: str | None = None
    language: str | None = None
    article: str | None = None


def conditions_of(filters: Filters) -> tuple[list[str], dict[str, Any]]:
    """Return filters as SQL conditions on a row ``a`` of the record's articles, and their values.

    Raises:
        QuestionError: A date that is not one.
    """
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if filters.after:
        conditions.append("a.earliest >= :after")
        values["after"] = first_day(filters.after)
    if filters.before:
        conditions.append("a.latest <= :before")
        values["before"] = last_day(filters.before)
    if filters.outlet:
        conditions.append("a.outlet_folded = :outlet")
        values["outlet"] = fold(filters.outlet)
    if filters.language:
        conditions.append("a.language = :language")
        values["language"] = filters.language.strip().lower()
    if filters.article:
        conditions.append("a.id = :article")
        values["article"] = filters.article
    return conditions, values


def check_date(date: str, name: str) -> None:
    """Raise unless a text is a date as articles carry it.

    Raises:
        ReadingError: It is not; the message begins with the name.
    """
    try:
        _parts(date)
    except QuestionError as error:
        raise ReadingError(f"{name} does not read as one: {error}") from error


def span_of(published: str | None) -> tuple[int | None, int | None]:
    """Return the first and the last day of an article's date; two None when it is not known."""
    with suppress(QuestionError):
        if published:
            return first_day(published), last_day(published)
    return None, None


def first_day(date: str) -> int:
    """Return the first day of an ISO date, month or year as the number YYYYMMDD.

    Raises:
        QuestionError: It is none of these.
    """
    year, month, day = _parts(date)
    return year * 10000 + (month or 1) * 100 + (day or 1)


def last_day(date: str) -> int:
    """Return the last day of an ISO date, month or year as the number YYYYMMDD.

    Raises:
        QuestionError: It is none of these.
    """
    year, month, day = _parts(date)
    return year * 10000 + (month or 12) * 100 + (day or 31)


def _parts(date: str) -> tuple[int, int, int]:
    """Return year, month and day; 0 for what the date leaves open."""
    match = _DATE.fullmatch(date.strip())
    if match:
        year, month, day = (int(part or 0) for part in match.groups())
        with suppress(ValueError):
            datetime.date(year, month or 1, day or 1)
            if "00" not in match.groups():
                return year, month, day
    raise QuestionError(f"{date!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
