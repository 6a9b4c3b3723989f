"""Take out of an article what the web page around it left in the text.

Each rule has a name; whatever a rule takes out is kept as a `Removal`, so that a reader can check.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.article import Removal
from corpus.characters import settle_characters


@dataclass(frozen=True)
class Cleaned:
    """A text without boilerplate, and what was taken out, in the order of the source."""

    text: str
    removed: tuple[Removal, ...]


def clean(text: str) -> Cleaned:
    """Clean a text of one line a paragraph; cleaning again changes nothing."""
    lines = [line for line in settle_characters(text).split("\n") if line]
    return Cleaned("\n".join(lines), ())
