"""What an article calls the first: of a speaker, or of the country that the speaker stands for.

"C'est la première fois que Pyongyang reconnaît…", "une première de la part des autorités russes",
"première confirmation officielle de Moscou", "never before had a minister admitted".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.claims.acts import act_of_noun
from qa.claims.countries import find_countries
from qa.claims.phrases import speaker_in
from qa.claims.speakers import Speaker
from qa.claims.tokens import tokenise

_NOMINAL = re.compile(
    r"\b(?:premi[èe]re? (?P<fr>[\w’'-]+)|first (?:official |public |formal )?(?P<en>\w+))",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"\b(?:de la part d(?:e(?:s)?\b|u\b|['’])|d(?:e la |u |es |e l['’]|e |['’])|by |from |of )\s*"
)


@dataclass(frozen=True)
class NamedFirst:
    """A noun of saying that the article calls the first, and whose it is.

    Attributes:
        act: What the noun names; "" for "une première".
        speaker: Whose, or None where the phrase does not say.
        countries: Whose, where an adjective says it: "première confirmation russe".
        start: Where in the sentence it stands.
    """

    act: str
    speaker: Speaker | None
    countries: frozenset[str]
    start: int


def find_first_mark(text: str) -> int:
    """Return where a text calls an act the first, or -1."""
    found = _TIME.search(text)
    return found.start() if found else -1


_TIME = re.compile(
    r"\b(?:pour la|la) première fois\b|\bune première\b(?! \w*(?:fois|confirm))"
    r"|\b(?:for )?the first time\b|\b(?:was|were|became|is) the first\b|\bthe first to\b"
    r"|\b(?:a|est|ont|sont|fut) (?:été )?l[ea]s? premi(?:er|ère)s?\b",
    re.IGNORECASE,
)


def find_named_first(sentence: str) -> NamedFirst | None:
    """Return the "première confirmation officielle de Moscou" of a sentence, or None."""
    for found in _NOMINAL.finditer(sentence):
        act = act_of_noun(found["fr"] or found["en"])
        if act:
            speaker = _whose(sentence, found.end())
            beside = " ".join(sentence[found.end() :].split()[:2])
            countries = speaker.countries if speaker else find_countries(beside)
            return NamedFirst(act, speaker, countries, found.start())
    if "première" in sentence.lower() or "first" in sentence.lower():
        found_part = re.search(r"\bune première de la part ", sentence, re.IGNORECASE)
        if found_part:
            speaker = _whose(sentence, found_part.start())
            countries = speaker.countries if speaker else frozenset()
            return NamedFirst("", speaker, countries, found_part.start())
    return None


def scope_of_first(speaker: Speaker, whose: Speaker | None) -> str:
    """Return whether a first is the speaker's own or the country's: "speaker" or "country".

    A body, a plural or a nameless official that stands for a country gives the country's first.
    """
    named = whose or speaker
    if not (named.countries or speaker.countries):
        return "speaker"
    if named.is_country or named.is_plural:
        return "country"
    if re.match(r"(?:un|une|an?)\b", named.text, re.IGNORECASE):
        return "country"
    return "speaker"


def _whose(sentence: str, start: int) -> Speaker | None:
    earlier = re.search(r"de la part d\S*[^,.]*", sentence[:start])
    for mark in _WHOSE.finditer(sentence, earlier.start() if earlier else start):
        if not earlier and len(sentence[start : mark.start()].split()) > 2:
            return None
        stop = re.search(
            r"[,.;:«»“”()]|\s(?:qui|que|sur|concernant|à|au|dans|lors|about|on|that|of|in|, la)\s"
            r"|\sde (?:«|leur|sa|la participation)",
            sentence[mark.end() :],
        )
        phrase = (
            sentence[mark.end() : mark.end() + stop.start()] if stop else sentence[mark.end() :]
        )
        phrase = phrase.strip()
        tokens = tokenise(phrase)
        speaker = speaker_in(phrase, tokens, 0, len(tokens)) if tokens else None
        if speaker and (speaker.noun or find_countries(phrase) or speaker.names):
            return speaker
    return None
