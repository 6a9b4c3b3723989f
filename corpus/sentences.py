"""Cut text into sentences without losing an offset.

Trained Punkt models for French and English (Kiss & Strunk 2006; they ship inside llama-index-core)
propose the boundaries; a second pass takes back those that news text gets wrong: titles and other
abbreviations, initials, quotations of several sentences, an attribution after a quotation.
"""

from __future__ import annotations

import functools
import importlib.util
import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer

# A quotation longer than this is cut at its own sentences after all.
LONGEST_QUOTATION = 500

_MODELS = {"fr": "french", "en": "english"}
_TITLES = (
    "m mm mme mmes mlle mlles me mgr dr pr prof st ste sts stes gén gal col cel cdt cap capt lt "
    "lieut adj sgt mr mrs ms sen rep gov gen maj cmdr rev hon jr sr messrs vs av bd pl"
)
_BEFORE_NUMBERS = (
    "p pp n no nos nr art al chap vol fig tabl cf env janv fév févr avr juil sept oct nov déc "
    "jan feb mar apr jun jul aug sep dec éd ed t ch ca approx tél tel"
)
_TITLE_END = re.compile(rf"(?:^|[\s(«\"“'’-])(?:{'|'.join(_TITLES.split())})\.$", re.IGNORECASE)
_NUMBERED_END = re.compile(
    rf"(?:^|[\s(«\"“'’-])(?:{'|'.join(_BEFORE_NUMBERS.split())})\.$", re.IGNORECASE
)
_INITIALS_END = re.compile(r"(?:^|[\s(«\"“'’-])(?:[^\W\d_]\.[-\s]?)+$")
_CLOSING = re.compile(r"[\s\u00a0\u202f]*[»”)\]]+|[\"'’]+(?=\s|$)")
# Punkt leaves a spaced opening guillemet with the sentence before it, or sees no boundary there.
_OPENING_AFTER_END = re.compile(r"(?<=[.!?…»”])\s+(?=[«“(]\s*[^\W_])")
_BEFORE_LETTER = " \t\u00a0\u202f«»\"“”'’([—–-"
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# Words that begin sentences far more often than they continue a name after an initial.
_STARTERS = frozenset(
    (
        "le la les l un une des ce cet cette ces il elle ils elles on nous vous je mais et or en "
        "dans pour selon après avant depuis son sa ses leur leurs the a an this that these those "
        "he she it they we you i but and in on at for after before since his her its their"
    ).split()
)


@dataclass(frozen=True)
class Span:
    """Code points ``start`` to ``end`` (exclusive) of some text."""

    start: int
    end: int


def split_sentences(text: str, language: str = "fr") -> list[Span]:
    """Return the sentences of a text in order, without surrounding blanks.

    Args:
        text: Any text; a line break always ends a sentence.
        language: ISO 639-1; languages other than English are cut by the French model.

    Returns:
        Spans that do not overlap and leave out only white space.
    """
    model = _model(_MODELS.get(language, "french"))
    spans = []
    for line in re.finditer(r"[^\n]+", text):
        spans.extend(_split_line(line.group(), line.start(), model))
    return spans


def _split_line(line: str, offset: int, model: PunktTokenizer) -> list[Span]:
    merged: list[Span] = []
    for span in _propose(line, model):
        if merged and (closing := _CLOSING.match(line, _visible_end(line, merged[-1]))):
            end = max(closing.end(), merged[-1].end)
            merged[-1] = Span(merged[-1].start, end)
            span = Span(max(span.start, end), span.end)
        if not line[span.start : span.end].strip():
            continue
        if merged and _belong_together(line, merged[-1], span):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return [_trim(line, span, offset) for span in merged]


def _propose(line: str, model: PunktTokenizer) -> list[Span]:
    cuts = {start for start, _ in model.span_tokenize(line)}
    cuts |= {gap.end() for gap in _OPENING_AFTER_END.finditer(line)}
    # A cut right behind an opening quotation mark belongs before the mark.
    cuts = {cut for cut in cuts if not line[:cut].rstrip().endswith(("«", "“", "("))}
    starts = sorted(cuts)
    return [Span(start, end) for start, end in itertools.pairwise([*starts, len(line)])]


def _belong_together(line: str, left: Span, right: Span) -> bool:
    before, after = line[left.start : left.end].rstrip(), line[right.start : right.end].rstrip()
    if after.lstrip(_BEFORE_LETTER)[:1].islower():
        return True
    if _TITLE_END.search(before):
        return True
    if _NUMBERED_END.search(before) and after[:1].isdigit():
        return True
    if _INITIALS_END.search(before):
        word = _FIRST_WORD.search(after)
        return word is None or word.group().casefold() not in _STARTERS
    return _has_open_quotation(before) and right.end - left.start <= LONGEST_QUOTATION


def _has_open_quotation(text: str) -> bool:
    return (
        text.count("«") > text.count("»")
        or text.count("“") > text.count("”")
        or text.count('"') % 2 == 1
    )


def _visible_end(line: str, span: Span) -> int:
    return span.start + len(line[span.start : span.end].rstrip())


def _trim(line: str, span: Span, offset: int) -> Span:
    sentence = line[span.start : span.end]
    start = span.start + len(sentence) - len(sentence.lstrip())
    return Span(offset + start, offset + start + len(sentence.strip()))


@functools.cache
def _model(name: str) -> PunktTokenizer:
    import nltk.data
    from nltk.tokenize.punkt import PunktTokenizer

    found = importlib.util.find_spec("llama_index.core")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("llama-index-core is not installed: pip install llama-index")
    folder = str(Path(found.submodule_search_locations[0], "_static", "nltk_cache"))
    if folder not in nltk.data.path:
        nltk.data.path.append(folder)
    return PunktTokenizer(name)
