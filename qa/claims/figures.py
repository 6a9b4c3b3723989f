"""Read figures: how many, of what, from where to where.

"entre 10 000 et 12 000 soldats", "14.000", "quelque 3.000", "between 300 and 400 people", "2,5
millions d'euros", "12 %". A figure of nothing countable (a date, an ordinal, an age) is none here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from corpus.characters import fold

_BLANK = r"[ \u00a0\u202f]"
_DIGITS = rf"\d{{1,3}}(?:[.,{_BLANK[1:-1]}]\d{{3}})+(?![\d])|\d+(?:[.,]\d+)?"
_WORDS = {
    word: value
    for value, words in {
        2: "deux two",
        3: "trois three",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "neuf nine",
        10: "dix ten",
        11: "onze eleven",
        12: "douze twelve",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen",
        16: "seize sixteen",
        20: "vingt twenty",
        30: "trente thirty",
        40: "quarante forty",
        50: "cinquante fifty",
        60: "soixante sixty",
        100: "cent",
    }.items()
    for word in words.split()
}
_SCALES = {
    "mille": 1e3,
    "thousand": 1e3,
    "million": 1e6,
    "milliard": 1e9,
    "billion": 1e9,
    "hundred": 1e2,
}
_NUMBER = rf"(?:{_DIGITS}|\b(?:{'|'.join(_WORDS)})\b)"
_SCALE = rf"(?:{_BLANK}(?P<{{0}}>mille|thousand|millions?|milliards?|billions?|hundred)\b)?"
_FIGURE = re.compile(
    rf"(?<![\w.,/-])(?P<about>(?:environ|quelque|près d[e’']|plus d[e’']|moins d[e’']|au moins|"
    rf"au plus|autour d[e’']|à peu près|about|around|some|nearly|almost|roughly|approximately|"
    rf"more than|over|at least|up to|fewer than|less than|jusqu['’]à){_BLANK}?)?"
    rf"(?:(?P<range>entre|between|de|from){_BLANK})?(?P<currency>[$€£]{_BLANK}?)?"
    rf"(?P<low>{_NUMBER}){_SCALE.format('low_scale')}"
    rf"(?:{_BLANK}?(?:à|et|and|to|[-–]){_BLANK}?(?P<high>{_NUMBER}){_SCALE.format('high_scale')})?"
    rf"(?P<percent>{_BLANK}?%|{_BLANK}(?:pour{_BLANK}cent|percent|per{_BLANK}cent)\b)?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"{_BLANK}(?:d[e’'](?:s{_BLANK})?{_BLANK}?|of{_BLANK}(?:the{_BLANK}|its{_BLANK}|"
    rf"their{_BLANK})?)?"
    rf"(?P<words>[^\W\d_]+(?:-[^\W\d_]+)*(?:{_BLANK}[^\W\d_]+(?:-[^\W\d_]+)*){{0,5}})"
)
_UNIT_BEFORE = re.compile(
    rf"\b(?:(?:nombre|bilan|total){_BLANK}(?:d[eu’']s?|à){_BLANK}?(?P<fr>[\w-]+)"
    rf"|(?:number|toll|total){_BLANK}(?:of){_BLANK}(?P<en>[\w-]+(?:{_BLANK}[\w-]+)?)"
    rf"(?={_BLANK}(?:at|to|was|is|were|are|has|rose|reached)\b))",
    re.IGNORECASE,
)
# "les deux pays" takes up what is known; it counts nothing.
_POINTS_BACK = re.compile(
    r"\b(?:les|des|ces|aux|ses|leurs|the|these|both|their)\s*$", re.IGNORECASE
)
_MONTHS = re.compile(
    rf"{_BLANK}(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|"
    rf"novembre|d[ée]cembre|january|february|march|april|may|june|july|august|september|october|"
    rf"november|december)\b|{_BLANK}(?:er\b|e\b|ᵉ|th\b|heures?\b|h\b|hours?|a\.?m|p\.?m|"
    rf"o['’]clock|minutes?)"
    rf"|(?:er|ᵉ|e|th|st|nd|rd|h)\b|[:/]\d",
    re.IGNORECASE,
)
# Lengths of time and ages are not counted things on which sources disagree.
_TIMES = frozenset(
    (
        "an ans annee jour semaine mois minute seconde heure siecle fois year day week month hour "
        "second minute century time times degre degree"
    ).split()
)
_FILLERS = frozenset(
    "de des d du la le les un une of the other autre autres nouveau nouveaux supplementaires "
    "people".split()
)


@dataclass(frozen=True)
class Figure:
    """A quantity: ``text`` is the slice ``start`` to ``end`` of the sentence.

    Attributes:
        low, high: Its bounds; equal when it is no range.
        unit: The singular noun counted, folded; "%", "€", or "" when none shows.
        words: The folded words that follow it, for comparing what is counted.
        noun: The noun as the sentence writes it.
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str
    words: tuple[str, ...]
    noun: str = ""

    @property
    def shown(self) -> str:
        """The figure as an answer shows it: a range with a dash, otherwise the article's words."""
        if self.high == self.low:
            return " ".join(self.text.split())
        found = _FIGURE.match(self.text)
        if not found or not found["high"]:
            return " ".join(self.text.split())
        tail = self.text[found.end("high") :]
        return " ".join(f"{found['low']} – {found['high']}{tail}".split())


@functools.lru_cache(maxsize=8192)
def find_figures(sentence: str) -> tuple[Figure, ...]:
    """Return the figures of a sentence that count something, in order."""
    figures = []
    for found in _FIGURE.finditer(sentence):
        if _MONTHS.match(sentence, found.end()):
            continue
        figure = _read(sentence, found)
        if figure:
            figures.append(figure)
    return tuple(figures)


def _read(sentence: str, found: re.Match[str]) -> Figure | None:
    raw = found["low"]
    is_year = raw.isdigit() and len(raw) == 4 and 1500 <= int(raw) <= 2100
    low = _value(raw) * _scale(found["low_scale"] or found["high_scale"])
    high = _value(found["high"]) * _scale(found["high_scale"]) if found["high"] else low
    if high < low:
        return None
    start, end = found.span()
    if found["range"] and found["range"].lower() in ("de", "from") and not found["high"]:
        start = found.start("low")
    unit, words = _unit(sentence, found)
    if not unit or (is_year and unit not in ("%", "€")) or unit in _TIMES:
        return None
    money = re.match(r"\W*(?:d[e’']s?\s?|of )?(?:euros?|dollars?)\b", sentence[end:])
    if money:
        end += money.end()
        return Figure(start, end, sentence[start:end], low, high, unit, words, unit)
    noun = re.match(r"\W*(?:d[e’'](?:s )?|of )?([^\W\d_]+(?:-[^\W\d_]+)*)", sentence[end:])
    return Figure(
        start, end, sentence[start:end], low, high, unit, words, noun[1] if noun else unit
    )


def _unit(sentence: str, found: re.Match[str]) -> tuple[str, tuple[str, ...]]:
    if found["percent"]:
        return "%", ("%",)
    after = _UNIT.match(sentence, found.end())
    words = [_singular(fold(word)) for word in (after["words"].split() if after else [])]
    words = [word for word in words if word not in _FILLERS or word == "people"]
    if found["currency"]:
        return found["currency"].strip(), tuple(words)
    if not found["low"][0].isdigit() and _POINTS_BACK.search(sentence[: found.start()]):
        return "", ()
    first = fold(after["words"].split()[0]) if after else ""
    if words and first and first not in _NOT_UNITS and len(first) > 2:
        return _singular(first) if first not in _FILLERS else words[0], tuple(words)
    before = _UNIT_BEFORE.search(sentence[max(0, found.start() - 60) : found.start()])
    before_or_after = before or _UNIT_BEFORE.search(sentence[found.end() : found.end() + 40])
    if before_or_after:
        noun = before_or_after["fr"] or before_or_after["en"].split()[-1]
        word = _singular(fold(noun))
        return word, (word,)
    return "", ()


_NOT_UNITS = frozenset(
    (
        "et ou a au en sur dans par pour qui que ont est sont avec d'entre contre selon le la lors "
        "and or in on at to by for who that were was are is have had from with entre ce soit sans "
        "according as than apres avant etaient avaient depuis"
    ).split()
)


def _value(text: str) -> float:
    if not text[0].isdigit():
        return float(_WORDS[text.lower()])
    compact = re.sub(r"[ \u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", compact):
        return float(re.sub(r"[.,]", "", compact))
    return float(compact.replace(",", "."))


def _scale(word: str | None) -> float:
    return _SCALES[word.lower().removesuffix("s")] if word else 1.0


def _singular(word: str) -> str:
    irregular = {"people": "personne", "persons": "personne", "person": "personne", "men": "man"}
    if word in irregular:
        return irregular[word]
    return word[:-1] if len(word) > 4 and word.endswith(("s", "x")) else word
