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
        port: Of the page. Environment: ``PORT``.
        keep: Folder for what the page is given, uploads and feedback; "" means beside the store.
            Environment: ``QA_KEEP``.
        host: Address the page listens on. Environment: ``QA_HOST``.
        hosts: Names, beside those of this machine, under which browsers may ask for the page.
            Environment: ``QA_HOSTS``, parted by commas.
        auth: Who may use the page, as (user, password); none means no login. Environment:
            ``QA_AUTH``, as ``user:password,…``.
        api_page: Show the page that documents the endpoints. Environment: ``QA_API_PAGE``.
        mcp: Offer the endpoints as MCP tools. Environment: ``QA_MCP``.
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
    keep: str = ""
    host: str = "127.0.0.1"
    hosts: tuple[str, ...] = ()
    auth: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    api_page: bool = False
    mcp: bool = False

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Return the settings of the environment; what it does not say keeps its default.

        Raises:
            SettingsError: A number is not a number or out of range, a switch is neither on nor
                off, or a login has no user or no password.
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
            keep=values.get("QA_KEEP") or cls.keep,
            host=values.get("QA_HOST", "").strip() or cls.host,
            hosts=_parts(values.get("QA_HOSTS", "")),
            auth=_logins(values.get("QA_AUTH", "")),
            api_page=_switch(values, "QA_API_PAGE"),
            mcp=_switch(values, "QA_MCP"),
        )


def _number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise SettingsError(f"{name} is '{text}', but must be a whole number from {low} to {high}.")
    return int(text)


def _switch(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").strip().lower()
    if text not in ("", "0", "1", "no", "yes", "false", "true", "off", "on"):
        raise SettingsError(f"{name} is '{text}', but must be 1 or 0.")
    return text in ("1", "yes", "true", "on")


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _logins(text: str) -> tuple[tuple[str, str], ...]:
    logins = []
    for number, part in enumerate(_parts(text), start=1):
        user, _, password = part.partition(":")
        if not user or not password:
            # The value is not repeated: it may be a password.
            raise SettingsError(
                f"QA_AUTH: login {number} is not user:password; write QA_AUTH=user:password,…"
            )
        logins.append((user, password))
    return tuple(logins)
