"""Settle the characters of a text: one composed form, one line ending, nothing invisible.

First step of cleaning. Typographic quotation marks, dashes and no-break spaces stay as the article
has them; they are folded only where texts are compared.
"""

from __future__ import annotations

import functools
import unicodedata

import regex

# Line ends of every convention: CR, CRLF, vertical tab, form feed, the three Unicode separators.
_LINE_END = regex.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# What hides text from the reader's eye, or text from a search: control and format characters
# (zero-width, bidirectional, tags, soft hyphens), lone surrogates, private use, variation
# selectors, fillers that print as nothing, and code points that are no characters.
_INVISIBLE = regex.compile(
    r"[[\p{Cc}--[\t\n]]\p{Cf}\p{Cs}\p{Co}\p{Variation_Selector}\p{Noncharacter_Code_Point}"
    r"\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc]+",
    regex.VERSION1,
)
_ACCENTS = regex.compile(r"\p{Mn}+")
_NO_BREAK = "\u00a0\u202f"
_BLANKS = regex.compile(r"[\p{Zs}\t]{2,}|\t")


def settle_characters(text: str) -> str:
    """Return the text in NFC, with ``\\n`` line ends and without invisible characters.

    Runs of blanks become one blank, a no-break space if there was one among them; lines lose the
    blanks at both ends.
    """
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = _BLANKS.sub(_one_blank, text)
    return "\n".join(line.strip() for line in text.split("\n"))


def fold(text: str) -> str:
    """Return the text for comparing: no case, no accents, plain quotation marks, dashes, blanks."""
    folded = text.translate(_folding_table()).casefold()
    if not folded.isascii():
        folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return " ".join(folded.split())


def _one_blank(blanks: regex.Match[str]) -> str:
    run = blanks.group()
    return next((blank for blank in run if blank in _NO_BREAK), " ")


@functools.cache
def _folding_table() -> dict[int, str]:
    table = dict.fromkeys(map(ord, "’‘ʼ`´′"), "'")
    table.update(dict.fromkeys(map(ord, "«»“”„‟″"), '"'))
    table.update(dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"))
    table.update({ord("œ"): "oe", ord("Œ"): "OE", ord("æ"): "ae", ord("Æ"): "AE"})
    return table
