"""What the opening of an answer is: sentences in runs of words, each with what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from qa.claims.order import Told


@dataclass(frozen=True)
class Cited:
    """A run of words and the statements that prove it."""

    words: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Value:
    """One side of a disagreement as the answer shows it."""

    shown: str
    attributed_to: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Lead:
    """A sentence of an answer in cited runs of words.

    Attributes:
        parts: In order; markers go behind each.
        ends: What closes the sentence.
        about, values: Of a disagreement; "" and () for others.
    """

    parts: tuple[Cited, ...]
    ends: str = "."
    about: str = ""
    values: tuple[Value, ...] = ()

    @property
    def told(self) -> tuple[Told, ...]:
        """Every statement cited, in order, without repetition."""
        return tuple(dict.fromkeys(each for part in self.parts for each in part.told))
