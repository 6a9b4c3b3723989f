from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from qa import Assistant
from qa.settings import Settings
from tests.qa.llm.servers import Asked, Reply, Script, serving
from tests.qa.test_assistant import TEXTS

QUESTION = "Who confirmed the closure of the foundry?"
PROVEN = "The mayor of Valmont confirmed on Monday the closure of the foundry [1]."

# Some clients refuse names that they do not know.
MODELS = {"openai": "gpt-4o", "mistral": "mistral-small-latest"}

Open = Callable[..., tuple[Assistant, Asked]]


def words_of(text: str) -> list[str]:
    """The text in chunks of one word, as a model streams it."""
    return re.findall(r"\S+\s*", text)


def saying(text: str) -> Script:
    """A model that always says this."""
    return lambda messages: Reply(words_of(text))


@pytest.fixture
def open_with() -> Iterator[Open]:
    """Open an assistant on two articles, or others, whose model follows a script."""
    with ExitStack() as stack:

        def build(
            script: Script,
            family: str = "openai-like",
            texts: list[dict[str, str]] = TEXTS,
            **settings: Any,
        ) -> tuple[Assistant, Asked]:
            url, asked = stack.enter_context(serving(script))
            path = "" if family in ("ollama", "mistral") else "/v1"
            name = f"{family}:{MODELS.get(family, 'scripted')}@{url}{path}"
            assistant = Assistant.from_texts(texts, Settings(llm=name, **settings))
            stack.callback(assistant.close)
            return assistant, asked

        yield build
