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

DETERMINERS = frozenset(
    (
        "le la l' les un une des ce cet cette ces son sa ses leur leurs notre nos plusieurs deux "
        "trois "
        "certains certaines d' quelques the a an this that these those his her its their several "
        "two "
        "three some many other another both one"
    ).split()
)
# Capitalised at the head of a sentence, and no names.
_NO_NAMES = frozenset(
    (
        "il ils elle elles on ce cela ça c' ceci celui celle ceux celles celui-ci celle-ci qui "
        "que nul "
        "personne rien aucun aucune certains beaucoup tous toutes tout toute chacun je nous vous "
        "j' "
        "tu mais et ou or car donc si quand comme alors ainsi aussi encore toutefois cependant "
        "néanmoins puis ensuite enfin pourtant selon d'après pour sur dans en à au aux avec sans "
        "sous "
        "depuis après avant pendant lors hier aujourd'hui demain interrogé interrogée contacté "
        "contactée ni lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars "
        "avril "
        "mai juin juillet août septembre octobre novembre décembre jamais là ici outre malgré face "
        "he she it they we you i who what nobody none no everyone all many most some asked "
        "speaking "
        "according but and or if when then also however still yet meanwhile later earlier in on at "
        "to for from by of with after before since while as monday tuesday wednesday thursday "
        "friday "
        "saturday sunday january february march april may june july august september october "
        "november "
        "december never neither nor there moins plus très trop même certes seul seule whereas "
        "although though because unless even "
        "only indeed thus perhaps dès par proche bien ayant étant là here that this not m mm mme "
        "mr mrs ms dr"
    ).split()
)
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
        "grande "
        "jeune principal principale principaux autres autre seul seule même futur actuel haut "
        "hauts "
        "vice ex nombreux différents puissant célèbre"
    ).split()
)
_OFFICIALS = frozenset("responsable dirigeant officiel official leader".split())
# No phrase for a speaker ends with these.
_NO_ENDS = frozenset(
    "et and ou or de du d' des of to by in on at for with en à au his her its their le la les l' "
    "un "
    "une the an".split()
)
_GOVERNMENTS = frozenset(
    "autorité gouvernement régime pouvoir état authority government regime".split()
)
_TITLES = frozenset("m mm mme mmes mr mrs ms dr me mgr sir lord".split())


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
        elif token.low not in DETERMINERS or _governs(token):
            governed = _governs(token)
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
        is_person_noun(noun) or any(token.low in _TITLES for token in tokens)
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
        if place > first and (_governs(tokens[place - 1]) or tokens[place - 1].low in DETERMINERS):
            continue
        if place > first and not is_name(token) and token.low not in DETERMINERS:
            continue
        if not _opens(tokens, place, last):
            continue
        if any(each.low in _NOT_OF_A_SPEAKER for each in tokens[place:last]):
            continue
        if last - place > 16 or tokens[last - 1].low in _NO_ENDS:
            continue
        is_alone = place + 1 < last and not tokens[place + 1].is_capitalised
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
    if token.low in _TITLES and place + 1 < last:
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
        if _governs(tokens[head]) or not (
            is_english or low in _ADJECTIVES_BEFORE or low in DETERMINERS
        ):
            return False
    return False


def is_name(token: Token) -> bool:
    """Return whether a token is a capitalised word that can be a name."""
    if token.low.endswith("'") or (token.low.endswith("ment") and not token.text.isupper()):
        return False
    return (
        token.is_capitalised
        and token.text[0].isalpha()
        and token.low not in _NO_NAMES
        and token.low not in DETERMINERS
    )


_PREPOSITIONS = frozenset(
    (
        "de du d' à au aux en dans par pour sur avec contre sous sans vers chez entre selon depuis "
        "après avant pendant lors malgré outre envers parmi dès hors face "
        "of to in on at by for with from against under over about after before since during near "
        "between among into despite"
    ).split()
)


def _governs(token: Token) -> bool:
    return token.low in _PREPOSITIONS
