"""Put an order and a disagreement into a sentence of the question's language, each part cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from qa.claims.disagreement import Conflict
from qa.claims.order import Event, Told, earliest
from qa.claims.request import Request
from qa.dates_in_words import date_in_words

_MOST_EVENTS = 4
_MOST_VALUES = 4


@dataclass(frozen=True)
class Cited:
    """A run of words and the statements that prove it."""

    words: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Value:
    """One side of a disagreement as the answer shows it."""

    shown: str
    attributed_to: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Lead:
    """A sentence of an answer in cited runs of words.

    Attributes:
        parts: In order; markers go behind each.
        ends: What closes the sentence.
        about, values: Of a disagreement; "" and () for others.
    """

    parts: tuple[Cited, ...]
    ends: str = "."
    about: str = ""
    values: tuple[Value, ...] = ()

    @property
    def told(self) -> tuple[Told, ...]:
        """Every statement cited, in order, without repetition."""
        return tuple(dict.fromkeys(each for part in self.parts for each in part.told))


def word_order(
    events: Sequence[Event],
    before: frozenset[tuple[int, int]],
    request: Request,
    language: str,
) -> Lead | None:
    """Return who came first in this corpus, who followed, and what is not settled; None when no
    event is known."""
    if not events:
        return None
    first = earliest(events, before)
    words = _WORDS[language]
    if len(first) == 1:
        return _settled(events, before, first[0], language, words)
    sides = {frozenset(events[number].countries) for number in first}
    if len(events) == 1 or len(first) < 1:
        return None
    del sides
    parts = [
        Cited(
            (words["open"] if not position else words["and"]) + _who(events[number], language),
            _proof(events[number]),
        )
        for position, number in enumerate(first[:_MOST_EVENTS])
    ]
    return Lead(tuple(parts))


def _settled(
    events: Sequence[Event],
    before: frozenset[tuple[int, int]],
    first: int,
    language: str,
    words: dict[str, str],
) -> Lead:
    later = [number for number in range(len(events)) if (first, number) in before]
    later.sort(key=lambda number: (sum((other, number) in before for other in later), number))
    parts = [Cited(words["first"] + _who(events[first], language), _proof(events[first]))]
    for position, number in enumerate(later[: _MOST_EVENTS - 1]):
        opening = words["before"] if not position else words["and"]
        parts.append(Cited(opening + _who(events[number], language), _proof(events[number])))
    return Lead(tuple(parts))


_WORDS = {
    "en": {
        "first": "First in this corpus: ",
        "before": ", before ",
        "and": " and ",
        "open": "The articles do not settle who came first in this corpus: ",
    },
    "fr": {
        "first": "Premier dans ce corpus : ",
        "before": ", avant ",
        "and": " et ",
        "open": "Les articles ne permettent pas de dire qui est premier dans ce corpus : ",
    },
}


def _who(event: Event, language: str) -> str:
    speaker = event.speaker
    name = " ".join(speaker.text.split())
    date = _date(event, language)
    country = ""
    if speaker.names and len(event.countries) == 1:
        (code,) = event.countries
        country = str(Locale(language).territories.get(code, ""))
    inside = ", ".join(each for each in (country, date) if each)
    return f"{name} ({inside})" if inside else name


def _date(event: Event, language: str) -> str:
    for each in event.told:
        if each.statement.date:
            return date_in_words(each.statement.date, language)
    for each in event.told:
        if each.statement.date_text:
            return f"“{each.statement.date_text}”"
    return ""


def _proof(event: Event) -> tuple[Told, ...]:
    """Return the telling that fits best, and the dated one where that has no date."""
    best = max(event.told, key=lambda each: (bool(each.statement.first), each.score))
    dated = next(
        (each for each in event.told if each.statement.date or each.statement.date_text), None
    )
    if best.statement.date_text or dated is None:
        return (best,)
    return (best, dated)


def word_conflict(conflict: Conflict, language: str) -> Lead:
    """Return the values of a disagreement, each with its source."""
    opening = "Sources disagree: " if language == "en" else "Les sources divergent : "
    according = " according to " if language == "en" else " selon "
    values = tuple(
        Value(side.shown, " ".join(side.told[0].statement.speaker.text.split()), side.told[:1])
        for side in conflict.sides[:_MOST_VALUES]
    )
    parts = tuple(
        Cited(
            ("; " if position else opening) + f"{value.shown}{according}{value.attributed_to}",
            value.told,
        )
        for position, value in enumerate(values)
    )
    return Lead(parts, about=conflict.about, values=values)
