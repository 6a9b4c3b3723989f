"""Find the reporting verbs of a sentence, with what their form says: asserted, hedged, when.

A verb that is not asserted by anyone (to confirm, will confirm, refused to confirm) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.claims.acts import NEEDS_CONTENT, act_of, reporting_verb
from qa.claims.auxiliaries import REFLEXIVE, find_auxiliary, is_participle
from qa.claims.tokens import Token

_NEGATIONS = frozenset(("n'", "ne", "not", "never", "neither", "nor"))
_NEGATED_ENGLISH = re.compile(r"n't$")
_HEDGES = frozenset(
    "reportedly allegedly supposedly apparently possibly may might could would".split()
)
_MODALS = frozenset("will shall to can cannot could would should must may might let".split())
# "a fini par reconnaître", "vient de confirmer": the infinitive has happened.
_HAPPENED = re.compile(
    r"^(?:fini|finit|finissait|vien(?:t|nent)|venait|venaient|ten(?:u|ait)|tient)$"
)
_CLITICS = frozenset("n' ne l' le la les lui leur s' se y en nous vous m' me".split())
# Forms of verbs that are nouns as well, and nouns where a determiner or preposition precedes.
_ALSO_NOUNS = frozenset(
    (
        "annonce annonces estime chiffre chiffres critique critiques demande demandes note notes "
        "doute doutes avance avances démenti démentis dit dits accusé accusés prévenu prévenus "
        "estimate estimates claim claims report reports promise promises pledge pledges blame "
        "demand demands hope hopes question questions project projects state states praise doubt "
        "doubts remark remarks comment comments reply slam dispute disputes"
    ).split()
)
_BEFORE_NOUNS = frozenset(
    (
        "l' la le les une un cette ce cet ces sa son ses leur leurs notre aucun aucune de d' du "
        "des par sans en quelque chaque toute première premier nouvelle dernière the a an this "
        "that its his her their of to no any first new official by in on with every"
    ).split()
)
_CONTENT = re.compile(
    r"(?:[^.;:]{0,70}?\s(?:que |qu['’]|that |avoir |être )|[^.;]{0,30}[:«“\"]| (?:the|his|her|"
    r"its) \w+ (?:is|was)"
    r"| (?:to|\w+ \w+ (?:was|were|is|are|had|has|would|will)) )",
    re.IGNORECASE,
)
_REFUSING = re.compile(r"^(?:refus|declin|sans$|without$|avant$|before$)")


@dataclass(frozen=True)
class Predicate:
    """A reporting verb with its auxiliaries: tokens ``first`` to ``last`` of the sentence.

    Attributes:
        verb: Its dictionary form.
        act: As in `qa.answer.Claim`.
        form: finite, participle (by whom comes with "par" or "by") or gerund ("affirmant que").
        tense: present, past or past perfect.
        is_negated: "n'a pas confirmé", "n'a ni confirmé ni infirmé".
        is_hedged: "aurait confirmé", "reportedly".
        is_plural: What the form says of its subject; None where it says nothing.
    """

    first: int
    last: int
    verb: str
    act: str
    form: str
    tense: str
    is_negated: bool
    is_hedged: bool
    is_plural: bool | None


def find_predicates(sentence: str, tokens: tuple[Token, ...], language: str) -> list[Predicate]:
    """Return the reporting verbs of a sentence in order, as far as somebody asserts them."""
    language = "fr" if language == "fr" else "en"
    found = []
    for place, token in enumerate(tokens):
        if not token.text[0].isalpha() or (token.is_capitalised and place):
            continue
        if _is_noun(tokens, place, language):
            continue
        verb = reporting_verb(token.low, language)
        act = act_of(verb, sentence[token.end :], language) if verb else ""
        if act and verb in NEEDS_CONTENT and not _has_content(sentence, tokens, place):
            continue
        if act:
            read = _read_french if language == "fr" else _read_english
            predicate = read(tokens, place, verb, act)
            if predicate:
                found.append(predicate)
    return found


def _is_noun(tokens: tuple[Token, ...], place: int, language: str) -> bool:
    """Return whether a word that can be a noun stands where one does."""
    if tokens[place].low not in _ALSO_NOUNS or not place:
        return False
    before = tokens[place - 1].low
    # The French "a" is an auxiliary, the English one an article.
    return before in _BEFORE_NOUNS and not (language == "fr" and before == "a")


def _has_content(sentence: str, tokens: tuple[Token, ...], place: int) -> bool:
    """Return whether what is said follows a verb, or stands before it."""
    if _CONTENT.match(sentence[tokens[place].end :]):
        return True
    start = max(0, place - 4)
    return any(token.text in (",", "»", "”", '"') for token in tokens[start:place])


def _read_french(tokens: tuple[Token, ...], place: int, verb: str, act: str) -> Predicate | None:
    word = tokens[place].low
    if word == verb:
        return _happened(tokens, place, verb, act)
    first, tense, is_passive = find_auxiliary(tokens, place, "fr")
    if word.endswith("ant"):
        if place and tokens[place - 1].low in ("en", "l'", "le", "la", "les", "s'", ","):
            return None
        return Predicate(place, place, verb, act, "gerund", "present", False, False, None)
    if first is None and is_participle(word, verb) and word != "dit":
        return Predicate(place, place, verb, act, "participle", "past", False, False, None)
    if first is not None and not is_participle(word, verb):
        first = None
    if first is None:
        if word.startswith(stem := verb.removesuffix("e")) and re.match(
            r"(?:a|ont|ai|ez|ons)$", word[len(stem) :]
        ):
            return None
        first, tense = place, "past" if re.search(r"(?:a|èrent|ait|aient|it|irent)$", word) else ""
        auxiliary = word
    else:
        auxiliary = tokens[first].low
    first = _with_clitics(tokens, first)
    if tense == "future" or (verb == "exprimer" and tokens[first].low in REFLEXIVE):
        return None
    is_negated = any(token.low in _NEGATIONS for token in tokens[max(0, first - 1) : place])
    return Predicate(
        first,
        place,
        verb,
        act,
        "participle" if is_passive else "finite",
        "past perfect" if tense == "past perfect" else "past" if tense else "present",
        is_negated,
        tense == "conditional" or word.startswith(verb.removesuffix("e") + "ai"),
        auxiliary.endswith("nt") if auxiliary not in ("ayant", "étant") else None,
    )


def _happened(tokens: tuple[Token, ...], place: int, verb: str, act: str) -> Predicate | None:
    """Read the infinitive of "a fini par reconnaître"."""
    words = [token.low for token in tokens[max(0, place - 4) : place]]
    if words[1:] == ["de", "ne", "pas"] and words[0].startswith("continu"):
        return Predicate(place - 4, place, verb, act, "finite", "present", True, False, None)
    helper = place - 2
    if helper < 0 or tokens[place - 1].low not in ("de", "par", "à"):
        return None
    if not _HAPPENED.match(tokens[helper].low):
        return None
    first, tense, _ = find_auxiliary(tokens, helper, "fr")
    start = _with_clitics(tokens, helper if first is None else first)
    if any(token.low in _NEGATIONS for token in tokens[start:place]):
        return None
    plural = tokens[helper if first is None else first].low.endswith("nt")
    when = "past perfect" if tense == "past perfect" else "past"
    return Predicate(start, place, verb, act, "finite", when, False, False, plural)


def _with_clitics(tokens: tuple[Token, ...], first: int) -> int:
    while first and tokens[first - 1].low in _CLITICS and tokens[first - 1].text[0].islower():
        first -= 1
    return first


def _read_english(tokens: tuple[Token, ...], place: int, verb: str, act: str) -> Predicate | None:
    word = tokens[place].low
    if word.endswith("ing"):
        return None
    before = [token.low for token in tokens[max(0, place - 3) : place]]
    first, tense, is_passive = find_auxiliary(tokens, place, "en")
    is_past = word.endswith("ed") or word in ("said", "told", "wrote", "put", "broke", "thought")
    if (
        first is None
        and is_past
        and tokens[place + 1 : place + 2]
        and (tokens[place + 1].low == "by")
    ):
        return Predicate(place, place, verb, act, "participle", "past", False, False, None)
    if any(each in _MODALS or _REFUSING.match(each) for each in before):
        return None
    start = place if first is None else first
    while start and tokens[start - 1].low.endswith("ly"):
        start -= 1
    words = [token.low for token in tokens[start:place]]
    is_negated = any(each in _NEGATIONS or _NEGATED_ENGLISH.search(each) for each in words)
    if first is None and not is_past and word == verb and not _may_be_plural(tokens, place):
        return None
    plural = word == verb and first is None and not is_past
    if first is not None and tokens[first].low in ("have", "are", "were", "has", "was"):
        plural = tokens[first].low in ("have", "are", "were")
    return Predicate(
        start,
        place,
        verb,
        act,
        "participle" if is_passive else "finite",
        "past perfect" if tense == "past perfect" else "past" if is_past else "present",
        is_negated,
        any(each in _HEDGES for each in (*words, *before)),
        plural if first is not None or plural else None,
    )


def _may_be_plural(tokens: tuple[Token, ...], place: int) -> bool:
    """Return whether "estimate", "claim" or "report" follows a plural, and so is a verb."""
    return place > 0 and tokens[place - 1].low.endswith(("s", "men", "people", "they", "police"))
