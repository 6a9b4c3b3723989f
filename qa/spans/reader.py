"""Run the span reader: where in a passage a question is answered, and how surely.

The model ships with the code (see ``weights/README.md``); ``train.py`` makes it. It runs on
onnxruntime, which the vector store needs anyway.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.spans.pieces import Pieces
from qa.spans.windows import Offsets, Span, Window, best_span, cut_windows, whole_words

WEIGHTS = Path(__file__).parent / "weights" / "reader.onnx"


@dataclass(frozen=True)
class PassageScores:
    """What the model says of a passage for one question.

    Attributes:
        passage: The passage.
        windows: Of the question and the passage.
        logits: For each window (n_pieces, 2): start and end.
        offsets: Of the passage's pieces, in code points.
    """

    passage: str
    windows: tuple[Window, ...]
    logits: tuple[npt.NDArray[np.float32], ...]
    offsets: Offsets

    def best(self, start: int, end: int) -> Span:
        """Return the best answer that lies in ``[start, end)`` of the passage, in code points."""
        span = max(
            (
                best_span(logits, window, self.offsets, start, end)
                for logits, window in zip(self.logits, self.windows, strict=True)
            ),
            key=lambda span: span.score,
        )
        return whole_words(self.passage, span)


class SpanReader:
    """The model with its tokenizer."""

    def __init__(self, path: Path) -> None:
        """Load the model from an ONNX file."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = Pieces()

    def read(self, question: str, passages: Sequence[str]) -> list[PassageScores]:
        """Return what the model says of each passage, in their order.

        Args:
            question: As a person would ask it, in French or English.
            passages: In either language; a long one is read in overlapping windows.
        """
        cut = [cut_windows(self._pieces, question, passage) for passage in passages]
        return [
            PassageScores(passage, tuple(windows), tuple(map(self._run, windows)), offsets)
            for passage, (windows, offsets) in zip(passages, cut, strict=True)
        ]

    def _run(self, window: Window) -> npt.NDArray[np.float32]:
        """Return the logits of a window, (n_pieces, 2).

        Each window runs alone: nothing is spent on padding, and since int8 scales are of a run,
        what is said of a passage does not depend on the others.
        """
        tokens = np.asarray([window.ids], np.int64)
        segments = np.zeros_like(tokens)
        segments[0, window.base :] = 1
        inputs = {"tokens": tokens, "mask": np.ones_like(tokens), "segments": segments}
        logits: npt.NDArray[np.float32] = self._session.run(["logits"], inputs)[0][0]
        return logits


@functools.cache
def load_span_reader() -> SpanReader:
    """Return the reader that ships with the code, loaded once."""
    return SpanReader(WEIGHTS)
