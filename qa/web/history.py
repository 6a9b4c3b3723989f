"""Turn the conversation as Gradio keeps it into the plain turns that the assistant reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def plain_history(messages: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return the turns with their words only.

    Args:
        messages: In Gradio's format, oldest first: ``content`` is a string, or a list of parts
            that are texts or components.

    Returns:
        Dictionaries of ``role`` (user or assistant) and ``content``; turns without words are
        left out.
    """
    turns = []
    for message in messages:
        content = message.get("content", "")
        parts = content if isinstance(content, list) else [content]
        words = "\n".join(filter(None, map(_words_of, parts)))
        if message.get("role") in ("user", "assistant") and words:
            turns.append({"role": str(message["role"]), "content": words})
    return turns


def count_answers(messages: Sequence[Mapping[str, Any]]) -> int:
    """Return how many of the messages are the assistant's."""
    return sum(message.get("role") == "assistant" for message in messages)


def _words_of(part: object) -> str:
    if isinstance(part, str):
        return part
    if not isinstance(part, Mapping):
        return ""
    if part.get("type") == "component":
        # An answer is shown as HTML; its component carries its words beside it.
        return str(part.get("constructor_args", {}).get("plain_text", ""))
    return str(part.get("text", ""))
