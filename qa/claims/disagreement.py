"""Figures and assertions on one thing that different sources give differently, side by side.

Precision goes before recall: what is compared must count the same noun about the same subject, come
from different speakers, and exclude each other. Copies of one text count once, and a later figure
of the same speaker is an update, not a disagreement.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.characters import fold
from index.embedding.static import StaticVectors
from qa.claims.figures import Figure
from qa.claims.fitting import share_found
from qa.claims.order import Told
from qa.claims.speakers import is_same_speaker

# Both sentences must be about the same thing to this degree, each found in the other.
# Chosen by hand on invented stories; tests/qa/claims/test_disagreement.py holds them.
SAME_SUBJECT = 0.55
# Figures that differ by less are the same figure in other words.
SAME_FIGURE = 0.02
_QUALIFIERS = frozenset(
    (
        "supplementaire supplementaires additionnel additional more further de-plus renfort renforts "
        "autres other another extra dont including"
    ).split()
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


def find_conflicts(told: Sequence[Told], vectors: StaticVectors) -> list[Conflict]:
    """Return the figures on which statements disagree, best supported first.

    Args:
        told: Statements that fit the question.
        vectors: The bilingual piece vectors.
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
            if other not in taken and _count_the_same(given[place], given[other], vectors)
        ]
        sides = _sides([given[number] for number in alike])
        if len(sides) > 1:
            taken.update(alike)
            conflicts.append(Conflict(_about(figure, sides), tuple(sides)))
    return conflicts


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
    one: tuple[Told, Figure], other: tuple[Told, Figure], vectors: StaticVectors
) -> bool:
    figure, second = one[1], other[1]
    if _qualified(one) != _qualified(other) or _kind(figure) != _kind(second):
        return False
    if figure.unit != second.unit and not _alike(figure.unit, second.unit, vectors):
        return False
    left, right = _told_words(one), _told_words(other)
    return min(share_found(left, right, vectors), share_found(right, left, vectors)) >= SAME_SUBJECT


def _told_words(given: tuple[Told, Figure]) -> str:
    """Return what is said of the figure, without the speaker and the figure itself."""
    statement, figure = given[0].statement, given[1]
    start, end = statement.said
    said = statement.text[start : figure.start] + " " + statement.text[figure.end : end]
    return said.replace(statement.speaker.text, " ")


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
