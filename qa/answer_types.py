"""Find in a sentence the kind of thing that a question asks for: a figure, a date, a name, a place.

Patterns of general French and English; they only say that such a thing is there and where, not that
it is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.sentences import Span

_BLANK = r"[ \u00a0\u202f]"
_MONTH = (
    r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)
_WEEKDAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_ERA = (
    rf"[IVX]+e(?:{_BLANK}siècle)?|\d{{1,2}}(?:e|th|st|nd|rd){_BLANK}(?:siècle|century)"
    rf"|(?:années{_BLANK})?\d{{4}}s|années{_BLANK}\d{{2,4}}|(?:en|in){_BLANK}\d{{3,4}}"
)
_DATE = re.compile(
    rf"\b(?:(?:{_WEEKDAY}{_BLANK})?(?:\d{{1,2}}(?:er|st|nd|rd|th)?{_BLANK})?{_MONTH}"
    rf"(?:{_BLANK}\d{{1,2}}\b)?(?:,?{_BLANK}{_YEAR}|{_BLANK}(?:dernier|prochain))?"
    rf"|{_WEEKDAY}(?:{_BLANK}(?:dernier|prochain))?|{_ERA}|{_YEAR}"
    r"|hier|avant-hier|aujourd['’]hui|yesterday|today"
    r"|(?:le lendemain|la veille|l['’]été|l['’]automne|l['’]hiver|au printemps)"
    rf"(?:{_BLANK}dernier)?|(?:last|this) (?:week|month|year|spring|summer|autumn|fall|winter))\b",
    re.IGNORECASE,
)
_NUMBER_WORDS = (
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
    "trente quarante cinquante soixante cent cents mille dizaine dizaines douzaine centaine "
    "centaines millier milliers million millions milliard milliards moitié tiers quart "
    "two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "twenty thirty forty fifty sixty hundred hundreds thousand thousands billion half third dozen "
    "dozens plusieurs several"
)
_DIGITS = rf"\d+(?:[.,]\d+|{_BLANK}\d{{3}}(?!\d))*"
_FIGURE = re.compile(
    rf"(?:\b(?:entre|between){_BLANK})?(?:{_DIGITS}|\b(?:{'|'.join(_NUMBER_WORDS.split())})\b)"
    rf"(?:(?:{_BLANK}(?:à|et|to|and|[-–]){_BLANK}|[-–]){_DIGITS})?"
    rf"(?:{_BLANK}?%|{_BLANK}(?:millions?|milliards?|billions?|mille|thousand)\b)?",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    rf"\b(?:l[ae]s?|des|ces|ses|aux|leurs|the|these|both|their){_BLANK}$", re.I
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_NAME_WORD = rf"{_CAPITAL}[\w’'.-]*[\w]"
_NAME = re.compile(rf"{_NAME_WORD}(?:{_BLANK}(?:d[eu]s? |l[ae] |von |van |bin |al-)?{_NAME_WORD})*")
_PLACE = re.compile(
    rf"\b(?:à|au|aux|en|dans|vers|près de|depuis|in|at|near|from|to)"
    rf"(?:{_BLANK}(?:la|le|les|l['’]|the))?{_BLANK}?({_NAME_WORD}(?:{_BLANK}{_NAME_WORD})*)"
)
_REASON = re.compile(
    r"\b(?:parce qu|car|puisque|en raison d|à cause d|afin d|pour (?:que|[a-zé]+(?:er|ir|re)\b)"
    r"|grâce à|faute d|sur la base d|au motif|because|due to|owing to|in order to|since|so that"
    r"|on the grounds)",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"\b(?:en [a-zéè]+ant|grâce à|par|via|à l['’]aide d|au moyen d|lors d"
    r"|by [a-z]+ing|through|using)\b",
    re.IGNORECASE,
)


def find_dates_and_times(sentence: str) -> list[Span]:
    """Return the words for dates, from years to weekdays."""
    return [Span(*found.span()) for found in _DATE.finditer(sentence)]


def find_figures(sentence: str) -> list[Span]:
    """Return figures, in digits or words, with ranges and percentages.

    Dates are not figures, nor is a number word that only points back, as in "the two countries".
    """
    dates = find_dates_and_times(sentence)
    return [
        Span(*found.span())
        for found in _FIGURE.finditer(sentence)
        if not any(d.start < found.end() and found.start() < d.end for d in dates)
        and not (found.group().isalpha() and _POINTS_BACK.search(sentence, 0, found.start()))
    ]


def find_names(sentence: str) -> list[Span]:
    """Return capitalised names; a lone capitalised word that opens the sentence is not one."""
    names = []
    for found in _NAME.finditer(sentence):
        opens = not sentence[: found.start()].strip(" \u00a0\u202f«»“”\"'(—–-")
        if not opens or " " in found.group():
            names.append(Span(*found.span()))
    return names


def find_places(sentence: str) -> list[Span]:
    """Return capitalised names after a preposition of place."""
    return [Span(*found.span(1)) for found in _PLACE.finditer(sentence)]


def _find_reasons(sentence: str) -> list[Span]:
    return [Span(*found.span()) for found in _REASON.finditer(sentence)]


def _find_manners(sentence: str) -> list[Span]:
    return [Span(*found.span()) for found in _MANNER.finditer(sentence)]


_FINDERS: dict[str, Callable[[str], list[Span]]] = {
    "who": find_names,
    "when": find_dates_and_times,
    "where": find_places,
    "howmany": find_figures,
    "why": _find_reasons,
    "how": _find_manners,
}


def find_candidates(kind: str, sentence: str) -> list[Span]:
    """Return where a sentence holds what a question of a kind asks for; [] for other kinds."""
    finder = _FINDERS.get(kind)
    return finder(sentence) if finder else []
