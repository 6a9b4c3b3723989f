"""Make a follow-up stand on its own, by one extra call, and only where it leans on the history."""

from __future__ import annotations

from dataclasses import dataclass

from qa.llm.calling import Call
from qa.llm.cleaning import clean
from qa.llm.failures import Failure, ModelError
from qa.llm.prompts import condensing_messages, leaks_instructions
from qa.llm.providers import Model
from qa.question import REMEMBERED_QUESTIONS, History, is_follow_up

# In characters: what is longer is no question made from two short ones.
LONGEST = 400
LONGEST_TURN = 600


@dataclass(frozen=True)
class Condensed:
    """What became of a question.

    Attributes:
        question: Standing on its own; "" where the question as asked is to be used.
        failure: The model failed: it is not called again for this answer.
        tokens_in, tokens_out: Of the extra call, 0 without one.
    """

    question: str = ""
    failure: Failure | None = None
    tokens_in: int = 0
    tokens_out: int = 0


def condense(model: Model, question: str, history: History) -> Condensed:
    """Return the question made to stand on its own, if it does not already.

    Args:
        model: The language model.
        question: As typed.
        history: Earlier turns, oldest first, each with ``role`` and ``content``.
    """
    if not question.strip() or not is_follow_up(" ".join(question.split())):
        return Condensed()
    asked = [turn["content"] for turn in history if turn.get("role") == "user"]
    if not asked:
        return Condensed()
    turns = asked[-REMEMBERED_QUESTIONS:]
    if history[-1].get("role") == "assistant":
        turns.append(history[-1]["content"][:LONGEST_TURN])
    call = Call(model, condensing_messages(question, turns))
    try:
        for _ in call.deltas():
            if len(call.text) > LONGEST:
                break
    except ModelError as error:
        return Condensed("", error.failure, call.tokens_in, call.tokens_out)
    return Condensed(_usable(call.text), None, call.tokens_in, call.tokens_out)


def _usable(reply: str) -> str:
    """Return the question of a reply; "" when it is anything but one line of a fair length."""
    if leaks_instructions(reply) or len(reply) > LONGEST:
        return ""
    cleaned = clean(reply).strip(' "“”«»')
    return "" if "\n" in cleaned else cleaned
