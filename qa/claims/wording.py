"""Put an order and a disagreement into a sentence of the question's language, each part cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from babel import Locale

from qa.claims.denial import Denial
from qa.claims.disagreement import Conflict
from qa.claims.lead import Cited, Lead, Value
from qa.claims.naming import name_and_date, name_in, name_of, proof_of
from qa.claims.order import Event, Told, earliest

_MOST_EVENTS = 4
_MOST_VALUES = 4
_MOST_CONTENT = 16


def word_order(
    events: Sequence[Event], before: frozenset[tuple[int, int]], language: str
) -> list[Lead]:
    """Return who came first in this corpus and who followed, and whose firsts the articles tell
    apart; [] when no event is known.

    Where the articles do not settle who was first, the sentence says so and names those who may
    have been.
    """
    if not events:
        return []
    words = _WORDS[language]
    first = earliest(events, before)
    if len(first) > 1:
        return [Lead(_listed(events, first[:_MOST_EVENTS], words["open"], language))]
    later = [number for number in range(len(events)) if number != first[0]]
    later.sort(key=lambda number: (sum(pair[1] == number for pair in before), number))
    parts = _listed(events, first, words["first"], language)
    parts += _listed(events, later[: _MOST_EVENTS - 1], words["before"], language)
    return [Lead(parts), *_firsts(events, [*first, *later], language)]


def _firsts(events: Sequence[Event], places: Sequence[int], language: str) -> list[Lead]:
    """Return the sentence that tells apart what the articles call the first of different sides."""
    called = [
        (number, each)
        for number in places
        for each in sorted(events[number].told, key=lambda each: -each.score)
        if each.statement.first
    ]
    seen: dict[str, Cited] = {}
    words = _WORDS[language]
    for number, each in called:
        whose = _whose(events[number], each, language)
        if whose not in seen:
            joint = words["called"] if not seen else ", "
            seen[whose] = Cited(joint + whose, (each,))
    return [Lead(tuple(seen.values()))] if len(seen) > 1 else []


def _whose(event: Event, told: Told, language: str) -> str:
    if told.statement.first == "country" and len(event.countries) == 1:
        (code,) = event.countries
        return str(Locale(language).territories.get(code, code))
    return name_of(event, language)


def word_timeline(
    events: Sequence[Event], before: frozenset[tuple[int, int]], language: str
) -> list[Lead]:
    """Return who acted, the earlier before the later as far as the articles settle it."""
    if not events:
        return []
    places = sorted(
        range(len(events)),
        key=lambda number: (sum(pair[1] == number for pair in before), number),
    )
    words = _WORDS[language]
    opening = words["after"] if before else words["told"]
    return [Lead(_listed(events, places[:_MOST_EVENTS], opening, language))]


def _listed(
    events: Sequence[Event],
    places: Sequence[int],
    opening: str,
    language: str,
) -> tuple[Cited, ...]:
    parts = []
    for position, number in enumerate(places):
        is_last = position == len(places) - 1
        joint = opening if not position else _WORDS[language]["and"] if is_last else ", "
        parts.append(
            Cited(joint + name_and_date(events[number], language), proof_of(events[number]))
        )
    return tuple(parts)


_WORDS = {
    "en": {
        "first": "First in this corpus: ",
        "called": "The articles speak of several firsts: ",
        "stated": "stated",
        "denied": "denied",
        "by": " by ",
        "before": ", before ",
        "and": " and ",
        "open": "The articles do not settle who came first in this corpus: ",
        "told": "In this corpus: ",
        "after": "In this corpus, in order of time as far as it is settled: ",
    },
    "fr": {
        "first": "Premier dans ce corpus : ",
        "called": "Les articles parlent de plusieurs premières : ",
        "stated": "affirmé",
        "denied": "démenti",
        "by": " par ",
        "before": ", avant ",
        "and": " et ",
        "open": "Les articles ne permettent pas de dire qui est premier dans ce corpus : ",
        "told": "Dans ce corpus : ",
        "after": "Dans ce corpus, dans l’ordre du temps autant qu’il est établi : ",
    },
}


def word_conflict(conflict: Conflict, language: str) -> Lead:
    """Return the values of a disagreement, each with its source."""
    opening = "Sources disagree: " if language == "en" else "Les sources divergent : "
    according = " according to " if language == "en" else " selon "
    values = tuple(
        Value(side.shown, name_in(side.told[0].statement.speaker, language), side.told[:1])
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


def word_denial(denial: Denial, language: str) -> Lead:
    """Return who states something and who denies it."""
    words = _WORDS[language]
    values = tuple(
        Value(words[key], name_in(told.statement.speaker, language), (told,))
        for key, told in (("stated", denial.assertion), ("denied", denial.denial))
    )
    parts = tuple(
        Cited(
            ("; " if position else "")
            + (value.shown if position else value.shown.capitalize())
            + words["by"]
            + value.attributed_to,
            value.told,
        )
        for position, value in enumerate(values)
    )
    return Lead(parts, about=_content(denial.assertion), values=values)


def _content(told: Told) -> str:
    """Return the opening words of what is said."""
    said = told.statement.text[slice(*told.statement.said)].strip(' ,:«»“”"')
    clause = re.split(r"[,;:.]\s", re.sub(r"^[^,]{0,25}?\b(?:que |qu['’]|that )", "", said))[0]
    return " ".join(clause.split()[:_MOST_CONTENT])
