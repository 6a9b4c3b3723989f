"""The questions offered before the first one is asked."""

from __future__ import annotations

from corpus.errors import SourcierError
from qa.web.answering import Answering

# In both languages, on what the bundled articles hold.
EXAMPLES = (
    "who first confirmed the deployment?",
    "Combien de soldats nord-coréens ont été envoyés en Russie ?",
    "Where did Putin thank Kim Jong-un?",
    "Quand la Corée du Nord a-t-elle reconnu sa participation ?",
)


def offered_examples(assistant: Answering) -> tuple[str, ...]:
    """Return the examples when the indexed articles answer one of them, else none.

    A folder of other articles is not offered questions that can only be refused. Asking also loads
    what answering needs, so that the first visitor does not wait for it.
    """
    is_their_subject = any(_is_answered(assistant, question) for question in EXAMPLES)
    return EXAMPLES if is_their_subject else ()


def _is_answered(assistant: Answering, question: str) -> bool:
    try:
        *_, answer = assistant.stream(question)
    except SourcierError:
        return False
    return answer.answered
