"""What an article is: its cleaned text and what is known about it.

First station of the flow: reading makes articles, the index cuts them into passages, and every
citation is a slice of ``Article.text``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Removal:
    """A piece of a file that cleaning took out, and the name of the rule that did it."""

    text: str
    rule: str


@dataclass(frozen=True)
class Article:
    """One article as it is stored.

    Attributes:
        id: The file's path below the indexed folder without its suffix, with ``/`` between parts.
        text: The cleaned text, NFC. Offsets everywhere count its Unicode code points. Paragraphs
            end at ``\\n``; a paragraph is one line.
        title: Headline, or "" when nothing says it.
        outlet: Publication or agency, or "".
        byline: Author, or "".
        published: ISO 8601 date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``), or None when the
            source does not settle it.
        language: ISO 639-1 code, such as ``fr`` or ``en``.
        url: Address of the original, or "".
        path: The file it was read from; for a member of an archive or a row of a file, that file.
        removed: What cleaning took out, in the order of the source.
    """

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str | None = None
    language: str = "fr"
    url: str = ""
    path: str = ""
    removed: tuple[Removal, ...] = ()
