"""Who a phrase names as the one who speaks, and when two phrases name the same one.

A speaker is a person with or without a title, a body, or a country or capital for its government.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from dataclasses import dataclass

from corpus.characters import fold
from index.names import sound_key
from qa.claims.countries import find_countries
from qa.claims.nouns import is_person_noun, is_plural, speaking_noun
from qa.claims.tokens import Token, tokenise
from qa.claims.words import DETERMINERS, governs, is_name

_OFFICIALS = frozenset("responsable dirigeant officiel official leader".split())
_GOVERNMENTS = frozenset(
    "autorité gouvernement régime pouvoir état authority government regime".split()
)
TITLES = frozenset("m mm mme mmes mr mrs ms dr me mgr sir lord".split())


@dataclass(frozen=True)
class Speaker:
    """Someone who is said to have said something.

    Attributes:
        text: The words of the article.
        names: Sound keys of its own proper names, without countries and capitals.
        places: Folded names that only complete it: "le maire de Lyon".
        roles: All nouns for one who speaks, the apposition's included.
        countries: ISO codes of the countries named.
        noun: The dictionary form of "president", "army", or "".
        is_person: One human being.
        is_plural: Several, or a plural noun.
        known_as: The fullest form of a person's name in the article, or "".
    """

    text: str
    names: frozenset[str]
    places: frozenset[str]
    roles: frozenset[str]
    countries: frozenset[str]
    noun: str
    is_person: bool
    is_plural: bool
    known_as: str = ""

    @property
    def is_country(self) -> bool:
        """Nothing but a country or its capital, standing for its government."""
        return bool(self.countries) and not self.noun and not self.names


@functools.lru_cache(maxsize=8192)
def read_speaker(text: str) -> Speaker | None:
    """Return the speaker that a phrase names, or None when it names nobody who can speak."""
    tokens = [token for token in tokenise(text) if token.is_word]
    nouns = [noun for token in tokens if (noun := speaking_noun(token.low))]
    names: list[str] = []
    places: list[str] = []
    governed = False
    for token in tokens:
        if is_name(token):
            (places if governed else names).append(token.text)
        elif token.low not in DETERMINERS or governs(token):
            governed = governs(token)
    # The office is the first noun: "le porte-parole du ministère".
    noun = nouns[0] if nouns else ""
    countries = find_countries(text)
    keys = {
        sound_key(name) or name.lower()
        for name in names
        if not find_countries(name) and not (countries and _is_part_of_country(name, text))
    }
    if not noun and not names and not countries:
        return None
    plural = _is_plural(tokens)
    full_name = re.search(
        r"[A-ZÀ-Þ][\w’'.-]+ (?:[dD][eu] |von |van |al-|el-)?[A-ZÀ-Þ][\w’'-]+", text
    )
    is_person = not plural and (
        is_person_noun(noun) or any(token.low in TITLES for token in tokens)
    )
    is_person = is_person or bool(
        not plural
        and not noun
        and keys
        and full_name
        and len(names) <= 3
        and is_name(tokens[0])
        and not any(name.isupper() for name in names)
    )
    return Speaker(
        text,
        frozenset(keys),
        frozenset(fold(place) for place in places if not find_countries(place)),
        frozenset(nouns),
        countries,
        noun,
        is_person,
        plural,
    )


def _is_part_of_country(name: str, text: str) -> bool:
    """Return whether a capitalised word belongs to a country's name of several words."""
    without = re.sub(rf"\b{re.escape(name)}\b", " ", text)
    return find_countries(without) != find_countries(text)


def _is_plural(tokens: list[Token]) -> bool:
    lows = [token.low for token in tokens]
    if lows[0] in (
        "les",
        "des",
        "ces",
        "ses",
        "leurs",
        "plusieurs",
        "deux",
        "trois",
        "certains",
        "these",
        "those",
        "several",
        "two",
        "three",
        "some",
        "many",
        "both",
    ):
        return True
    if any(low in ("et", "and") for low in lows):
        return True
    return bool(len(lows) and is_plural(next((low for low in lows if speaking_noun(low)), "")))


def is_same_speaker(one: Speaker, other: Speaker) -> bool:
    """Return whether two phrases surely name the same speaker.

    A name in common settles it; without names, the same office or body of the same place.
    """
    if one.countries and other.countries and one.countries != other.countries:
        return False
    if one.names and other.names:
        return len(one.names & other.names) == min(len(one.names), len(other.names))
    if one.names or other.names or one.countries != other.countries:
        return False
    if _is_government(one) and _is_government(other):
        return True
    return (
        one.noun == other.noun and one.places == other.places and one.is_plural == other.is_plural
    )


def _is_government(speaker: Speaker) -> bool:
    """Return whether a speaker is a state as a whole: "Kiev", "les autorités ukrainiennes"."""
    is_body = speaker.noun in _GOVERNMENTS or (
        speaker.is_plural and speaker.noun in _OFFICIALS and "militaire" not in speaker.text
    )
    return speaker.is_country or (bool(speaker.countries) and is_body and not speaker.places)


def with_apposition(speaker: Speaker, inserted: str) -> Speaker:
    """Return a speaker with what the words behind it add: ", chef d'état-major russe,"."""
    words = [token for token in tokenise(inserted) if token.is_word]
    if speaker.is_plural or not re.match(r"\s*[,(—–]", inserted) or not words:
        return speaker
    if not speaker.names and all(is_name(token) for token in words) and len(words) < 5:
        named = read_speaker(inserted[words[0].start : words[-1].end])
        text = speaker.text + inserted[: words[-1].end]
        return dataclasses.replace(speaker, text=text, names=named.names) if named else speaker
    roles = {noun for token in words if (noun := speaking_noun(token.low))}
    if not roles:
        return speaker
    return dataclasses.replace(
        speaker,
        roles=speaker.roles | roles,
        countries=speaker.countries or find_countries(inserted),
        is_person=speaker.is_person or any(is_person_noun(role) for role in roles),
    )
