"""Does a quotation support a statement? Names, figures, dates, negation and words are compared.

Used by `qa.verification` on every sentence that states something in words of its own.
``benchmarks/verification.py`` measures it on AttributionBench and chooses the bound.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import find_dates
from corpus.sentences import split_sentences
from index.embedding.static import StaticVectors
from index.late_interaction import match
from index.names import find_names, sound_key
from qa.answer_types import find_figures
from qa.claims.countries import find_countries

# The share of a statement's words, by what they tell, that the quotation has to hold, in either
# language. The best on one half of AttributionBench's development set.
LEAST_SHARE = 0.57
_NEGATION = re.compile(
    r"\b(?:ne|n['’])\s*\S+(?:\s+\S+)?\s+(?:pas|plus|jamais|rien|aucune?|ni)\b|\b(?:aucune?|nul(?:le)?)\b"
    r"|\bni\b|\b(?:not|never|no|none|nor|neither|without)\b|n['’]t\b"
    r"|\bsans\b|\b(?:faux|fausse|false|untrue|denie[sd]|dément\w*|nie(?:nt)?)\b",
    re.IGNORECASE,
)
_WEEKDAYS = (
    ("lundi", "monday"),
    ("mardi", "tuesday"),
    ("mercredi", "wednesday"),
    ("jeudi", "thursday"),
    ("vendredi", "friday"),
    ("samedi", "saturday"),
    ("dimanche", "sunday"),
)
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'-]*(?: [A-ZÀ-ÖØ-Þ][\w’'-]*)*")
_OPENING = " ,;:(«“\"'"
_QUOTED = re.compile(r"“[^”]*”")
_NUMBER = re.compile(r"\d+(?:[.,\s]\d{3}(?!\d)|[.,]\d+)*")


def own_words(text: str) -> str:
    """Return what a run of an answer says in words of its own: quotations prove themselves, and
    what introduces one or a list, up to its colon, is about the corpus and not from it."""
    return _QUOTED.sub("", text).rpartition(": ")[2].strip()


def find_contradictions(
    statement: str,
    quotes: Sequence[str],
    *,
    language: str,
    quoted_in: str,
    published: str | None = None,
    article: str = "",
) -> list[str]:
    """Return what a statement says that its quotations do not: figures, names, dates, negation.

    Args:
        statement: A sentence, without its markers.
        quotes: The quotations that it cites.
        language: Of the statement, ``fr`` or ``en``.
        quoted_in: The language of the quotations.
        published: ISO 8601 date of their article; it settles weekdays.
        article: The text of their article, in which a name may stand that a quotation only
            points to: "il", "the minister".

    Returns:
        One reason each, in words; [] where nothing stands against it.
    """
    told = "\n".join(quotes)
    reasons = []
    dates = find_dates(statement, published, language)
    dated = [slice(date.start, date.end) for date in dates]
    known_days = {date.iso for date in find_dates(told, published, quoted_in)} | {published}
    for date in dates:
        if not _names_day(date.text, told) and (date.iso is None or date.iso not in known_days):
            reasons.append(f"the date {date.text} is not in the quotation")
    numbers = _numbers(told)
    for span in find_figures(statement):
        figure = statement[span.start : span.end]
        is_dated = any(part.start <= span.start < part.stop for part in dated)
        if not is_dated and not _numbers(figure) <= numbers:
            reasons.append(f"the figure {figure} is not in the quotation")
    undated = statement
    for date in dates:
        undated = undated.replace(date.text, "; ")
    reasons += [
        f"the name {name} is not in the quotation"
        for name in _missing_names(undated, f"{told}\n{article}")
    ]
    if bool(_NEGATION.search(statement)) and not _NEGATION.search(told):
        reasons.append("the quotation does not deny")
    return reasons


def share_supported(
    statement: str, quotes: Sequence[str], vectors: StaticVectors, language: str = "fr"
) -> float:
    """Return which share of a statement's words, by what they tell, is found close together in its
    quotations: in two sentences that follow one another; from 0 to 1."""
    windows = []
    for quote in quotes:
        sentences = split_sentences(quote, language)
        windows += [
            quote[sentence.start : sentences[min(place + 1, len(sentences) - 1)].end]
            for place, sentence in enumerate(sentences)
        ]
    matches = match(vectors, statement, windows)
    weights = vectors.rarity(matches.pieces)
    if not windows or not weights.sum():
        return 0.0
    return float((weights @ matches.similarity).max() / weights.sum())


def _names_day(date: str, told: str) -> bool:
    """Return whether a text has the words of a date, a weekday in either language."""
    said, told = date.casefold(), told.casefold()
    names = next((names for names in _WEEKDAYS if said in names), (said,))
    return any(name in told for name in names)


def _missing_names(statement: str, told: str) -> list[str]:
    """Return the names of a statement that a text holds neither as they are, nor in another
    spelling, nor as a country in either language."""
    folded = told.casefold()
    keys = {sound_key(name) for name in find_names(told)}
    missing = []
    for run in _CAPITALISED.finditer(statement):
        countries = find_countries(run.group())
        if countries and countries <= find_countries(told):
            continue
        # The first word of a sentence is capitalised in any case.
        opens = not statement[: run.start()].strip(_OPENING)
        words = run.group().partition(" ")[2] if opens else run.group()
        missing += [
            name
            for name in find_names(words)
            if name.casefold() not in folded and (key := sound_key(name)) and key not in keys
        ]
    return missing


def _numbers(text: str) -> set[str]:
    """Return the digits of each number, whatever stands between its thousands."""
    return {re.sub(r"\D", "", number) for number in _NUMBER.findall(text)}
