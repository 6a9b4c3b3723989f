"""Which countries a phrase names: by name, by adjective, or by the capital for its government.

``countries.txt`` holds the world's countries as French and English news write them.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from corpus.characters import fold

TABLE = Path(__file__).with_name("countries.txt")

_ENDING = r"(?:ne|e)?s?"


@functools.lru_cache(maxsize=16_384)
def find_countries(phrase: str) -> frozenset[str]:
    """Return the ISO 3166 codes of the countries that a phrase names."""
    folded = fold(phrase)
    found = {_codes()[match.group("name")] for match in _names().finditer(folded)}
    found |= {_codes()[match.group("adjective")] for match in _adjectives().finditer(folded)}
    return frozenset(found)


@functools.cache
def _rows() -> list[list[list[str]]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [
        [cell.split(";") for cell in line.split("|")]
        for line in lines
        if line and not line.startswith("#")
    ]


@functools.cache
def _codes() -> dict[str, str]:
    # The first country of a shared name keeps it.
    codes: dict[str, str] = {}
    for (code,), *cells in _rows():
        for word in (word for cell in cells for word in cell):
            codes.setdefault(word, code)
    return codes


@functools.cache
def _names() -> re.Pattern[str]:
    words = [word for _, names, _, seats in _rows() for word in (*names, *seats)]
    return re.compile(rf"(?<![\w-])(?P<name>{_any(words)})(?![\w-])")


@functools.cache
def _adjectives() -> re.Pattern[str]:
    words = [word for _, _, adjectives, _ in _rows() for word in adjectives]
    # "russo-ukrainien" speaks of a relation, not of a side.
    return re.compile(rf"(?<![\w-])(?P<adjective>{_any(words)}){_ENDING}(?![\w-])")


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
