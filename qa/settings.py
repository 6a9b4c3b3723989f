"""All settings of the product, and the one place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import SettingsError

DEFAULT_STORE = str(Path(__file__).resolve().parent.parent / ".store")


@dataclass(frozen=True)
class Settings:
    """What can be changed without changing code.

    Attributes:
        store: Folder, ``:memory:`` or ``http://host:port``. Environment: ``QA_STORE``.
        embedder: A name of `index.embedding.load_embedder`. Environment: ``QA_EMBEDDER``.
        passage_tokens: Token budget of a passage. Environment: ``QA_PASSAGE_TOKENS``.
        passage_overlap: Sentences repeated between passages. Environment: ``QA_PASSAGE_OVERLAP``.
        passages_read: How many passages the reader looks at. Environment: ``QA_PASSAGES_READ``.
        llm: A name of `qa.llm.providers.load_model`, "" for none. Environment: ``QA_LLM``.
        llm_key: For a server of the ``openai-like`` kind. Environment: ``QA_LLM_KEY``.
        llm_prompt_tokens: Most tokens of evidence in a prompt. Environment:
            ``QA_LLM_PROMPT_TOKENS``.
        llm_answer_tokens: Most tokens that a model may write. Environment:
            ``QA_LLM_ANSWER_TOKENS``.
        llm_timeout: Seconds for a whole reply. Environment: ``QA_LLM_TIMEOUT``.
        port: Of the page, on loopback. Environment: ``PORT``.
    """

    store: str = DEFAULT_STORE
    embedder: str = "embedded"
    passage_tokens: int = 160
    passage_overlap: int = 1
    passages_read: int = 6
    llm: str = ""
    llm_key: str = field(default="", repr=False)
    llm_prompt_tokens: int = 3000
    llm_answer_tokens: int = 400
    llm_timeout: int = 60
    port: int = 7860

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Return the settings of the environment; what it does not say keeps its default.

        Raises:
            SettingsError: A number is not a number or out of range.
        """
        values = os.environ if environment is None else environment
        return cls(
            store=values.get("QA_STORE") or DEFAULT_STORE,
            embedder=values.get("QA_EMBEDDER") or cls.embedder,
            passage_tokens=_number(values, "QA_PASSAGE_TOKENS", cls.passage_tokens, 16, 8000),
            passage_overlap=_number(values, "QA_PASSAGE_OVERLAP", cls.passage_overlap, 0, 10),
            passages_read=_number(values, "QA_PASSAGES_READ", cls.passages_read, 1, 100),
            llm=values.get("QA_LLM", "").strip() or cls.llm,
            llm_key=values.get("QA_LLM_KEY", ""),
            llm_prompt_tokens=_number(
                values, "QA_LLM_PROMPT_TOKENS", cls.llm_prompt_tokens, 200, 100_000
            ),
            llm_answer_tokens=_number(
                values, "QA_LLM_ANSWER_TOKENS", cls.llm_answer_tokens, 50, 10_000
            ),
            llm_timeout=_number(values, "QA_LLM_TIMEOUT", cls.llm_timeout, 1, 600),
            port=_number(values, "PORT", cls.port, 1, 65535),
        )


def _number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name} is '{text}', but must be a whole number from {low} to {high}.")
    return int(text)
