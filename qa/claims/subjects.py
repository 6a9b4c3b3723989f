"""Find whose act a reporting verb is: the subject before it, behind it, or the agent of a passive.

Only what plainly stands there counts; where a rule does not fit, there is no subject.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.claims.nouns import speaking_noun
from qa.claims.phrases import speaker_in
from qa.claims.predicates import Predicate
from qa.claims.speakers import Speaker
from qa.claims.tokens import Token
from qa.claims.words import DETERMINERS, is_name

PRONOUNS = frozenset(("il", "elle", "he", "she"))
# Sentences end a phrase with these, and so do clauses.
_BORDERS = frozenset(
    (
        ", ; : — – ( ) « » “ ” \" … . ? ! que qu' qui dont où lorsque lorsqu' quand alors tandis "
        "puisque puisqu' mais car si comme that which who whom whose when while where because but "
        "although though if as"
    ).split()
)
# What may stand between a subject and its verb, or between a verb and the subject behind it.
_LOOSE = frozenset(
    (
        "lundi mardi mercredi jeudi vendredi samedi dimanche hier matin soir midi après-midi "
        "aujourd'hui ce cette aussi également encore toutefois cependant pourtant ensuite puis "
        "enfin lui eux même déjà ainsi alors à son sa leur tour pour part de côté eux-mêmes "
        "lui-même elle-même dernier dernière soir nuit quant en par ailleurs notamment toutes deux "
        "tous monday tuesday wednesday thursday friday saturday sunday yesterday today earlier "
        "later on also himself herself itself themselves last week night morning evening afternoon "
        "then both meanwhile however now still"
    ).split()
)
_VERBS = frozenset(
    "est sont était étaient a ont avait avaient is are was were has have had".split()
)
_CLOSING = frozenset(("»", "”", '"', ",", ")", "’", "'"))
# After these the one who acts may stand behind the verb; behind others that is the one acted upon.
_ACTED_UPON = frozenset(("accuse", "thank", "condemn"))
_LONGEST_INSERTION = 45


@dataclass(frozen=True)
class Subject:
    """Whose act it is: a speaker, or a pronoun that stands for one.

    Attributes:
        speaker: None for a pronoun.
        pronoun: "il", "elle", "he", "she", "ce dernier", or "".
        first, last: Its tokens, ``last`` exclusive.
    """

    speaker: Speaker | None
    pronoun: str
    first: int
    last: int


def find_subject(
    sentence: str,
    tokens: tuple[Token, ...],
    predicate: Predicate,
    verbs: Sequence[Predicate],
) -> Subject | None:
    """Return the subject of a reporting verb, or None where the sentence does not show it.

    Args:
        sentence: The sentence.
        tokens: Its tokens.
        predicate: The verb.
        verbs: All reporting verbs of the sentence.
    """
    if predicate.form == "participle":
        return _agent(sentence, tokens, predicate)
    busy = {place for verb in verbs for place in range(verb.first, verb.last + 1)}
    if predicate.form == "gerund":
        found = _before(sentence, tokens, predicate.first, busy)
        # Only a bare name or body right before it: "Kiev qualifiant de fausse cette annonce".
        return found if found and found.last == predicate.first and found.speaker else None
    found = _behind(sentence, tokens, predicate) or _before(sentence, tokens, predicate.first, busy)
    if found and found.speaker and not _agrees(found.speaker, predicate):
        return None
    return found


def _agrees(speaker: Speaker, predicate: Predicate) -> bool:
    if predicate.is_plural is None or speaker.is_country:
        return True
    if predicate.is_plural:
        return speaker.is_plural or " " not in speaker.text or bool(speaker.names)
    opens = speaker.text.lower().split()[0]
    return not (speaker.is_plural and opens in ("les", "des", "these", "those"))


def _agent(sentence: str, tokens: tuple[Token, ...], predicate: Predicate) -> Subject | None:
    """Return who stands behind "par" or "by"."""
    place = predicate.last + 1
    while place < len(tokens) and (
        tokens[place].low in _LOOSE or tokens[place].low.endswith(("ment", "ly"))
    ):
        if tokens[place].low == "par":
            break
        place += 1
    if place >= len(tokens) or tokens[place].low not in ("par", "by"):
        return None
    first = place + 1
    last = _phrase_end(tokens, first)
    speaker = speaker_in(sentence, tokens, first, last) if first < last else None
    return Subject(speaker, "", first, last) if speaker else None


def _behind(sentence: str, tokens: tuple[Token, ...], predicate: Predicate) -> Subject | None:
    """Return the subject of "…, a déclaré lundi le ministre", "a-t-il dit", "said the minister"."""
    inside = tokens[predicate.first : predicate.last]
    for number, token in enumerate(inside):
        if token.text.startswith("-") and number + 1 < len(inside):
            return _pronoun(inside[number + 1].low, predicate.first + number + 1)
    place = predicate.last + 1
    if place + 1 < len(tokens) and tokens[place].text in ("-", "-t-"):
        return _pronoun(tokens[place + 1].low, place + 1)
    before = tokens[predicate.first - 1].text if predicate.first else ","
    if before not in _CLOSING or predicate.act in _ACTED_UPON:
        return None
    while place + 1 < len(tokens) and tokens[place].low in _LOOSE:
        if tokens[place].low in DETERMINERS and speaking_noun(tokens[place + 1].low):
            break
        place += 1
    last = _phrase_end(tokens, place)
    if place >= last or not (
        is_name(tokens[place])
        or tokens[place].low in DETERMINERS
        or tokens[place].low in ("m", "mm", "mme", "mr", "mrs", "ms")
    ):
        return None
    speaker = speaker_in(sentence, tokens, place, last)
    opens = speaker is not None and sentence.startswith(speaker.text, tokens[place].start)
    return Subject(speaker, "", place, last) if opens else None


def _pronoun(word: str, place: int) -> Subject | None:
    return Subject(None, word, place, place + 1) if word in PRONOUNS else None


def _phrase_end(tokens: tuple[Token, ...], first: int) -> int:
    """Return where a phrase that begins at a token ends: before a border, a day or a preposition
    that begins a circumstance."""
    place = first
    stops = {
        "lors",
        "dans",
        "après",
        "avant",
        "pour",
        "sur",
        "in",
        "at",
        "after",
        "before",
        "on",
        "during",
        "depuis",
        "pendant",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "hier",
        "ce",
        "à",
        "au",
        "aux",
        "par",
        "en",
        "avec",
        "il",
        "to",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "yesterday",
        "est",
        "sont",
        "était",
        "étaient",
        "a",
        "ont",
        "avait",
        "is",
        "are",
        "was",
        "were",
        "has",
        "had",
        "have",
        "ainsi",
        "le",
        "les",
        "la",
        "d'après",
        "selon",
    }
    while place < len(tokens) and tokens[place].low not in _BORDERS:
        low = tokens[place].low
        if low == "d'" and tokens[place + 1 : place + 2] and tokens[place + 1].low == "après":
            break
        governed = place > first and tokens[place - 1].low in ("de", "et", "and", "à", "of")
        if place > first and low in stops and not governed:
            # "a rapporté le journal", but "le chef de la police".
            break
        place += 1
    return place


def _before(sentence: str, tokens: tuple[Token, ...], verb: int, busy: set[int]) -> Subject | None:
    """Return the subject before a verb, past insertions between commas, dashes or brackets."""
    end = verb
    for _ in range(4):
        end = _skip_loose(tokens, end)
        if end <= 0:
            return None
        if tokens[end - 1].low in PRONOUNS:
            return Subject(None, tokens[end - 1].low, end - 1, end)
        start = _segment_start(tokens, end, busy)
        if start < end:
            if _ends_with_latter(tokens, start, end):
                return Subject(None, "ce dernier", start, end)
            start = _with_list(tokens, start, end, busy)
            speaker = speaker_in(sentence, tokens, start, end)
            if speaker and _is_open(tokens, start):
                at = next(
                    p
                    for p in range(start, end)
                    if sentence.startswith(speaker.text, tokens[p].start)
                )
                return Subject(speaker, "", at, end)
            return None
        closing = tokens[end - 1].text
        if closing not in (",", ")", "—", "–") or end - 1 in busy:
            return None
        opening = _opening(tokens, end - 1, busy)
        if opening is None:
            return None
        end = opening
    return None


def _skip_loose(tokens: tuple[Token, ...], end: int) -> int:
    while end and (
        tokens[end - 1].low in _LOOSE
        or (
            tokens[end - 1].low.endswith(("ment", "ly"))
            and tokens[end - 1].text[0].islower()
            and not _is_noun_in_ment(tokens[end - 1].low)
        )
    ):
        end -= 1
    return end


def _is_noun_in_ment(word: str) -> bool:
    return bool(speaking_noun(word)) or word in ("renseignement", "mouvement", "département")


def _segment_start(tokens: tuple[Token, ...], end: int, busy: set[int]) -> int:
    start = end
    while start and tokens[start - 1].low not in _BORDERS and start - 1 not in busy:
        start -= 1
    return start


def _with_list(tokens: tuple[Token, ...], start: int, end: int, busy: set[int]) -> int:
    """Return where a list that ends here begins: "Kiev, Séoul et les Occidentaux"."""
    if not any(token.low in ("et", "and") for token in tokens[start:end]):
        return start
    for _ in range(3):
        if start < 2 or tokens[start - 1].text != ",":
            break
        before = _segment_start(tokens, start - 1, busy)
        words = tokens[before : start - 1]
        if not words or len(words) > 8 or any(token.low in _VERBS for token in words):
            break
        start = before
    return start


def _is_open(tokens: tuple[Token, ...], start: int) -> bool:
    """Return whether a clause can begin here, so that what follows can be its subject."""
    if not start:
        return True
    return tokens[start - 1].low not in ("qui", "dont", "which", "who", "whose", "whom")


def _ends_with_latter(tokens: tuple[Token, ...], start: int, end: int) -> bool:
    words = " ".join(token.low for token in tokens[max(start, end - 2) : end])
    return words in ("ce dernier", "cette dernière", "the latter")


def _opening(tokens: tuple[Token, ...], closing: int, busy: set[int]) -> int | None:
    """Return where the insertion that closes at a token opens, or None."""
    pair = {")": "("}.get(tokens[closing].text, tokens[closing].text)
    for place in range(closing - 1, max(-1, closing - _LONGEST_INSERTION), -1):
        if tokens[place].text in "«»“”;:":
            return None
        if tokens[place].text == pair:
            return place
        if place in busy:
            return None
    return None
