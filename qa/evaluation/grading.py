"""What "correct" and "a valid citation" mean, and the judgement of one answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from corpus.errors import UnknownArticleError
from qa.answer import Answer, Citation

_MARKER = re.compile(r"\s*\[\d+\]")
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")


def fold(text: str) -> str:
    """Return a text as answers are compared: without case, accents, markers, spaces in numbers.

    A run of white space counts as one blank, a no-break space as a blank, so that "14 000" with a
    narrow no-break space and "14000" are the same.
    """
    # Decomposed before and after: case folding may compose, and sees decomposed letters alike.
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", _SPACE_IN_NUMBER.sub("", _MARKER.sub("", plain)))


def missing_groups(
    expect: Sequence[Sequence[str]], answer_text: str
) -> tuple[tuple[str, ...], ...]:
    """Return the groups of which no string occurs in the answer, both folded."""
    folded = fold(answer_text)
    return tuple(
        tuple(group) for group in expect if not any(fold(text) in folded for text in group)
    )


def cites_a_source(sources: Sequence[str], answer: Answer) -> bool:
    """True where a citation is from one of the sources."""
    return any(citation.article_id in sources for citation in answer.citations)


def is_correct(
    answerable: bool,
    expect: Sequence[Sequence[str]],
    sources: Sequence[str],
    answer: Answer,
) -> bool:
    """Judge an answer by the one rule that every question set is held to.

    Where the question is answerable: for every group in ``expect``, at least one of its strings
    occurs in the answer's text (compared as `fold` does), and, where ``sources`` is not empty, at
    least one citation is from one of them. Where nothing is listed that it could be held against,
    it has to be an answer. Where the question is not answerable: ``answered`` is false.
    """
    if not answerable:
        return not answer.answered
    if not expect and not sources:
        return answer.answered
    if sources and not cites_a_source(sources, answer):
        return False
    return not missing_groups(expect, answer.text)


def invalid_citations(answer: Answer, text_of: Callable[[str], str]) -> tuple[Citation, ...]:
    """Return the citations that are no spans: ``text_of(article_id)[start:end] != quote``.

    Args:
        answer: What to check.
        text_of: Gives the stored text of an article id; raises UnknownArticleError.
    """
    return tuple(citation for citation in answer.citations if not _is_span(citation, text_of))


def _is_span(citation: Citation, text_of: Callable[[str], str]) -> bool:
    try:
        text = text_of(citation.article_id)
    except UnknownArticleError:
        return False
    # Python would take a negative offset as one from the end, and cut a range that is too long.
    is_inside = 0 <= citation.start < citation.end <= len(text)
    return is_inside and text[citation.start : citation.end] == citation.quote
