"""What a question asks of statements: which act, by whom, about what, and who came first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.claims.acts import act_of, act_of_noun, reporting_verb
from qa.claims.countries import find_countries
from qa.claims.nouns import is_person_noun, speaking_noun
from qa.claims.speakers import Speaker, read_speaker
from qa.claims.tokens import Token, tokenise
from qa.claims.words import DETERMINERS, is_name
from qa.question import Question

# A question for one of these takes the other too: who announces a thing confirms it.
_FAMILIES = {"confirm": ("confirm", "announce"), "announce": ("announce", "confirm")}
_SIDE = re.compile(
    r"\b(?:for|by|from|on the|according to|pour|par|côté|du côté d(?:e la|u|es|e|['’])|"
    r"de la part d(?:e la|u|es|e|['’])|chez|selon)\s*(?P<who>(?:la |le |les |l['’]|"
    r"the )?[^?,.]{2,60})",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    r"(?P<who>(?:la |le |les |l['’])?[^?,.]{2,50}?)(?: n['’]| l['’]| )?\s?"
    r"(?:a|ont|avait|avaient)-(?:t-)?(?:ils?|elles?)\b",
    re.IGNORECASE,
)
_FIRST_OF = re.compile(
    r"\bfirst (?P<en>[^?,.]{2,40}?) to\b|\bpremi(?:er|ère) (?P<fr>[^?,.]{2,40}?) à\b", re.IGNORECASE
)
_WHICH = re.compile(
    r"\b(?:which|what|quel(?:le)?s?) (?P<who>[^?,.]{2,40}?) (?:first|has|had|have|a|ont|avait)\b",
    re.IGNORECASE,
)
_AUXILIARIES = frozenset(("did", "has", "have", "had", "does"))
# Offices so general that any person of the side holds one.
_ANY_OFFICE = frozenset(
    "official officielle officiel responsable représentant dirigeant leader".split()
)
_SPEAKING = re.compile(
    r"\b(?:what|qu['’]|que|quoi)\b.*\b(?:said?|say|dit|dire|déclaré|affirmé|claim|announce)", re.I
)
_WHEN = re.compile(r"\b(?:when|quand|what day|quel jour|à quelle date|what date)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """What a question asks of statements.

    Attributes:
        acts: Those asked for; empty where it asks for none in particular.
        side: The one asked about, or None.
        is_first: Who or what came first.
        is_timeline: It asks who acted, or when someone acted or spoke.
        topic: The question without the words that ask and those of the act.
    """

    acts: tuple[str, ...]
    side: Speaker | None
    is_first: bool
    is_timeline: bool
    topic: str


def read_request(question: Question) -> Request:
    """Return what a question asks of statements."""
    tokens = tokenise(question.text)
    acts: list[str] = []
    used: set[str] = set()
    for token in tokens:
        act = _act(question, token)
        if act:
            acts.append(act)
            used.add(token.low)
    asked = next((act for act in acts if act != "other"), "")
    is_speaking = bool(_SPEAKING.search(question.text))
    side = _side(question, is_about_speech=bool(acts) or is_speaking)
    topic = _topic(question, used, side)
    is_timeline = (bool(asked) and question.kind in ("who", "when", "list")) or (
        is_speaking and bool(_WHEN.search(question.text))
    )
    return Request(
        acts=_FAMILIES.get(asked, (asked,)) if asked else (),
        side=side,
        is_first=question.asks_first and bool(asked),
        is_timeline=is_timeline,
        topic=topic,
    )


def fits_side(speaker: Speaker, side: Speaker) -> bool:
    """Return whether a speaker is the one a question asks about, or speaks for that side."""
    if side.names:
        return bool(side.names & speaker.names)
    if side.noun in _ANY_OFFICE:
        return not speaker.is_country and side.countries <= speaker.countries
    if side.noun and is_person_noun(side.noun) and side.noun not in speaker.roles:
        return False
    if side.countries:
        return side.countries <= speaker.countries
    return side.noun in speaker.roles


def _act(question: Question, token: Token) -> str:
    if not token.text[0].isalpha():
        return ""
    verb = reporting_verb(token.low, question.language)
    following = question.text[token.end :]
    return act_of(verb, following, question.language) if verb else act_of_noun(token.low)


def _topic(question: Question, used: set[str], side: Speaker | None) -> str:
    if side:
        used = used | {token.low for token in tokenise(side.text)}
    words = [
        token.text
        for token in tokenise(question.query)
        if token.is_word
        and token.low not in used
        and token.low not in _ASKING
        and not re.match(r"premi(?:er|ère)s?$|first$|earliest$|abord$|officially$", token.low)
        and token.low not in DETERMINERS
        and token.low not in ("en", "in", "to", "of", "par", "by", "a", "ont", "was", "has", "d")
    ]
    return " ".join(words)


_ASKING = frozenset(
    (
        "what when who whom how many much where why did does do is are was were has have had qui "
        "que qu quoi quand combien comment où pourquoi est ont avait avaient côté side say said "
        "fois time it to this that and or et ou mais dit dire déclaré première premier elle il ils "
        "elles t les des ne pas not"
    ).split()
)


def _side(question: Question, *, is_about_speech: bool) -> Speaker | None:
    """Return whose act the question asks for: "for Russia", "did North Korea first admit"."""
    if not is_about_speech:
        return None
    phrases = [found["who"] for found in _SIDE.finditer(question.text)]
    phrases += [found["en"] or found["fr"] for found in _FIRST_OF.finditer(question.text)]
    for found in _INVERTED.finditer(question.text):
        phrases.append(re.sub(r"^\W*(?:quand|et|que|comment)\s", "", found["who"]))
    phrases += _asked_subjects(question)
    phrases += [found["who"] for found in _WHICH.finditer(question.text)]
    spoken = re.search(r"\bqu['’](?:a|ont) (?:dit|déclaré|affirmé) ([^?,]+)", question.text, re.I)
    phrases += [spoken[1]] if spoken else []
    return next((side for phrase in phrases if (side := _plain_speaker(phrase))), None)


def _asked_subjects(question: Question) -> list[str]:
    """Return what stands between an English auxiliary and its verb: "did X first admit"."""
    tokens = tokenise(question.text)
    found = []
    for place, token in enumerate(tokens):
        if token.low not in _AUXILIARIES:
            continue
        for end in range(place + 2, min(place + 9, len(tokens))):
            if reporting_verb(tokens[end].low, question.language):
                words = [
                    each
                    for each in tokens[place + 1 : end]
                    if each.low not in ("first", "ever") and not each.low.endswith("ly")
                ]
                if words:
                    found.append(question.text[words[0].start : words[-1].end])
                break
    return found


def _plain_speaker(words: str) -> Speaker | None:
    tokens = tokenise(words.strip())
    if not tokens:
        return None
    head = [token for token in tokens if token.is_word and token.low not in DETERMINERS][:4]
    is_one = any(
        is_name(token) or speaking_noun(token.low) or find_countries(token.text) for token in head
    )
    return read_speaker(words.strip()) if is_one else None
