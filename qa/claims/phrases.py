"""Find the phrase that names a speaker among the words of a sentence."""

from __future__ import annotations

from qa.claims.countries import find_countries
from qa.claims.nouns import speaking_noun
from qa.claims.speakers import TITLES, Speaker, read_speaker
from qa.claims.tokens import Token
from qa.claims.words import DETERMINERS, governs, is_name

_NOT_OF_A_SPEAKER = frozenset(
    "est sont était étaient ont avait avaient qui que qu' dont où si is are was were has have had "
    "which who that did does do not should would will can could may might must ne n' donc il "
    "elle ils elles he she they it we".split()
)

_ENGLISH_DETERMINERS = frozenset(
    "the a an this that these those his her its their several some many other another both".split()
)

_ADJECTIVES_BEFORE = frozenset(
    (
        "nouveau nouvel nouvelle nouveaux ancien ancienne anciens premier première petit grand "
        "grande jeune principal principale principaux autres autre seul seule même futur actuel "
        "haut hauts vice ex nombreux différents puissant célèbre"
    ).split()
)

# No phrase for a speaker ends with these.
_NO_ENDS = frozenset(
    "et and ou or de du d' des of to by in on at for with en à au his her its their le la les l' "
    "un "
    "une the an".split()
)


def leading_speaker(sentence: str, tokens: tuple[Token, ...]) -> Speaker | None:
    """Return the speaker that a sentence begins with: "La Corée du Nord ne s'en cache plus"."""
    end = 0
    for place, token in enumerate(tokens[:12]):
        if is_name(token) or speaking_noun(token.low) or find_countries(token.text):
            end = place + 1
        elif token.low not in DETERMINERS and token.low not in ("de", "du", "d'", "of"):
            break
    return speaker_in(sentence, tokens, 0, end) if end else None


def speaker_in(sentence: str, tokens: tuple[Token, ...], first: int, last: int) -> Speaker | None:
    """Return the speaker that the tokens ``first`` to ``last`` (exclusive) name up to their end.

    The phrase begins at the first determiner or name that no preposition governs, and has a noun of
    one who speaks, or a name, at its head.
    """
    for place in range(first, last):
        token = tokens[place]
        if place > first and (governs(tokens[place - 1]) or tokens[place - 1].low in DETERMINERS):
            continue
        if place > first and not is_name(token) and token.low not in DETERMINERS:
            continue
        if not _opens(tokens, place, last):
            continue
        if any(each.low in _NOT_OF_A_SPEAKER for each in tokens[place:last]):
            continue
        if last - place > 16 or tokens[last - 1].low in _NO_ENDS:
            continue
        is_alone = (
            place + 1 < last
            and not tokens[place + 1].is_capitalised
            and not speaking_noun(tokens[place + 1].low)
        )
        if token.start == 0 and is_alone and _is_plain_word(token):
            continue
        return read_speaker(sentence[token.start : tokens[last - 1].end])
    return None


def _is_plain_word(token: Token) -> bool:
    """Return whether a word at the head of a sentence is only capitalised for standing there."""
    import simplemma

    if not is_name(token) or token.text.isupper() or find_countries(token.text):
        return False
    known = any(simplemma.is_known(token.low, lang=language) for language in ("fr", "en"))
    return known and not speaking_noun(token.low)


def _opens(tokens: tuple[Token, ...], place: int, last: int) -> bool:
    """Return whether a speaker's phrase begins at a token: a name or determiner with a head."""
    token = tokens[place]
    if is_name(token) or (speaking_noun(token.low) and not token.is_capitalised):
        return True
    if token.low in TITLES and place + 1 < last:
        return True
    if token.low not in DETERMINERS and not speaking_noun(token.low):
        return False
    if speaking_noun(token.low):
        return True
    is_english = token.low in _ENGLISH_DETERMINERS
    for head in range(place + 1, min(place + 6, last)):
        low = tokens[head].low
        if speaking_noun(low) or is_name(tokens[head]):
            return True
        # In French the noun comes first, after a few adjectives only.
        if is_english and low in DETERMINERS:
            return False
        if governs(tokens[head]) or not (
            is_english or low in _ADJECTIVES_BEFORE or low in DETERMINERS
        ):
            return False
    return False
