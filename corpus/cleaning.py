"""Take out of an article what the web page around it left in the text.

Second station of the flow, after reading and before metadata. Each rule has a name; whatever a
rule takes out is kept as a `Removal`, so that a reader can check. When in doubt a line stays: a
button left in the text does less harm than a sentence that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Removal
from corpus.boilerplate import match_line, starts_link_list
from corpus.characters import fold, settle_characters
from corpus.credits import find_photo_credit

SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", '"', ")")
# Fewer words may stand twice in an article for a reason: a refrain, a speaker's name.
_REPEATED_WORDS = 6
# A quotation shown large in the margin repeats at least this many words of its paragraph.
_QUOTED_WORDS = 8
# Headlines in a list of other articles are shorter than this.
_LONGEST_LINK = 160
# The beginning of a paragraph, shown above it and cut anywhere, has this many; headlines fewer.
_TEASER_WORDS = 20
# Beyond this a file is no article; comparing all its lines with each other would take for ever.
_MOST_LINES = 2000
# A line this long is a paragraph even without a full stop.
_PARAGRAPH = 140


@dataclass(frozen=True)
class Line:
    """A line of a text and its number in the source."""

    number: int
    text: str


@dataclass(frozen=True)
class Cut:
    """What was taken out, the number of its line in the source, and where in the line it began."""

    number: int
    removal: Removal
    column: int = 0


@dataclass(frozen=True)
class Cleaned:
    """The lines that stay, and what was taken out, in no particular order."""

    lines: tuple[Line, ...]
    cuts: tuple[Cut, ...]

    @property
    def text(self) -> str:
        """One line a paragraph, without empty lines."""
        return "\n".join(line.text for line in self.lines)

    @property
    def removed(self) -> tuple[Removal, ...]:
        """What was taken out, in the order of the source."""
        ordered = sorted(self.cuts, key=lambda cut: (cut.number, cut.column))
        return tuple(cut.removal for cut in ordered)


def clean(text: str) -> Cleaned:
    """Take the boilerplate out of a text with one line a paragraph.

    Cleaning what is clean changes nothing: the rules run until none finds anything.
    """
    settled = settle_characters(text).split("\n")
    return clean_again(
        Cleaned(tuple(Line(number, line) for number, line in enumerate(settled) if line), ())
    )


def clean_again(cleaned: Cleaned) -> Cleaned:
    """Run the rules over lines that were changed after cleaning."""
    lines, cuts = list(cleaned.lines), list(cleaned.cuts)
    count = -1
    while count < len(cuts):
        count = len(cuts)
        for rule in (_cut_link_list, _cut_boilerplate, _cut_photo_credits, _cut_repetitions):
            lines = rule(lines, cuts)
    return Cleaned(tuple(lines), tuple(cuts))


def ends_sentence(line: str) -> bool:
    """Tell whether the line ends as prose does, with a stop or a closing quotation mark."""
    return line.endswith(SENTENCE_ENDS)


def is_paragraph(line: str) -> bool:
    """Tell whether the line is prose rather than a heading, a label or a button."""
    return len(line) >= _PARAGRAPH or (ends_sentence(line) and len(line.split()) >= 8)


def _cut_link_list(lines: list[Line], cuts: list[Cut]) -> list[Line]:
    """Take out "Related articles" with the headlines after it, where nothing else follows."""
    end = len(lines)
    while end and (_is_link(lines[end - 1].text) or match_line(lines[end - 1].text)):
        end -= 1
    for place in range(end, len(lines)):
        if end and starts_link_list(lines[place].text):
            cuts += [
                Cut(line.number, Removal(line.text, match_line(line.text) or "related-articles"))
                for line in lines[place:]
            ]
            return lines[:place]
    return lines


def _is_link(line: str) -> bool:
    return len(line) <= _LONGEST_LINK and not line.endswith((".", "»", "”", '"', ":", ";", ","))


def _cut_boilerplate(lines: list[Line], cuts: list[Cut]) -> list[Line]:
    kept = []
    is_head = True
    for line in lines:
        is_head = is_head and not is_paragraph(line.text)
        if rule := match_line(line.text, is_head):
            cuts.append(Cut(line.number, Removal(line.text, rule)))
        else:
            kept.append(line)
    return kept


def _cut_photo_credits(lines: list[Line], cuts: list[Cut]) -> list[Line]:
    """Take photo credits off the ends of lines.

    The caption itself stays: what it says about the picture may be said nowhere else.
    """
    kept = []
    for line in lines:
        start = find_photo_credit(line.text)
        if start is None:
            kept.append(line)
            continue
        removal = Removal(line.text[start:].strip(), "photo-credit")
        cuts.append(Cut(line.number, removal, start))
        caption = line.text[:start].rstrip(" \u00a0\u202f|–—-/")
        if caption:
            kept.append(Line(line.number, caption))
    return kept


def _cut_repetitions(lines: list[Line], cuts: list[Cut]) -> list[Line]:
    """Take out lines that stand twice, and sentences that a longer line holds as well.

    The latter are captions, quotations shown large and teasers; no word of the article is lost.
    """
    if len(lines) > _MOST_LINES:
        return lines
    captions = {cut.number for cut in cuts if cut.removal.rule == "photo-credit"}
    # Of a caption and the same words in the text, the caption goes.
    order = sorted(lines, key=lambda line: line.number in captions)
    folded = {line.number: re.sub(r"^\W+|\W+$", "", fold(line.text)) for line in lines}
    everything = "\n" + "\n".join(folded.values()) + "\n"
    seen: set[str] = set()
    gone: set[int] = set()
    for line in order:
        words = folded[line.number]
        count = len(words.split())
        rule = ""
        if count >= _REPEATED_WORDS and words in seen:
            rule = "repeated-line"
        elif (
            count >= _QUOTED_WORDS and ends_sentence(line.text) and _is_told(words, everything)
        ) or (count >= _TEASER_WORDS and _is_begun(words, everything)):
            rule = "repeated-sentence"
        if rule:
            gone.add(line.number)
            cuts.append(Cut(line.number, Removal(line.text, rule)))
        seen.add(words)
    return [line for line in lines if line.number not in gone]


def _is_told(words: str, everything: str) -> bool:
    """Tell whether a longer line holds the words as a sentence, or as the beginning of one.

    "Ten soldiers died" is not told by "it is false that ten soldiers died", nor is "4" by "4 000".
    """
    for found in _occurrences(words, everything):
        before = everything[max(0, found - 3) : found]
        after = everything[found + len(words) : found + len(words) + 3]
        is_line = before.endswith("\n") and after.startswith("\n")
        begins = re.search(r"\n$|[.!?:][\s\"]*$|\"\s*$", before)
        if not is_line and begins and re.match(r"\n|\s?[^\w\s]\D", after):
            return True
    return False


def _is_begun(words: str, everything: str) -> bool:
    """Tell whether a longer line begins with the words."""
    return any(
        everything[found - 1] == "\n" and everything[found + len(words)] != "\n"
        for found in _occurrences(words, everything)
    )


def _occurrences(words: str, everything: str) -> Iterator[int]:
    place = everything.find(words)
    while place >= 0:
        yield place
        place = everything.find(words, place + 1)
