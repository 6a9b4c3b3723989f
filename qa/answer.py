"""What an answer is, in Python and as JSON.

Last station of the flow: whoever writes an answer (the extractive writer or a language model)
fills these; the page, the command line and `to_dict` show them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Citation:
    """A quoted span: ``article.text[start:end] == quote``, checked before anyone sees it.

    Attributes:
        marker: The number in the answer's ``[n]``, from 1 in order of appearance.
        article_id, title, outlet, published, language: The article's, as stored.
        start, end: Code points of the article's text.
        quote: The words of the article.
    """

    marker: int
    article_id: str
    title: str
    outlet: str
    published: str | None
    language: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class Claim:
    """Who said what, when.

    Attributes:
        speaker: A person, body or agency, as the text names it.
        act: One of confirm, deny, announce, estimate, accuse, thank, condemn, promise, other.
        date: ISO 8601, or None when the text does not settle it.
        date_text: The words the text uses for the date, or None.
        value: The figure that the claim states, or None.
        marker: The citation that holds the claim.
    """

    speaker: str
    act: str
    date: str | None
    date_text: str | None
    value: str | None
    marker: int


@dataclass(frozen=True)
class DisagreementValue:
    """One side of a disagreement: a value, who gives it, and the citations that show it."""

    value: str
    attributed_to: str
    markers: tuple[int, ...]


@dataclass(frozen=True)
class Disagreement:
    """Two or more values that sources give for the same thing."""

    about: str
    values: tuple[DisagreementValue, ...]


@dataclass(frozen=True)
class Nearest:
    """A passage offered with a refusal: near the question, but not its answer."""

    article_id: str
    title: str
    outlet: str
    published: str | None
    language: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Usage:
    """What a language model's part in an answer cost.

    Attributes:
        tokens_in, tokens_out: Counted by tiktoken's ``cl100k_base``, whatever the model counts by.
        first_token_seconds: From the call to the first words; None when none came.
        seconds: For the whole writing, proof included.
    """

    tokens_in: int
    tokens_out: int
    first_token_seconds: float | None
    seconds: float


@dataclass(frozen=True)
class Stage:
    """What is being done while there are no words yet.

    Attributes:
        name: searching, reading (passages) or checking (citations).
        count: Of what is read or checked.
    """

    name: str
    count: int = 0


@dataclass(frozen=True)
class Answer:
    """A complete answer, or a growing one while it streams.

    Attributes:
        question: As asked.
        language: Of the question, ``fr`` or ``en``.
        kind: One of who, when, where, howmany, what, why, how, yesno, list, other.
        answered: False when the corpus does not hold the answer.
        text: What a person reads; each statement carries at least one ``[n]``.
        short: The shortest faithful answer, or None.
        confidence: From 0 to 1, that the corpus holds the answer and this is it.
        citations: In the order of their markers; empty on a refusal.
        claims: Dated statements among the evidence.
        disagreements: Values on which the evidence disagrees.
        nearest: On a refusal, passages that come near.
        provider: ``extractive`` or the language model's name.
        elapsed_ms: Milliseconds from question to this answer.
        notice: What the reader should know of how a language model wrote it, or why it did not;
            None and not in the JSON otherwise.
        usage: What the model cost; None and not in the JSON without one.
        is_complete: False on the partial answers of a stream. Not part of the JSON.
        stage: On partial answers without words, what is being done. Not part of the JSON.
    """

    question: str
    language: str
    kind: str
    answered: bool
    text: str
    short: str | None
    confidence: float
    citations: tuple[Citation, ...]
    claims: tuple[Claim, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    provider: str = "extractive"
    elapsed_ms: float = 0.0
    notice: str | None = None
    usage: Usage | None = None
    is_complete: bool = True
    stage: Stage | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON object that the command line prints."""
        fields = dataclasses.asdict(self)
        del fields["is_complete"], fields["stage"]
        for name in ("nearest", "notice", "usage"):
            if not fields[name]:
                del fields[name]
        return {("answer" if name == "text" else name): value for name, value in fields.items()}
