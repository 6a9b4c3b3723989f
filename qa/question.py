"""Understand a question: its language, what kind of answer it asks for, what it is about.

A follow-up ("et combien ?", "when was that?") takes its topic from the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import QuestionError
from corpus.language import detect_language

LONGEST_QUESTION = 2000
# A follow-up looks back at this many earlier questions.
REMEMBERED_QUESTIONS = 2

History = Sequence[Mapping[str, str]]

# The kind whose pattern is found first in the question decides; of two at one place, the upper one.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "howmany",
        r"\bcombien\b|\bhow (?:many|much|long|old|far|large|big|tall|high)\b"
        r"|\bquel(?:le)?s? (?:est |sont |était |étaient )?(?:le |la |les )?"
        r"(?:nombre|montant|pourcentage|taux|bilan|chiffre|effectif|somme|coût|prix|âge|durée)"
        r"|\b(?:what|which) (?:is |was |are |were )?(?:the )?(?:number|amount|percentage|share|"
        r"death toll|toll|figure|total|cost|price|rate)\b",
    ),
    (
        "when",
        r"\bquand\b|\bwhen\b|\bquel(?:le)?s? (?:est |était |sont )?(?:la |le )?"
        r"(?:date|jour|année|mois|heure|moment|siècle|époque)\b"
        r"|\b(?:what|which) (?:is |was )?(?:the )?(?:date|day|year|month|time|century)\b",
    ),
    (
        "where",
        r"\boù\b|^(?:d['’])?ou\b|\bwhere\b|\b(?:dans|en|à|de|vers) quel(?:le)?s? "
        r"(?:pays|ville|région|lieu|endroit|continent|capitale|zone|village)\b"
        r"|\b(?:what|which) (?:country|city|town|region|place|area|location)s?\b",
    ),
    (
        "why",
        r"\bpourquoi\b|\bwhy\b|\bpour quel(?:le)?s? (?:raison|motif)s?\b"
        r"|\b(?:quelle (?:est|était) la|quelles (?:sont|étaient) les) (?:raison|cause)s?\b"
        r"|\b(?:for )?what reasons?\b|\bwhat (?:is|was) the (?:reason|cause)\b",
    ),
    (
        "list",
        r"^(?:list|name|cite|citez|énumérez|enumerate|give|donnez|quels|quelles)\b"
        r"|\bwhat (?:are|were) the\b|\bwhich (?:countries|people|parties|outlets|cities)\b",
    ),
    (
        "who",
        r"\bqui\b|\bwho(?:m|se)?\b|\b(?:quel(?:le)?|which|what) (?:\w+ ){0,2}?(?:homme|femme"
        r"|personne|président|présidente|ministre|chef|cheffe|dirigeant|dirigeante|responsable"
        r"|général|porte-parole|député|maire|préfet|expert|man|woman|person|president|minister"
        r"|leader|official|general|spokes\w+|mayor|head|chief|senator|expert)\b",
    ),
    (
        "how",
        r"\bcomment\b|\bhow\b|\b(?:de|en|par|sous) quel(?:le)?s? (?:manière|façon|terme|moyen"
        r"|forme|biais)s?\b|\b(?:by|in|through) (?:what|which) (?:means?|way|form|terms)\b",
    ),
    (
        "what",
        r"^(?:(?:et|mais|alors|donc) )?qu(?:e\b|['’])|\bqu['’]est-ce|\bquoi\b|\bquel(?:le)?s?\b"
        r"|\bl(?:a|es?)quel(?:le)?s?\b|\bwhat\b|\bwhich\b",
    ),
    (
        "yesno",
        r"^(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|may|might)\b"
        r"|^est-ce qu",
    ),
)
# In French an inverted verb asks yes or no, unless a question word stands somewhere.
_INVERSION = re.compile(
    r"\w-(?:t-)?(?:ils?|elles?|on|ce)\b"
    # As it is often typed: "peuvent ils".
    r"|\b(?:est|sont|a|ont|peut|peuvent|doit|doivent|va|vont|était|étaient|avait|avaient)"
    r"(?: t['’]?)? ?(?:ils?|elles?|on)\b",
    re.IGNORECASE,
)
_KIND_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]

_FIRST = re.compile(
    r"\bpremi(?:er|ère)s?\b|\bfirst\b|\bd['’]abord\b|\bearliest\b"
    r"|\bavant (?:tous|les autres)\b",
    re.IGNORECASE,
)
# Words that ask, and say nothing of what the question is about.
_ASKING = re.compile(
    r"\b(?:est-ce qu(?:e|['’])|qu['’]est-ce qu(?:e|i)|combien d(?:e|['’])|combien|quand|où|pourquoi"
    r"|comment|quel(?:le)?s?|quoi|qui|how many|how much|how|who|whom|whose|when|where|why|what"
    r"|which|did|does|do)\b(?:\s+|(?<=['’]))?",
    re.IGNORECASE,
)
_INVERTED_PRONOUN = re.compile(r"-(?:t-)?(?:ils?|elles?|on|ce)\b", re.IGNORECASE)
_OPENS_FOLLOW_UP = re.compile(
    r"^(?:et|mais|ensuite|puis|alors|donc|sinon|and|but|then|so|what about|how about|or|ou)\b",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"\b(?:il|elle|ils|elles|lui|leur|leurs|eux|cela|ça|ceci|celui|celle|ceux|celles|y|en"
    r"|he|she|they|him|her|them|his|their|its|it|that|this|those|these|there)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=\s)[A-ZÀ-ÖØ-Þ][\w'’-]+")


@dataclass(frozen=True)
class Question:
    """A question as the reader needs it.

    Attributes:
        text: As asked, trimmed.
        language: ``fr`` or ``en``.
        kind: One of who, when, where, howmany, what, why, how, yesno, list, other.
        asks_first: It asks who or what came first.
        query: What it is about: its words without those that only ask, with the topic of the
            conversation for a follow-up.
        standalone: The whole question, with the topic of the conversation for a follow-up.
    """

    text: str
    language: str
    kind: str
    asks_first: bool
    query: str
    standalone: str


def understand(text: str, history: History = ()) -> Question:
    """Analyse a question.

    Args:
        text: As typed.
        history: Earlier turns, oldest first, each with ``role`` (user or assistant) and
            ``content``.

    Raises:
        QuestionError: It is empty, has no words or is longer than 2,000 characters.
    """
    question = " ".join(text.split())
    if not any(character.isalnum() for character in question):
        raise QuestionError("The question is empty: type a question about the articles.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(question):,} characters, but {LONGEST_QUESTION:,} is the "
            "most: ask a shorter one."
        )
    language = detect_language(question, ("fr", "en"))
    query, standalone = _subject(question), question
    earlier = [turn.get("content", "") for turn in history if turn.get("role") == "user"]
    if earlier and is_follow_up(question):
        topics = [_subject(" ".join(turn.split())) for turn in earlier[-REMEMBERED_QUESTIONS:]]
        topics.reverse()
        query = " ".join([query, *topics])[:LONGEST_QUESTION]
        standalone = " ".join([question, *topics])[:LONGEST_QUESTION]
    return Question(
        text=question,
        language=language,
        kind=_kind(question),
        asks_first=_FIRST.search(question) is not None,
        query=query,
        standalone=standalone,
    )


def is_follow_up(question: str) -> bool:
    """Return whether a question leans on what was asked before it."""
    if _OPENS_FOLLOW_UP.match(question):
        return True
    words = [word for word in _subject(question).split() if len(word) > 3]
    names = _NAME.findall(question)
    return not names and (len(words) < 2 or bool(_REFERS_BACK.search(question)))


def _kind(question: str) -> str:
    places = [
        (found.start(), rank, kind)
        for rank, (kind, pattern) in enumerate(_KIND_PATTERNS)
        if (found := pattern.search(question))
    ]
    if places:
        return min(places)[2]
    return "yesno" if _INVERSION.search(question) else "other"


def _subject(question: str) -> str:
    subject = _INVERTED_PRONOUN.sub("", _ASKING.sub(" ", question)).strip(" ?!.,;:")
    return " ".join(subject.split()) or question
