"""Who said what, when, as a small chart: time runs to the right, each speaker has a row.

Only what the articles date is drawn. A date that is a month or a year is drawn as all its days,
because which of them it was is not known.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date, format_skeleton

from corpus.characters import fold
from qa.answer import Answer, Citation, Claim

# Fewer dated claims than this make no line of time.
FEWEST = 2
# Of the chart's width, in hundredths: where its first and its last day stand.
LEFT, RIGHT = 4.0, 96.0
# Points nearer than this, in hundredths of the width, stand one below the other.
NEAR = 7.0
# Pixels.
LABEL, LANE, FOOT = 22, 28, 30
MOST_TICKS = 4


@dataclass(frozen=True)
class Point:
    """A claim on the chart.

    Attributes:
        claim, citation: What was said, and where it is quoted.
        x, width: Of its days, in hundredths of the chart's width; a single day has no width.
        y: Pixels from the top.
    """

    claim: Claim
    citation: Citation
    x: float
    width: float
    y: int

    @property
    def middle(self) -> float:
        """Where the point itself stands, in hundredths of the chart's width."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Row:
    """A speaker with his claims; ``y`` is where the name stands, in pixels from the top."""

    speaker: str
    y: int
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Tick:
    """A date on the axis, in hundredths of the chart's width."""

    x: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """The chart; ``height`` in pixels."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    height: int


def draw_timeline(answer: Answer) -> Timeline | None:
    """Return the chart of an answer's dated claims; None where there are too few."""
    citations = {citation.marker: citation for citation in answer.citations}
    dated = [claim for claim in answer.claims if claim.date and claim.marker in citations]
    if len(dated) < FEWEST:
        return None
    spans = {claim.date: _days_of(claim.date) for claim in dated if claim.date}
    first = min(start for start, _ in spans.values())
    last = max(end for _, end in spans.values())
    scale = _Scale(first, last)
    rows, y = [], 0
    for speaker, claims in _by_speaker(dated):
        points = _place(claims, citations, scale, y)
        rows.append(Row(speaker, y + 15, points))
        y = max(point.y for point in points) + LANE // 2 + 8
    ticks = tuple(
        Tick(scale.place(day), _short_date(day, step, answer.language))
        for day, step in _ticks(first, last)
    )
    return Timeline(tuple(rows), ticks, y + FOOT)


@dataclass(frozen=True)
class _Scale:
    first: datetime.date
    last: datetime.date

    def place(self, day: datetime.date) -> float:
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return round(LEFT + (RIGHT - LEFT) * share, 2)


def _days_of(date: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of an ISO date, month or year."""
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 3:
        day = datetime.date(*parts)
        return day, day
    if len(parts) == 1:
        return datetime.date(parts[0], 1, 1), datetime.date(parts[0], 12, 31)
    first = datetime.date(parts[0], parts[1], 1)
    return first, _months_later(first, 1) - datetime.timedelta(days=1)


def _by_speaker(claims: Sequence[Claim]) -> list[tuple[str, list[Claim]]]:
    """Return the claims of each speaker by date, the speaker who began first before the others."""
    of_speaker: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda claim: claim.date or ""):
        of_speaker.setdefault(fold(claim.speaker), []).append(claim)
    return [(own[0].speaker, own) for own in of_speaker.values()]


def _place(
    claims: Sequence[Claim], citations: dict[int, Citation], scale: _Scale, top: int
) -> tuple[Point, ...]:
    points: list[Point] = []
    ends: list[float] = []
    for claim in claims:
        start, end = (scale.place(day) for day in _days_of(claim.date or ""))
        # The first lane whose last point is far enough away.
        lane = next((n for n, taken in enumerate(ends) if start - taken >= NEAR), len(ends))
        ends[lane : lane + 1] = [end]
        y = top + LABEL + LANE // 2 + lane * LANE
        points.append(Point(claim, citations[claim.marker], start, round(end - start, 2), y))
    return tuple(points)


def _ticks(first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, str]]:
    """Return round dates for the axis with what they are: a day, a month or a year."""
    if first == last:
        return [(first, "day")]
    for days in (1, 2, 5, 7, 10, 14):
        if (last - first).days // days < MOST_TICKS:
            return [
                (first + datetime.timedelta(days=number * days), "day")
                for number in range((last - first).days // days + 1)
            ]
    for months in (1, 2, 3, 6):
        found = _every(first, last, months)
        if 2 <= len(found) <= MOST_TICKS:
            return [(day, "month") for day in found]
    years = next(
        number
        for number in (1, 2, 5, 10, 20, 50, 100, 1000, 10_000)
        if len(_every(first, last, 12 * number)) <= MOST_TICKS
    )
    found = _every(first, last, 12 * years)
    return [(day, "year") for day in found] or [(first, "day"), (last, "day")]


def _every(first: datetime.date, last: datetime.date, months: int) -> list[datetime.date]:
    """Return the first days of every so many months within the span."""
    count = first.year * 12 + first.month - 1
    start = -(-count // months) * months
    found = []
    for number in range(start, last.year * 12 + last.month, months):
        day = datetime.date(number // 12, number % 12 + 1, 1)
        if first <= day <= last:
            found.append(day)
    return found


def _months_later(day: datetime.date, months: int) -> datetime.date:
    number = day.year * 12 + day.month - 1 + months
    return datetime.date(number // 12, number % 12 + 1, 1)


def _short_date(day: datetime.date, step: str, language: str) -> str:
    if step == "year":
        return str(day.year)
    if step == "month":
        return format_skeleton("yMMM", day, locale=language)
    return format_date(day, "medium", locale=language)
