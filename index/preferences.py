"""Dates and outlets that a question names: soft preferences, never filters.

"en avril 2025" may be when something happened or when it was told, and "according to AFP" may be
told by others too. So passages of that time or outlet come first among equals, and nothing is lost.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

import numpy as np

from corpus.dates import find_dates
from index.embedding.static import Matrix
from index.filters import first_day, last_day, span_of
from index.passage import StoredPassage

# The share of what a score lacks to 1 that a passage gains: by benchmarks/preferences.py the most
# that brings up a named telling without losing both where the name is wrong.
OUTLET_BONUS, DATE_BONUS = 0.1, 0.1
# News of a day is printed up to so many days later.
PRINTED_WITHIN = 3


def prefer(query: str, language: str, passages: Sequence[StoredPassage], scores: Matrix) -> Matrix:
    """Return the scores, raised for passages of an outlet or a time that the query names.

    Args:
        query: As it was asked.
        language: Of the query, ``fr`` or ``en``.
        passages: The candidates.
        scores: (n_passages,), each from 0 to 1; so are those returned.
    """
    outlets = {passage.outlet for passage in passages}
    named = {outlet for outlet in outlets if outlet and _names(query, outlet)}
    times = [_printed(date.iso) for date in find_dates(query, None, language) if date.iso]
    if not named and not times:
        return scores
    bonus = np.asarray(
        [
            OUTLET_BONUS * (passage.outlet in named) + DATE_BONUS * _is_of(passage, times)
            for passage in passages
        ],
        np.float32,
    )
    return np.asarray(scores + bonus * (1 - scores), np.float32)


def _names(query: str, outlet: str) -> bool:
    """Return whether a query names an outlet, in its own capitals: "le monde" is the world."""
    plain = re.escape(outlet.replace("’", "'"))
    return re.search(rf"(?<!\w){plain}(?!\w)", query.replace("’", "'")) is not None


def _printed(iso: str) -> tuple[int, int]:
    """Return the first and the last day, as YYYYMMDD, on which news of a date is printed."""
    first, last = first_day(iso), last_day(iso)
    if first == last:
        day = datetime.date.fromisoformat(iso) + datetime.timedelta(PRINTED_WITHIN)
        last = int(day.strftime("%Y%m%d"))
    return first, last


def _is_of(passage: StoredPassage, times: Sequence[tuple[int, int]]) -> bool:
    earliest, latest = span_of(passage.published)
    return (
        earliest is not None
        and latest is not None
        and any(earliest <= last and first <= latest for first, last in times)
    )
