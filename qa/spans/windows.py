"""Windows of a question and a piece of a passage, and the best span that scores give in one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from qa.spans.pieces import Pieces

# In pieces: of the question, of the whole window, of the overlap of two windows, of an answer.
LONGEST_QUESTION = 48
LONGEST_WINDOW = 288
OVERLAP = 64
LONGEST_ANSWER = 40
# What is not part of an answer at its ends.
_AROUND = " \u00a0\u202f\n.,;:!?«»“”\"'’(–—-"

Offsets = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Window:
    """What the model sees at once.

    Attributes:
        ids: Start, question, separator, a run of the passage's pieces, separator.
        base: Where the passage's pieces start in `ids`.
        low: Which piece of the passage the first of them is.
    """

    ids: tuple[int, ...]
    base: int
    low: int


@dataclass(frozen=True)
class Span:
    """The best answer in a passage.

    Attributes:
        start, end: Code points of the passage.
        score: The logits of the span less those of "not answered here"; above 0 it answers.
    """

    start: int
    end: int
    score: float


def cut_windows(pieces: Pieces, question: str, passage: str) -> tuple[list[Window], Offsets]:
    """Return windows that cover the passage, and the offsets of its pieces in code points."""
    asked, told = pieces.encode([question, passage])
    head = (pieces.start, *asked.ids[:LONGEST_QUESTION], pieces.separator)
    room = LONGEST_WINDOW - len(head) - 1
    windows, low = [], 0
    while True:
        ids = (*head, *told.ids[low : low + room], pieces.separator)
        windows.append(Window(ids, len(head), low))
        if low + room >= len(told.ids):
            return windows, told.offsets
        low += room - OVERLAP


def whole_words(passage: str, span: Span) -> Span:
    """Return the span grown to whole words, without the punctuation around them."""
    start, end = span.start, span.end
    while 0 < start < end and passage[start - 1 : start + 1].isalnum():
        start -= 1
    while start < end < len(passage) and passage[end - 1 : end + 1].isalnum():
        end += 1
    while start < end and passage[end - 1] in _AROUND:
        end -= 1
    while start < end and passage[start] in _AROUND:
        start += 1
    return replace(span, start=start, end=end)


def best_span(
    logits: npt.NDArray[np.float32],
    window: Window,
    offsets: Offsets,
    start: int = 0,
    end: int = sys.maxsize,
) -> Span:
    """Return the best span of a window.

    Args:
        logits: (n_pieces, 2), start and end; padding may follow.
        window: The window they belong to.
        offsets: Of the passage's pieces, in code points.
        start, end: Only pieces between these code points of the passage count. Without any in the
            window the score is minus infinity.
    """
    shown = offsets[window.low : window.low + len(window.ids) - window.base - 1]
    rows = [k for k, (low, high) in enumerate(shown) if low >= start and high <= end]
    if not rows:
        return Span(start, start, -np.inf)
    reach = logits[window.base + rows[0] : window.base + rows[-1] + 1]
    scores = reach[:, None, 0] + reach[None, :, 1]
    allowed = np.triu(np.tri(len(reach), k=LONGEST_ANSWER - 1, dtype=bool))
    scores = np.where(allowed, scores, -np.inf)
    first, last = np.unravel_index(int(scores.argmax()), scores.shape)
    return Span(
        start=shown[rows[0] + int(first)][0],
        end=shown[rows[0] + int(last)][1],
        score=float(scores[first, last] - logits[0].sum()),
    )
