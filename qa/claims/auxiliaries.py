"""Find the auxiliary of a participle, its tense, and whether the verb is passive."""

from __future__ import annotations

import re

from qa.claims.acts import reporting_verb
from qa.claims.tokens import Token

_HAVE = {
    "fr": {
        "present": "a ai as ont avons avez ayant",
        "past perfect": "avait avaient avais avions eut eurent",
        "conditional": "aurait auraient aurais",
        "future": "aura auront aurai",
    },
    "en": {"present": "has have having", "past perfect": "had"},
}

_BE = {
    "fr": {
        "present": "est sont suis sommes étant",
        "past perfect": "était étaient",
        "conditional": "serait seraient",
        "future": "sera seront",
        "infinitive": "été être fut furent",
    },
    "en": {"present": "is are was were be been being"},
}

_TENSE_OF_HAVE = {
    lang: {word: tense for tense, words in tenses.items() for word in words.split()}
    for lang, tenses in _HAVE.items()
}

_TENSE_OF_BE = {
    lang: {word: tense for tense, words in tenses.items() for word in words.split()}
    for lang, tenses in _BE.items()
}

# What may stand between an auxiliary and its participle.
_BETWEEN = frozenset(
    (
        "pour sa leur part de son leur côté toujours pas jamais plus encore ni non également aussi "
        "déjà bien ainsi lui elle eux elles toutes tous deux même alors ensuite enfin finalement "
        "d' abord à plusieurs reprises maintes fois ce cet cette matin soir hier tout toutefois "
        "cependant néanmoins - -t- quant aussitôt vite tôt tard il ils on en effet fait voulu "
        "lundi mardi mercredi jeudi vendredi samedi dimanche été , la première le l' premier not "
        "n't never also already since still yet now then again both neither either nor he she they "
        "always repeatedly just so far once twice long been"
    ).split()
)

_DO = frozenset("do does did don't doesn't didn't".split())

REFLEXIVE = frozenset(("s'", "se"))


def find_auxiliary(
    tokens: tuple[Token, ...], place: int, language: str
) -> tuple[int | None, str, bool]:
    """Return the auxiliary of a participle, its tense, and whether the verb is passive."""
    passive = False
    for before in range(place - 1, max(-1, place - 9), -1):
        low = tokens[before].low.removesuffix("n't") or tokens[before].low
        if low in _TENSE_OF_HAVE[language]:
            return before, _TENSE_OF_HAVE[language][low], passive
        if low in _TENSE_OF_BE[language]:
            if language == "fr" and before and tokens[before - 1].low in REFLEXIVE:
                return before, _TENSE_OF_BE[language][low], False
            if _TENSE_OF_BE[language][low] != "infinitive" and language == "fr":
                return before, _TENSE_OF_BE[language][low], True
            passive = True
            if language == "en" and low not in ("been", "being", "be"):
                return before, "past", True
        elif low in _DO and language == "en":
            return before, "past", False
        elif (
            low not in _BETWEEN
            and not low.endswith(("ment", "ly"))
            and not (language == "fr" and is_participle(low, reporting_verb(low, "fr")))
        ):
            break
    return None, "", passive


def is_participle(word: str, verb: str) -> bool:
    if not verb:
        return False
    if verb.endswith("er"):
        return bool(re.search(r"ée?s?$", word))
    if verb.endswith("ir") and verb not in ("soutenir", "prévenir"):
        return bool(re.search(r"ie?s?$", word))
    return bool(re.search(r"(?:ue?s?|mise?s?|dite?s?|faite?s?|crite?s?|crainte?s?)$", word))
