"""Join what an editor broke: hard-wrapped plain text becomes one line a paragraph again."""

from __future__ import annotations

import itertools

# Widths that editors and mail programs wrap at; longer lines are paragraphs of their own.
NARROWEST, WIDEST = 40, 120
# Share of the breaks inside sentences that an editor made; headlines make a few others.
_WRAPPED = 0.8
_SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", '"', ":", ";")


def unwrap(text: str) -> str:
    """Return the text with one line a paragraph and no empty lines.

    A line break is taken back where the next word would not have fitted on the line, and only in
    a text where nearly all breaks within its blocks are of that kind.

    Args:
        text: Lines end at ``\\n``; blank lines separate blocks.
    """
    lines = text.split("\n")
    width = _wrapping_width(lines)
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if line and previous and width and _was_wrapped(previous, line, width):
            paragraphs[-1] += " " + line
        elif line:
            paragraphs.append(line)
        previous = line
    return "\n".join(paragraphs)


def _wrapping_width(lines: list[str]) -> int:
    """Return the column at which the text was wrapped, 0 if it was not."""
    lengths = [len(line) for line in lines if " " in line]
    width = max(lengths, default=0)
    if not NARROWEST <= width <= WIDEST:
        return 0
    # Where a line ends with a full stop, its paragraph may end as well; the other breaks tell.
    breaks = [
        _was_wrapped(left, right, width)
        for left, right in itertools.pairwise(lines)
        if left and right and not left.endswith(_SENTENCE_ENDS)
    ]
    is_wrapped = sum(breaks) >= 2 and sum(breaks) >= _WRAPPED * len(breaks)
    return width if is_wrapped else 0


def _was_wrapped(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
