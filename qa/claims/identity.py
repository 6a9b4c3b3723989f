"""Know a speaker again within an article: by name, by office, and by what was said of the name.

"Valéry Guérassimov, chef d'état-major russe" makes a later "Guérassimov" Russian, and a later
"le chef d'état-major" the same man when nobody else holds that office in the article.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from qa.claims.firsts import scope_of_first
from qa.claims.speakers import Speaker
from qa.claims.statement import Statement

_DEFINITE = re.compile(r"(?:le|la|l['’]|ce|cette|the)\s?", re.IGNORECASE)
_FULL_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: (?:de |von |van |al-|el-)?[A-ZÀ-Þ][\w’'-]+)+$")
_NEVER = re.compile(
    r"\bjamais\b|\bnever\b|\baucune?\b|\b(?:jusqu['’]à|until) \w+|\bpour l['’]heure\b",
    re.IGNORECASE,
)


def link_speakers(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return an article's statements with every speaker's name, office and country as far as the
    article gives them, and with the firsts that "never before" implies."""
    named = [each.speaker for each in statements if each.speaker.names]
    linked = [
        dataclasses.replace(each, speaker=_complete(each.speaker, named)) for each in statements
    ]
    return tuple(_with_implied_first(each, linked) for each in linked)


def _complete(speaker: Speaker, named: list[Speaker]) -> Speaker:
    if speaker.is_plural:
        return speaker
    if speaker.names:
        same = [other for other in named if _share_name(speaker, other)]
    elif speaker.is_person and (
        _DEFINITE.match(speaker.text) or speaker.text.split()[0] == speaker.noun
    ):
        same = [other for other in named if _holds_office(other, speaker)]
        if not _one(same):
            return speaker
    else:
        return speaker
    countries = {other.countries for other in same if other.countries}
    return dataclasses.replace(
        speaker,
        names=speaker.names.union(*(other.names for other in same)),
        roles=speaker.roles.union(*(other.roles for other in same)),
        countries=speaker.countries or (countries.pop() if len(countries) == 1 else frozenset()),
        is_person=speaker.is_person or any(other.is_person for other in same),
        known_as=max((full_name(other.text) for other in same), key=len, default=""),
    )


def full_name(text: str) -> str:
    """Return the first name and surname at the end of a phrase, or ""."""
    found = _FULL_NAME.search(text)
    return found.group() if found else ""


def _share_name(one: Speaker, other: Speaker) -> bool:
    return (
        not other.is_plural
        and bool(one.names & other.names)
        and (one.names <= other.names or other.names <= one.names)
        and (not one.countries or not other.countries or one.countries == other.countries)
    )


def _holds_office(person: Speaker, office: Speaker) -> bool:
    return (
        person.is_person
        and office.noun in person.roles
        and (not office.countries or office.countries == person.countries)
        and (not office.places or office.places == person.places)
    )


def _one(speakers: list[Speaker]) -> bool:
    """Return whether all are one and the same by name."""
    return bool(speakers) and all(_share_name(speakers[0], other) for other in speakers)


def _with_implied_first(statement: Statement, others: Sequence[Statement]) -> Statement:
    """Mark a statement as the first where the article says that its speaker never did so before."""
    if statement.first or statement.is_negated or not statement.verb:
        return statement
    alone = [each for each in others if each.act == statement.act and not each.is_negated]
    for other in others:
        if not (
            other.is_negated
            and other.tense == "past perfect"
            and other.act == statement.act
            and _NEVER.search(other.text)
            and not other.speaker.is_plural
            and other.speaker.countries
        ):
            continue
        # Where one alone did it, he is the one who broke with "never before".
        is_him = not statement.speaker.countries and len(alone) == 1
        if is_him or other.speaker.countries == statement.speaker.countries:
            speaker = dataclasses.replace(statement.speaker, countries=other.speaker.countries)
            first = scope_of_first(speaker, other.speaker)
            return dataclasses.replace(statement, speaker=speaker, first=first)
    return statement
