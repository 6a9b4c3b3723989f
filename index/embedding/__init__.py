"""The table of embedders: a name in, a LlamaIndex embedding model out.

``embedded`` needs nothing. The others are ``family:model``; each imports its package only when
asked for, and says what to install where it is missing. A model on a server of one's own is
``openai:MODEL@http://host:port/v1`` or ``ollama:MODEL@http://host:port``. To add a family, write
one function and put it in the table.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from corpus.errors import ProviderError, SettingsError

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding


# With the package's own ten, a server that is down is only reported after minutes.
RETRIES = 2


def load_embedder(name: str = "embedded") -> BaseEmbedding:
    """Return the embedding model of a name.

    Args:
        name: ``embedded``, or ``huggingface:MODEL``, ``fastembed:MODEL``, ``openai:MODEL`` or
            ``ollama:MODEL``; the last two may end with ``@URL``.

    Raises:
        SettingsError: The name is not in the table.
        ProviderError: The package that the family needs is not installed.
    """
    family, _, model = name.partition(":")
    factory = _FAMILIES.get(family)
    if factory is None or bool(model) == (family == "embedded"):
        known = ", ".join(key if key == "embedded" else f"{key}:MODEL" for key in _FAMILIES)
        raise SettingsError(f"There is no embedder '{name}'. Choose one of: {known}.")
    return factory(model)


def _embedded(_: str) -> BaseEmbedding:
    from index.embedding.embedded import EmbeddedEmbedding
    from index.embedding.static import load_static_vectors

    return EmbeddedEmbedding(load_static_vectors())


def _huggingface(model: str) -> BaseEmbedding:
    return _made("huggingface", "HuggingFaceEmbedding", model_name=model)


def _fastembed(model: str) -> BaseEmbedding:
    return _made("fastembed", "FastEmbedEmbedding", model_name=model)


def _openai(model: str) -> BaseEmbedding:
    name, url = _split_url(model)
    if not url:
        return _made("openai", "OpenAIEmbedding", model=name, max_retries=RETRIES)
    # By this name the package takes models that it does not know.
    embedder: Any = _made(
        "openai", "OpenAIEmbedding", model_name=name, api_base=url, max_retries=RETRIES
    )
    # The client insists on a key, which a server of one's own seldom asks for.
    embedder.api_key = embedder.api_key or "none"
    return cast("BaseEmbedding", embedder)


def _ollama(model: str) -> BaseEmbedding:
    name, url = _split_url(model)
    return _made("ollama", "OllamaEmbedding", model_name=name, **({"base_url": url} if url else {}))


def _split_url(model: str) -> tuple[str, str]:
    """Return a model's name and the address of its server, "" when none is given."""
    name, separator, address = model.partition("@http")
    return name, f"http{address}" if separator else ""


_FAMILIES: dict[str, Callable[[str], BaseEmbedding]] = {
    "embedded": _embedded,
    "huggingface": _huggingface,
    "fastembed": _fastembed,
    "openai": _openai,
    "ollama": _ollama,
}


def _made(family: str, class_name: str, **arguments: Any) -> BaseEmbedding:
    package = f"llama-index-embeddings-{family}"
    try:
        module = importlib.import_module(f"llama_index.embeddings.{family}")
    except ImportError as error:
        raise ProviderError(
            f"The embedder '{family}' needs a package that is not installed: pip install {package}"
        ) from error
    try:
        embedder: BaseEmbedding = getattr(module, class_name)(**arguments)
    except (ImportError, OSError, ValueError) as error:
        raise ProviderError(f"The embedder '{family}' could not be loaded: {error}") from error
    return embedder
