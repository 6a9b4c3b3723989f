"""Find the dates that a text mentions."""

from __future__ import annotations

from dataclasses import dataclass


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
        published: ISO 8601 date of the article; relative dates resolve only against a full one.
        language: ``fr`` or ``en``.
    """
    return []
