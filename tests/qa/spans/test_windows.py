import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.spans.pieces import Pieces
from qa.spans.windows import (
    LONGEST_ANSWER,
    LONGEST_WINDOW,
    Span,
    best_span,
    cut_windows,
    whole_words,
)

PIECES = Pieces()
WORDS = st.lists(st.text("abcéàœñ12«»'. ", min_size=1, max_size=12), max_size=700).map(" ".join)


@settings(deadline=None, max_examples=40)
@given(question=WORDS, passage=WORDS)
def test_every_piece_of_the_passage_is_in_a_window(question: str, passage: str) -> None:
    windows, offsets = cut_windows(PIECES, question, passage)
    seen = {w.low + k for w in windows for k in range(len(w.ids) - w.base - 1)}
    assert seen == set(range(len(offsets)))
    assert all(len(window.ids) <= LONGEST_WINDOW for window in windows)


@settings(deadline=None, max_examples=40)
@given(passage=WORDS, seed=st.integers(0, 999), low=st.integers(0, 80), length=st.integers(0, 80))
def test_the_best_span_lies_where_it_is_looked_for(
    passage: str, seed: int, low: int, length: int
) -> None:
    windows, offsets = cut_windows(PIECES, "Qui ?", passage)
    logits = np.random.default_rng(seed).normal(size=(len(windows[0].ids), 2)).astype(np.float32)
    span = best_span(logits, windows[0], offsets, low, low + length)
    assert low <= span.start <= span.end <= low + length


def test_the_best_span_is_that_of_the_highest_logits() -> None:
    windows, offsets = cut_windows(PIECES, "Qui a démissionné ?", "Anne Morel a démissionné hier.")
    logits = np.zeros((len(windows[0].ids), 2), np.float32)
    names = [k for k, (_, end) in enumerate(offsets) if end <= len("Anne Morel")]
    logits[windows[0].base + names[0], 0] = 3
    logits[windows[0].base + names[-1], 1] = 2
    logits[0] = (0.5, 0.25)
    span = best_span(logits, windows[0], offsets)
    assert (span.start, span.end) == (0, len("Anne Morel"))
    assert span.score == 4.25


def test_an_end_before_its_start_is_no_span() -> None:
    windows, offsets = cut_windows(PIECES, "Qui ?", "un deux trois")
    logits = np.zeros((len(windows[0].ids), 2), np.float32)
    logits[-2, 0] = 5
    logits[windows[0].base, 1] = 4
    span = best_span(logits, windows[0], offsets)
    assert span.start < span.end
    assert span.score == 5


def test_an_answer_is_no_longer_than_allowed() -> None:
    windows, offsets = cut_windows(PIECES, "Qui ?", "mot " * 200)
    logits = np.zeros((len(windows[0].ids), 2), np.float32)
    logits[windows[0].base, 0] = 5
    logits[-2, 1] = 5
    span = best_span(logits, windows[0], offsets)
    assert sum(span.start <= low < span.end for low, _ in offsets) <= LONGEST_ANSWER


def test_an_empty_passage_has_no_answer() -> None:
    windows, offsets = cut_windows(PIECES, "Qui ?", "")
    logits = np.zeros((len(windows[0].ids), 2), np.float32)
    assert best_span(logits, windows[0], offsets).score == -np.inf


def test_a_span_is_grown_to_whole_words_without_the_punctuation_around() -> None:
    text = "Selon Volodymyr Zelensky, « rien »."
    span = whole_words(text, Span(text.index("odymyr"), text.index(", «") + 1, 1.0))
    assert text[span.start : span.end] == "Volodymyr Zelensky"


@given(text=st.text("ab1é .,«»", max_size=30), start=st.integers(0, 30), length=st.integers(0, 30))
def test_a_grown_span_cuts_no_word(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    span = whole_words(text, Span(start, min(start + length, len(text)), 0.0))
    assert 0 <= span.start <= span.end <= len(text)
    if span.start < span.end:
        assert not text[max(span.start - 1, 0) : span.start + 1].isalnum() or span.start == 0
        assert not text[span.end - 1 : span.end + 1].isalnum() or span.end == len(text)
