"""Read the ``[n]`` of a model's stream, though a marker may be split over several chunks.

The model numbers the evidence as its prompt did; the reader gets numbers from 1 in the order of
appearance. Accepted are ``[1]``, ``[1][2]``, ``[1, 2]``, ``[1-3]``, ``【1】``, ``【1†source】`` and
full-width brackets; numbers that no evidence has are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection

# No model writes so many digits and blanks between brackets for a marker.
LONGEST_MARKER = 40
_INSIDE = r"\s*\d{1,4}(?:\s*(?:[,;–-]|et|and)\s*\d{1,4})*\s*(?:†[^\]】］\n]{0,20})?"
_MARKER = re.compile(rf"[\[【［]{_INSIDE}[\]】］]")
# The beginning of what may become a marker.
_BEGUN = re.compile(r"[\[【［][\s\d,;–\-etand]*(?:†[^\]】］\n]{0,20})?\Z")
_RANGE = re.compile(r"(\d+)\s*[–-]\s*(\d+)")


class MarkerParser:
    """Renumbers the markers of a text that comes in chunks.

    Attributes:
        numbers: The new number of each evidence number met so far.
    """

    def __init__(self, known: Collection[int]) -> None:
        """Take the evidence numbers that may be cited."""
        self._known = frozenset(known)
        self._held = ""
        self.numbers: dict[int, int] = {}

    def feed(self, chunk: str) -> str:
        """Return what the text so far settles; the beginning of a marker is held back."""
        text = self._held + chunk
        begun = _BEGUN.search(text)
        cut = len(text)
        if begun and len(text) - begun.start() <= LONGEST_MARKER:
            cut = begun.start()
        self._held = text[cut:]
        return _MARKER.sub(self._renumber, text[:cut])

    def close(self) -> str:
        """Return what was still held back: it did not become a marker."""
        held, self._held = self._held, ""
        return held

    def _renumber(self, marker: re.Match[str]) -> str:
        new = []
        for number in _numbers(marker.group()):
            if number in self._known:
                new.append(self.numbers.setdefault(number, len(self.numbers) + 1))
        return "".join(f"[{number}]" for number in dict.fromkeys(new))


def renumber(text: str, known: Collection[int]) -> tuple[str, dict[int, int]]:
    """Return a whole text with its markers renumbered, and the new number of each old one."""
    parser = MarkerParser(known)
    return parser.feed(text) + parser.close(), parser.numbers


def _numbers(marker: str) -> list[int]:
    """Return the numbers of one marker; a range of at most ten counts as each number in it."""
    inside = marker.partition("†")[0]
    for first, last in _RANGE.findall(inside):
        if 0 < int(last) - int(first) < 10:
            between = ", ".join(map(str, range(int(first), int(last) + 1)))
            inside = _RANGE.sub(between, inside, count=1)
    return [int(number) for number in re.findall(r"\d+", inside)]
