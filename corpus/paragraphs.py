"""Join what an editor broke: hard-wrapped plain text becomes one line a paragraph again."""

from __future__ import annotations

import itertools

# Widths that editors and mail programs wrap at; longer lines are paragraphs of their own.
NARROWEST, WIDEST = 40, 120
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
    breaks = [(left, right) for left, right in itertools.pairwise(lines) if left and right]
    wrapped = [left for left, right in breaks if _was_wrapped(left, right, width)]
    ended = [line for line in wrapped if line.endswith(_SENTENCE_ENDS)]
    is_wrapped = len(wrapped) >= 2 and len(wrapped) * 10 >= len(breaks) * 7
    return width if is_wrapped and len(ended) * 2 <= len(wrapped) else 0


def _was_wrapped(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width
