"""The table of language models: a setting in, a LlamaIndex ``LLM`` out.

``family:NAME`` picks a small function; each imports its package only when asked for, and says what
to install where it is missing. A server of one's own is ``family:NAME@http://host:port``. To add a
family, write one function and put it in the table. Keys are read from the environment by the
clients themselves: OPENAI_API_KEY, ANTHROPIC_API_KEY, MISTRAL_API_KEY; a server of the
``openai-like`` kind gets QA_LLM_KEY, never one of those.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import ProviderError, SettingsError
from qa.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM

# Room in the context for the rules around the evidence.
RULES_TOKENS = 1000
# The clients do not try again by themselves; `qa.llm.calling` does, for all alike.
_NO_RETRIES = 0


@dataclass(frozen=True)
class Model:
    """A language model and what it may cost.

    Attributes:
        name: As readers see it: ``family:NAME``, without any address.
        llm: The LlamaIndex client.
        prompt_tokens: Most tokens of evidence in a prompt.
        answer_tokens: Most tokens of a reply.
        timeout: Seconds for a whole reply.
    """

    name: str
    llm: LLM
    prompt_tokens: int
    answer_tokens: int
    timeout: int


@dataclass(frozen=True)
class _Asked:
    """What a factory is told: the model's name, its server ("" for the usual one), settings."""

    name: str
    url: str
    settings: Settings

    @property
    def common(self) -> dict[str, Any]:
        return {
            "model": self.name,
            "temperature": 0.0,
            "max_tokens": self.settings.llm_answer_tokens,
            "max_retries": _NO_RETRIES,
            "timeout": self.settings.llm_timeout,
        }


def load_model(settings: Settings) -> Model | None:
    """Return the language model of the settings; None where they name none.

    Raises:
        SettingsError: The name is not in the table.
        ProviderError: Its package is not installed, or its client cannot be made.
    """
    if settings.llm in ("", "none"):
        return None
    family, _, rest = settings.llm.partition(":")
    name, separator, address = rest.partition("@http")
    factory = _FAMILIES.get(family)
    if factory is None or not name:
        known = ", ".join(f"{each}:NAME" for each in _FAMILIES)
        raise SettingsError(
            f"QA_LLM is '{family}:{name}', but must be one of: {known}; @http://host:port behind "
            "it names a server."
        )
    llm = factory(_Asked(name, f"http{address}" if separator else "", settings))
    return Model(
        name=f"{family}:{name}",
        llm=llm,
        prompt_tokens=settings.llm_prompt_tokens,
        answer_tokens=settings.llm_answer_tokens,
        timeout=settings.llm_timeout,
    )


def _openai(asked: _Asked) -> LLM:
    address = {"api_base": asked.url} if asked.url else {}
    llm = _made("openai", "openai", "OpenAI", **asked.common, **address)
    return _known(llm, asked, "https://api.openai.com/v1")


def _openai_like(asked: _Asked) -> LLM:
    if not asked.url:
        raise SettingsError(
            f"QA_LLM is 'openai-like:{asked.name}', but lacks its server: write "
            f"openai-like:{asked.name}@http://host:port/v1."
        )
    return _made(
        "openai-like",
        "openai_like",
        "OpenAILike",
        **asked.common,
        api_base=asked.url,
        # Never empty: the client would send OPENAI_API_KEY to this server.
        api_key=asked.settings.llm_key or "none",
        is_chat_model=True,
    )


def _ollama(asked: _Asked) -> LLM:
    settings = asked.settings
    return _made(
        "ollama",
        "ollama",
        "Ollama",
        model=asked.name,
        temperature=0.0,
        request_timeout=float(settings.llm_timeout),
        context_window=settings.llm_prompt_tokens + settings.llm_answer_tokens + RULES_TOKENS,
        additional_kwargs={"num_predict": settings.llm_answer_tokens},
        **({"base_url": asked.url} if asked.url else {}),
    )


def _anthropic(asked: _Asked) -> LLM:
    address = {"base_url": asked.url} if asked.url else {}
    return _made("anthropic", "anthropic", "Anthropic", **asked.common, **address)


def _mistral(asked: _Asked) -> LLM:
    address = {"endpoint": asked.url} if asked.url else {}
    # Its client takes settings for retrying here, not how often; null are none.
    own = {"additional_kwargs": {"retries": None}}
    llm = _made("mistralai", "mistralai", "MistralAI", **asked.common, **address, **own)
    return _known(llm, asked, "https://api.mistral.ai/v1")


_FAMILIES: dict[str, Callable[[_Asked], LLM]] = {
    "openai": _openai,
    "openai-like": _openai_like,
    "ollama": _ollama,
    "anthropic": _anthropic,
    "mistral": _mistral,
}


def _known(llm: LLM, asked: _Asked, url: str) -> LLM:
    """Return a client that knows its model; newer models go by the protocol that all speak."""
    try:
        _ = llm.metadata
    except ValueError as error:
        raise ProviderError(
            f"The installed client does not know the model '{asked.name}': use "
            f"QA_LLM=openai-like:{asked.name}@{asked.url or url} with its key in QA_LLM_KEY."
        ) from error
    return llm


def _made(package: str, module_name: str, class_name: str, **arguments: Any) -> LLM:
    try:
        module = importlib.import_module(f"llama_index.llms.{module_name}")
    except ImportError as error:
        raise ProviderError(
            "The language model needs a package that is not installed: "
            f"pip install llama-index-llms-{package}"
        ) from error
    try:
        llm: LLM = getattr(module, class_name)(**arguments)
    except Exception as error:
        # Its own words may hold the key.
        raise ProviderError(
            f"The client of '{arguments['model']}' could not be made: is its key in the "
            "environment (see docs/models.md)?"
        ) from error
    return llm
