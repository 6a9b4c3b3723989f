"""Figures and assertions on one thing that different sources give differently, side by side.

Precision goes before recall: what is compared must count the same noun about the same subject, come
from different speakers, and exclude each other. Copies of one text count once, and a later figure
of the same speaker is an update, not a disagreement.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.characters import fold
from index.embedding.static import StaticVectors
from index.names import find_names, sound_key
from qa.claims.countries import find_countries
from qa.claims.figures import Figure
from qa.claims.fitting import share_found
from qa.claims.order import Told
from qa.claims.speakers import is_same_speaker

# The longer of two sentences must hold this share of what the shorter says of its figure.
# Chosen by hand on invented stories; tests/qa/claims/test_disagreement.py holds them.
SAME_SUBJECT = 0.6
# Figures that differ by less are the same figure in other words.
SAME_FIGURE = 0.02
_QUALIFIERS = frozenset(
    (
        "supplementaire supplementaires additionnel additional more further de-plus renfort "
        "renforts autres other another extra dont including"
    ).split()
)
_EMPTY = frozenset(
    (
        "selon d'apres apres environ quelque plus moins entre etait etaient avait avaient aurait "
        "auraient avoir etre dans avec pour cette leur leurs nombre about some were been that than "
        "with from their have according number around between people personnes"
    ).split()
)

# Parts of the names of countries, which count as countries.
_COMPASS = re.compile(
    r"(?:Nord|Sud|North|South|Corée|Korea|États|Etats|Unis|United|States|Fédération|République|"
    r"Republic|Federation|Royaume|Uni|Kingdom)\b"
)


@dataclass(frozen=True)
class Side:
    """One value and everything that gives it."""

    shown: str
    figure: Figure
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Conflict:
    """Values of one thing that exclude each other; ``about`` is the noun that they count."""

    about: str
    sides: tuple[Side, ...]


def find_conflicts(
    told: Sequence[Told],
    vectors: StaticVectors,
    names_of: Callable[[str], frozenset[str]],
) -> list[Conflict]:
    """Return the figures on which statements disagree, best supported first.

    Args:
        told: Statements that fit the question.
        vectors: The bilingual piece vectors.
        names_of: Gives `names_and_countries` of an article.
    """
    given = [
        (each, figure)
        for each in _without_copies(told)
        if not each.statement.is_negated and each.statement.act != "deny"
        for figure in each.statement.figures[:1]
    ]
    conflicts = []
    taken: set[int] = set()
    for place, (_, figure) in enumerate(given):
        if place in taken:
            continue
        alike = [place] + [
            other
            for other in range(place + 1, len(given))
            if other not in taken and _count_the_same(given[place], given[other], vectors, names_of)
        ]
        sides = _sides([given[number] for number in alike])
        if len(sides) > 1:
            taken.update(alike)
            conflicts.append(Conflict(_about(figure, sides), tuple(sides)))
    return conflicts


def names_and_countries(text: str) -> frozenset[str]:
    """Return the sound keys of the names in a text, and its countries in place of theirs."""
    names = (name for name in find_names(text) if not find_countries(name))
    keys = {key for name in names if (key := sound_key(name)) and not _COMPASS.match(name)}
    return frozenset(keys) | find_countries(text)


def _without_copies(told: Sequence[Told]) -> list[Told]:
    """Return the statements without those that a copy of the same text repeats."""
    kept: list[Told] = []
    for each in told:
        repeated = any(
            other.cluster == each.cluster
            and other.article_id != each.article_id
            and other.statement.act == each.statement.act
            and fold(other.statement.speaker.text) == fold(each.statement.speaker.text)
            and [f.low for f in other.statement.figures] == [f.low for f in each.statement.figures]
            for other in kept
        )
        if not repeated:
            kept.append(each)
    return kept


def _count_the_same(
    one: tuple[Told, Figure],
    other: tuple[Told, Figure],
    vectors: StaticVectors,
    names_of: Callable[[str], frozenset[str]],
) -> bool:
    figure, second = one[1], other[1]
    if _qualified(one) != _qualified(other) or _kind(figure) != _kind(second):
        return False
    if figure.unit != second.unit and not _alike(figure.unit, second.unit, vectors):
        return False
    if not _share_names(one[0], other[0], names_of):
        return False
    short, long = sorted((_told_words(one), _told_words(other)), key=len)
    if not short:
        return figure.unit == second.unit and not long
    return share_found(" ".join(short), " ".join(long), vectors) >= SAME_SUBJECT


def _share_names(one: Told, other: Told, names_of: Callable[[str], frozenset[str]]) -> bool:
    """Return whether the names of each sentence occur in the other's article, so that both speak
    of one place and one event."""
    return one.article_id == other.article_id or (
        _names(one) <= names_of(other.article_id) and _names(other) <= names_of(one.article_id)
    )


def _names(told: Told) -> frozenset[str]:
    """Return the names in what is said; a capital counts as its country."""
    statement = told.statement
    said = statement.text.replace(statement.speaker.text, " ")
    # The first word is capitalised in any case.
    return names_and_countries(re.sub(r"^\W*\w+", "", said))


def _told_words(given: tuple[Told, Figure]) -> list[str]:
    """Return the telling words of what is said of the figure, without speaker and figure."""
    statement, figure = given[0].statement, given[1]
    start, end = statement.said
    said = statement.text[start : figure.start] + " " + statement.text[figure.end : end]
    said = said.replace(statement.speaker.text, " ")
    return [
        word
        for word in re.findall(r"[^\W\d_]{4,}", said)
        if fold(word) not in _EMPTY and fold(word).rstrip("s") != figure.unit
    ]


def _qualified(given: tuple[Told, Figure]) -> bool:
    """Return whether the figure counts only what came on top, or a part."""
    statement, figure = given[0].statement, given[1]
    near = fold(
        statement.text[figure.end : figure.end + 40]
        + statement.text[max(0, figure.start - 8) : figure.start]
    )
    return any(word in _QUALIFIERS for word in near.replace(",", " ").split()) or " de plus" in near


def _kind(figure: Figure) -> str:
    if figure.unit in ("%", "$", "€", "£", "euro", "dollar"):
        return figure.unit
    return ""


def _alike(one: str, other: str, vectors: StaticVectors) -> bool:
    """Return whether two nouns are one in two languages or two words for one thing."""
    embedded = vectors.embed([one, other])
    return float(embedded[0] @ embedded[1]) >= 0.5


def _sides(given: Sequence[tuple[Told, Figure]]) -> list[Side]:
    sides: list[list[tuple[Told, Figure]]] = []
    for each in given:
        for side in sides:
            if _overlap(side[0][1], each[1]):
                side.append(each)
                break
        else:
            sides.append([each])
    # A speaker who gives two values has brought his figure up to date, or counts something else.
    kept = []
    for number, side in enumerate(sides):
        others = list(itertools.chain.from_iterable(sides[:number] + sides[number + 1 :]))
        own = [
            each
            for each in side
            if not any(
                is_same_speaker(each[0].statement.speaker, other[0].statement.speaker)
                for other in others
            )
        ]
        if own:
            kept.append(own)
    return [Side(side[0][1].shown, side[0][1], tuple(each[0] for each in side)) for side in kept]


def _overlap(one: Figure, other: Figure) -> bool:
    slack = SAME_FIGURE * max(one.high, other.high)
    return one.low <= other.high + slack and other.low <= one.high + slack


def _about(figure: Figure, sides: Sequence[Side]) -> str:
    """Return the noun counted, as an article writes it."""
    return next((side.figure.noun for side in sides if side.figure.noun), figure.unit)
