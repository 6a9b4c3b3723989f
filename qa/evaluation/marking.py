"""Marks up texts for the report: expected strings in an answer, and what a new answer changed."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.evaluation.grading import fold

_SKIPPED = re.compile(r"\s*\[\d+\]|(?<=\d)\s+(?=\d)")

Mark = Literal["", "expected", "added", "removed"]


@dataclass(frozen=True)
class Piece:
    """A run of text and what is to be shown of it."""

    text: str
    mark: Mark


def mark_expected(text: str, expect: Sequence[Sequence[str]]) -> list[Piece]:
    """Return a text in pieces, those marked that hold an expected string as `fold` compares."""
    marked = [False] * len(text)
    letters, places = _folded_with_places(text)
    for wanted in {fold(string).strip() for group in expect for string in group}:
        start = letters.find(wanted) if wanted else -1
        while start >= 0:
            first, last = places[start], places[start + len(wanted) - 1]
            marked[first : last + 1] = [True] * (last + 1 - first)
            start = letters.find(wanted, start + 1)
    return list(_runs(text, marked))


def mark_changes(before: str, now: str) -> list[Piece]:
    """Return two texts as one: the words kept, removed and added, in reading order."""
    then, today = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", now)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, then, today, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(today[k:m]), ""))
            continue
        if i < j:
            pieces.append(Piece("".join(then[i:j]), "removed"))
        if k < m:
            pieces.append(Piece("".join(today[k:m]), "added"))
    return pieces


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Return the letters of a folded text, and the place in the text that each comes from."""
    skipped = {place for found in _SKIPPED.finditer(text) for place in range(*found.span())}
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if place in skipped:
            continue
        plain = unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())
        for letter in plain:
            if unicodedata.combining(letter):
                continue
            letter = " " if letter.isspace() else letter
            if letter == " " and letters and letters[-1] == " ":
                continue
            letters.append(letter)
            places.append(place)
    return "".join(letters), places


def _runs(text: str, marked: Sequence[bool]) -> Iterator[Piece]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[start]:
            yield Piece(text[start:place], "expected" if marked[start] else "")
            start = place
