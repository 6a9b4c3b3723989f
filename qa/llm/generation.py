"""Write an answer with a language model: stream its draft, prove it, or quote without it.

slots ─▶ prompt ─▶ Call ─▶ markers ─▶ cleaning ─▶ (shown while it grows) ─▶ proof ─▶ Answer
"""

from __future__ import annotations

import dataclasses
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence

from corpus.language import detect_language
from index.embedding.static import StaticVectors
from qa.answer import Answer, Citation, Usage
from qa.claims.findings import Findings
from qa.claims.weaving import claims_of, disagreements_of
from qa.extractive import MOST_WORDS
from qa.llm.budget import choose_slots
from qa.llm.calling import Call
from qa.llm.cleaning import clean, clean_so_far
from qa.llm.condensing import Condensed
from qa.llm.failures import Failure, ModelError, told, told_removed
from qa.llm.markers import MarkerParser, renumber
from qa.llm.prompts import NO_ANSWER, answering_messages, leaks_instructions
from qa.llm.proof import prove
from qa.llm.providers import Model
from qa.question import Question
from qa.reader import Reading
from qa.verification import MARKER, find_faults

logger = logging.getLogger(__name__)

# What the prompt asks for; what is over `MOST_WORDS` is cut.
ASKED_WORDS = 100
# Fewer words of its own do not tell which language a draft is in.
LEAST_WORDS = 8
_WHOLE = re.compile(r".*[.!?…][”»\")]*", re.DOTALL)


class Writer:
    """Writes answers with one language model."""

    def __init__(self, model: Model, vectors: StaticVectors, text_of: Callable[[str], str]) -> None:
        """Take the model, the bilingual vectors and what gives an article's text."""
        self._model = model
        self._vectors = vectors
        self._text_of = text_of

    def write(
        self,
        question: Question,
        reading: Reading,
        findings: Findings,
        base: Answer,
        condensed: Condensed,
    ) -> Iterator[Answer]:
        """Yield growing answers, then the complete one; never fails because of the model.

        Args:
            question: The analysed question.
            reading: The evidence.
            findings: What the statements around it say.
            base: The extractive answer: what the model is told was found, and what is given when
                it fails.
            condensed: What became of a follow-up.
        """
        started = time.monotonic()
        slots = choose_slots(base.citations, reading.evidence, self._model.prompt_tokens)
        asked = condensed.question or question.standalone
        call = Call(self._model, answering_messages(asked, base, slots, ASKED_WORDS))
        try:
            if condensed.failure:
                raise ModelError(condensed.failure)
            draft = _Draft(slots)
            for delta in call.deltas():
                if partial := draft.add(delta):
                    yield self._partial(base, partial, draft.citations(partial))
            answer = self._complete(draft.whole(call.is_cut), slots, findings, base)
        except ModelError as error:
            answer = dataclasses.replace(base, notice=told(error.failure, base.language))
        called = condensed.failure is None
        usage = Usage(
            tokens_in=condensed.tokens_in + (call.tokens_in if called else 0),
            tokens_out=condensed.tokens_out + call.tokens_out,
            first_token_seconds=call.first_token_seconds,
            seconds=round(time.monotonic() - started, 3),
        )
        logger.info(
            "%s: %d tokens in, %d out, first after %s s, %s s in all%s",
            self._model.name,
            usage.tokens_in,
            usage.tokens_out,
            usage.first_token_seconds,
            usage.seconds,
            "" if answer.provider == self._model.name else "; its answer was not used",
        )
        yield dataclasses.replace(answer, usage=usage)

    def _partial(self, base: Answer, text: str, citations: tuple[Citation, ...]) -> Answer:
        return dataclasses.replace(
            base,
            text=text,
            short=None,
            citations=citations,
            claims=(),
            disagreements=(),
            provider=self._model.name,
            is_complete=False,
        )

    def _complete(
        self, draft: str, slots: Sequence[Citation], findings: Findings, base: Answer
    ) -> Answer:
        """Return the proven answer of a draft that carries the slots' numbers."""
        by_number = dict(enumerate(slots, start=1))
        proven = prove(draft, base.language, by_number, self._text_of, self._vectors)
        text, numbers = renumber(_within(proven.lines, MOST_WORDS), by_number)
        if not numbers:
            raise ModelError(Failure.UNPROVEN)
        if _is_other_language(text, base.language):
            raise ModelError(Failure.LANGUAGE)
        citations = tuple(
            dataclasses.replace(by_number[old], marker=new) for old, new in numbers.items()
        )
        answer = dataclasses.replace(
            base,
            text=text,
            short=_still_quoted(base.short, citations),
            citations=citations,
            claims=claims_of(findings, citations),
            disagreements=disagreements_of(findings, citations),
            provider=self._model.name,
            notice=told_removed(proven.removed, base.language) if proven.removed else None,
        )
        if faults := find_faults(answer, self._text_of):
            logger.warning("A model's draft was withheld: %d faults.", len(faults))
            raise ModelError(Failure.UNPROVEN)
        return answer


class _Draft:
    """What the model has written so far, raw and as it may be shown."""

    def __init__(self, slots: Sequence[Citation]) -> None:
        self._slots = slots
        self._raw = ""
        self._shown = ""
        self._parser = MarkerParser(range(1, len(slots) + 1))
        self._parsed = ""

    def add(self, delta: str) -> str:
        """Return what may be shown now; "" when that is nothing new.

        Raises:
            ModelError: The draft refuses, or repeats its instructions.
        """
        self._raw += delta
        if leaks_instructions(self._raw):
            raise ModelError(Failure.LEAKED)
        if NO_ANSWER in self._raw:
            raise ModelError(Failure.REFUSED)
        self._parsed += self._parser.feed(delta)
        shown = "" if NO_ANSWER.startswith(self._raw.strip()) else clean_so_far(self._parsed)
        if shown == self._shown:
            return ""
        self._shown = shown
        return shown

    def whole(self, is_cut: bool) -> str:
        """Return the clean draft with the slots' numbers; a sentence cut off at its end is left
        out."""
        cleaned = clean(self._parsed + self._parser.close())
        if leaks_instructions(cleaned):
            raise ModelError(Failure.LEAKED)
        if is_cut and (found := _WHOLE.match(cleaned)):
            cleaned = found.group()
        slot_of = {new: old for old, new in self._parser.numbers.items()}
        return MARKER.sub(
            lambda marker: f"[{slot_of[int(marker[1])]}]" if int(marker[1]) in slot_of else "",
            cleaned,
        )

    def citations(self, shown: str) -> tuple[Citation, ...]:
        """Return the citations of the markers that are shown."""
        used = {int(number) for number in MARKER.findall(shown)}
        return tuple(
            dataclasses.replace(self._slots[slot - 1], marker=number)
            for slot, number in self._parser.numbers.items()
            if number in used
        )


def _within(lines: Sequence[Sequence[str]], most_words: int) -> str:
    """Return whole sentences up to a number of words."""
    kept: list[str] = []
    words = 0
    for line in lines:
        fitting = []
        for sentence in line:
            words += len(sentence.split())
            if words <= most_words:
                fitting.append(sentence)
        if fitting:
            kept.append(" ".join(fitting))
    return "\n".join(kept)


def _is_other_language(text: str, language: str) -> bool:
    own = MARKER.sub("", re.sub(r"[“«\"][^”»\"]*[”»\"]", "", text))
    return len(own.split()) >= LEAST_WORDS and detect_language(own, ("fr", "en")) != language


def _still_quoted(short: str | None, citations: Sequence[Citation]) -> str | None:
    """Return the shortest answer where a citation still holds it."""
    quotes = [" ".join(citation.quote.split()) for citation in citations]
    return short if short and any(short in quote for quote in quotes) else None
