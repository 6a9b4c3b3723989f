"""Keep of a model's draft the sentences that the passages they cite prove.

Stricter than what the program's own sentences need: a model may write anything. Every run of words
must carry a marker; words in quotation marks must be the article's to count as quoted; names,
figures, dates and negation must be in the cited passages, and so must most of the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.sentences import split_sentences
from index.embedding.static import StaticVectors
from index.late_interaction import match
from qa.answer import Citation
from qa.llm.prompts import TRANSLATED
from qa.support import LEAST_SHARE, find_contradictions
from qa.verification import MARKER

_RUN = re.compile(r"(?P<words>[^\[\n]+)(?P<markers>(?:\[\d+\][ ,]*)+)")
_LEADING = re.compile(r"(?:\[\d+\][ .,]*)+")
_QUOTED = re.compile(r"[“«\"]\s*([^“”«»\"]+?)\s*[”»\"]")


@dataclass(frozen=True)
class Proven:
    """What is left of a draft.

    Attributes:
        lines: Its lines, each the sentences that are proven.
        removed: How many were not.
    """

    lines: tuple[tuple[str, ...], ...]
    removed: int


def prove(
    draft: str,
    language: str,
    citations: Mapping[int, Citation],
    text_of: Callable[[str], str],
    vectors: StaticVectors,
) -> Proven:
    """Return the proven sentences of a draft.

    Args:
        draft: Clean text with markers.
        language: Of the draft, ``fr`` or ``en``.
        citations: What each marker cites.
        text_of: Gives the stored text of an article id.
        vectors: The bilingual piece vectors.
    """
    lines: list[tuple[str, ...]] = []
    removed = 0
    for line in draft.split("\n"):
        sentences = _sentences(line, language)
        kept = [
            sentence
            for sentence in sentences
            if _is_proven(sentence, language, citations, text_of, vectors)
        ]
        removed += len(sentences) - len(kept)
        if kept:
            lines.append(tuple(kept))
    return Proven(tuple(lines), removed)


def _sentences(line: str, language: str) -> list[str]:
    """Return the sentences of a line that hold words; markers behind a quotation end one."""
    pieces = re.split(r"(?<=[.!?…][”»\"])((?: ?\[\d+\])+)\.? (?=[A-ZÀ-ÖØ-Þ“«\"])", line)
    joined = ["".join(pieces[place : place + 2]) for place in range(0, len(pieces), 2)]
    sentences: list[str] = []
    for piece in joined:
        for span in split_sentences(piece, language):
            sentence = piece[span.start : span.end]
            behind = _LEADING.match(sentence)
            if behind and sentences:
                # The splitter sees an end between a quotation's full stop and its markers.
                sentences[-1] += f" {behind.group().strip()}"
                sentence = sentence[behind.end() :]
            sentences.append(sentence)
    return [each for each in sentences if re.search(r"\w", MARKER.sub("", each))]


def _is_proven(
    sentence: str,
    language: str,
    citations: Mapping[int, Citation],
    text_of: Callable[[str], str],
    vectors: StaticVectors,
) -> bool:
    runs = list(_RUN.finditer(sentence))
    if not runs or re.search(r"\w", MARKER.sub("", sentence[runs[-1].end() :])):
        return False
    for run in runs:
        cited = [
            citations[number]
            for number in map(int, MARKER.findall(run["markers"]))
            if number in citations
        ]
        words = run["words"].replace(TRANSLATED[language], "")
        if not cited or not _holds(words, language, cited, text_of, vectors):
            return False
    return True


def _holds(
    words: str,
    language: str,
    cited: Sequence[Citation],
    text_of: Callable[[str], str],
    vectors: StaticVectors,
) -> bool:
    told = " ".join(" ".join(citation.quote.split()) for citation in cited)
    own = _QUOTED.sub(lambda quoted: "" if _is_in(quoted[1], told) else quoted[1], words).strip()
    if not re.search(r"\w", own):
        return True
    sources = "\n".join(
        f"{citation.outlet}\n{citation.title}\n{text_of(citation.article_id)}" for citation in cited
    )
    if find_contradictions(
        own,
        [citation.quote for citation in cited],
        language=language,
        quoted_in=cited[0].language,
        published=cited[0].published,
        article=sources,
    ):
        return False
    named = "; ".join(dict.fromkeys(citation.outlet for citation in cited if citation.outlet))
    return _share(words, f"{told} ({named})", vectors) >= LEAST_SHARE


def _is_in(quoted: str, told: str) -> bool:
    # Cleaning settled the draft's characters the same way.
    return " ".join(quoted.split()).rstrip(".,;") in unicodedata.normalize("NFKC", told)


def _share(words: str, told: str, vectors: StaticVectors) -> float:
    """Return which share of the words, by what they tell, the passages hold, in either language."""
    matches = match(vectors, words, [told])
    weights = vectors.rarity(matches.pieces)
    return float((weights @ matches.similarity).max() / weights.sum()) if weights.sum() else 0.0
