"""Find attributions without a verb: "selon X", "pour X, c'est faux", "according to X"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.claims.phrases import speaker_in
from qa.claims.speakers import Speaker
from qa.claims.tokens import Token

_SOURCE = {
    "fr": re.compile(
        r"\b(?:selon|d['’]apr[èe]s|à en croire|de l['’]avis d(?:e |u |es |['’])|aux yeux d(?:e |"
        r"u |es ))"
        r"\s?",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\b(?:according to|in the words of)\s", re.IGNORECASE),
}
_OPINION = {
    "fr": re.compile(r"(?:^|[;:]\s|,\s(?=[Pp]our ))[Pp]our (?=[^,]{2,80},)"),
    "en": re.compile(r"^For (?=[^,]{2,80},)"),
}
_FALSE = re.compile(
    r"\b(?:est|sont|serait|seraient|is|are|relève|relèvent)\b[^,.;]{0,20}"
    r"\b(?:faux|fausses?|mensong\w+|infond\w+|false|untrue|a lie|propagande|propaganda|baseless)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[,;:.()«»“”!?]|\s(?:qui|que|dont|who|which|that)\s|\s[—–]\s")


@dataclass(frozen=True)
class Attribution:
    """Whose word something is.

    Attributes:
        speaker: The source named.
        denies: "Pour X, l'annonce est fausse".
        start, end: The attribution's code points in the sentence.
    """

    speaker: Speaker
    denies: bool
    start: int
    end: int


def find_attributions(sentence: str, tokens: tuple[Token, ...], language: str) -> list[Attribution]:
    """Return the attributions of a sentence in order."""
    language = "fr" if language == "fr" else "en"
    found = []
    for mark in _SOURCE[language].finditer(sentence):
        attribution = _read(sentence, tokens, mark, denies=False)
        if attribution:
            found.append(attribution)
    for mark in _OPINION[language].finditer(sentence):
        if _FALSE.search(sentence, mark.end()):
            attribution = _read(sentence, tokens, mark, denies=True)
            if attribution:
                found.append(attribution)
    return found


def _read(
    sentence: str, tokens: tuple[Token, ...], mark: re.Match[str], *, denies: bool
) -> Attribution | None:
    stop = _ENDS.search(sentence, mark.end())
    limit = stop.start() if stop else len(sentence)
    limit = _over_list(sentence, limit)
    first = next((n for n, token in enumerate(tokens) if token.start >= mark.end()), len(tokens))
    last = next((n for n, token in enumerate(tokens) if token.start >= limit), len(tokens))
    speaker = speaker_in(sentence, tokens, first, last) if first < last else None
    if not speaker or not sentence.startswith(speaker.text, tokens[first].start):
        return None
    return Attribution(speaker, denies, mark.start(), limit)


def _over_list(sentence: str, limit: int) -> int:
    """Return the end of a list that the first comma only interrupts: "américains, sud-coréens et
    ukrainiens"."""
    more = re.match(
        r",\s[\w’'-]+(?:\s[\w’'-]+)?(?:,\s[\w’'-]+(?:\s[\w’'-]+)?)*\s(?:et|"
        r"and)\s(?:d[eu’']s?\s?)?[\w’'-]+(?=[,.;])",
        sentence[limit:],
    )
    return limit + more.end() if more else limit
